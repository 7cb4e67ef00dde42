"""The one clock of the house, and the recurring work of vorgang itself."""
