"""Measure the portal on synthetic data, print the figures as tables, and write them to a file.

`python -m benchmarks 100 1000 [--out FILE]`, or `make bench`. Times say how much is a lot, not more: they vary up to
twofold from run to run; the ratios within one run count.
"""

import argparse
import json
import os
import platform
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks.portals import MONTHS, measure, measure_check
from benchmarks.preview import measure_preview
from benchmarks.table import weight_table, work_table

CHECKED = 4630  # commitments with 100,008 figures, in the mix of kinds and with 36 months each
RESULTS = Path(__file__).with_name("results.json")


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    return {
        "system": platform.platform(terse=True),
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "python": platform.python_version(),
    }


def main() -> None:
    """Measure a portal of each size asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 1000], help="commitments of each portal")
    parser.add_argument("--months", type=int, default=MONTHS, help="months of figures of each commitment")
    parser.add_argument("--checked", type=int, default=CHECKED, help="commitments of the portal that is only checked")
    parser.add_argument("--previews", type=int, default=7, help="values that are changed in the preview")
    parser.add_argument("--out", type=Path, default=RESULTS, help="file for the figures as JSON")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        preview = measure_preview(Path(folder), asked.previews)
    measured = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            measured.append(measure(Path(folder), size, asked.months))
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        check = measure_check(Path(folder), asked.checked, asked.months)
    day, own = date.today().isoformat(), machine()
    print(", ".join([*(f"{name} {value}" for name, value in own.items()), day]), end="\n\n")
    print(work_table(measured), end="\n\n")
    print(weight_table(measured), end="\n\n")
    print(f"`portal check`, {check.observations:,} observations: {check.seconds:.1f} s, {check.megabytes:,.0f} MB")
    shown = f"{median(preview):.1f} s ({min(preview):.1f} to {max(preview):.1f}, {len(preview)} times)"
    print(f"`portal serve`: of 131 commitments, a changed value stands in the open page after {shown}")
    results = {"date": day, "machine": own, "months": asked.months, "check": asdict(check), "preview": preview}
    results["portals"] = [asdict(one) for one in measured]
    asked.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
