"""The `portal` command: arguments, what is printed, and the exit code. 0 done, 1 the data has errors, 2 wrong usage.

`commands` lists the commands; each has a module of its own, loaded when it is asked for. `console` holds what they
share; `help`, `usage` and `failure` say in the language of the terminal what Typer and the system say in English.
"""

from generator.cli.commands import app

__all__ = ["app"]
