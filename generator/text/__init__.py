"""The texts of a portal in each language."""
