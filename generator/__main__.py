"""Run the `portal` command, as `python -m generator` or by its script."""


def main() -> None:
    """Run the command; it is loaded here, so that a process started for drawing does not load it."""
    from generator.cli import app

    app(prog_name="portal")


if __name__ == "__main__":
    main()
