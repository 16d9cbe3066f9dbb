"""Run the `portal` command as `python -m generator`."""

from generator.cli import app

app(prog_name="portal")
