"""Releases: the checked data frozen, chained and proved."""
