"""Measurements of the portal on synthetic data: `python -m benchmarks`."""
