"""What holds when many act at once or somebody guesses: locks, attempts, limits, codes, ciphers."""
