"""What is said of each commitment, per language."""
