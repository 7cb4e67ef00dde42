"""How long a case is kept: forgotten on time or at a wish, locked meanwhile, and forgotten again after a restore."""
