"""Build as `portal build` does, and print what it took as JSON: `python -m benchmarks.building DATA OUT CACHE`."""

import json
import sys
from datetime import date
from pathlib import Path

from generator.cli.build import make
from generator.stages import Silent


def main(data: Path, out: Path, cache: Path) -> None:
    """Build, and print the seconds of each stage, and what was counted."""
    built = make(data, out, None, date.max, Silent(), cache)
    if built.progress is None:
        raise SystemExit("the data have errors")
    counted = {"pages": built.pages, "rendered": built.rendered, "drawn": built.drawn, "changed": built.changed}
    print(json.dumps({"stages": built.seconds, **counted}))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
