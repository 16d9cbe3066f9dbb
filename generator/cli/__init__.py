"""The `portal` command: arguments, what is printed, and the exit code. 0 done, 1 the data has errors, 2 wrong usage."""

from generator.cli import book, data, live, releases
from generator.cli.console import app

COMMANDS = (data, book, releases, live)  # importing them has registered their commands

__all__ = ["app"]
