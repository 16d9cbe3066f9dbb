"""Differences between two states of the data, and their wording."""
