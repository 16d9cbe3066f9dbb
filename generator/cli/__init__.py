"""The `portal` command: arguments, what is printed, and the exit code. 0 done, 1 the data has errors, 2 wrong usage."""

from generator.cli.console import app

__all__ = ["app"]
