"""Checks of a data folder as a whole."""
