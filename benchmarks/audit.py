"""The built site as others judge it: Lighthouse (mobile) and the Nu HTML checker. `make audit` installs both.

Fails where a page is below the budget: 100 in accessibility, best practices and search engines, 98 in performance; no
error of HTML on any page.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.browser import OPTIONS, find_chromium
from benchmarks.host import hosted

HOME = Path(__file__).resolve().parents[1]
TOOLS = HOME / ".node" / "node_modules"
PAGES = ("", "growth/", "commitments/gr-10/", "projects/timeline/", "data/", "en/", "en/commitments/gr-10/")
BUDGET = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
PAINT = "largest-contentful-paint"


def lighthouse(address: str) -> dict[str, float]:
    """Return the scores of a page (0 to 100), and its largest contentful paint in seconds."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = [
            *("node", str(TOOLS / "lighthouse" / "cli" / "index.js"), address, "--quiet", "--output=json"),
            *(f"--output-path={report.name}", f"--only-categories={','.join(BUDGET)}"),
            f"--chrome-flags=--headless=new {' '.join(OPTIONS)}",
        ]
        subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": find_chromium()})
        told = json.loads(Path(report.name).read_text(encoding="utf-8"))
    scores = {name: round(100 * category["score"]) for name, category in told["categories"].items()}
    return scores | {PAINT: told["audits"][PAINT]["numericValue"] / 1000}


def errors_of_html(site: Path) -> Counter[str]:
    """Count what the Nu checker calls an error, over every page."""
    command = ["java", "-jar", str(TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar")]
    command += ["--skip-non-html", "--errors-only", "--exit-zero-always", "--format", "json", str(site)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stderr)
    return Counter(message["message"] for message in told["messages"])


def main() -> int:
    """Print a line a page and the errors of HTML; the exit code is 1 where a budget is missed."""
    site, failed = HOME / "site", 0
    if not (site / "index.html").exists():
        sys.exit("There is no site yet: run `make site` first.")
    print("| page | performance | accessibility | best practices | SEO | largest paint |\n|---|---|---|---|---|---|")
    with hosted(site) as address:
        for page in PAGES:
            found = lighthouse(address + page)
            failed += any(found[name] < least for name, least in BUDGET.items())
            scores = " | ".join(str(found[name]) for name in BUDGET)
            print(f"| /{page} | {scores} | {found[PAINT]:.1f} s |", flush=True)
    wrong = errors_of_html(site)
    print(f"\nNu HTML checker: {wrong.total()} errors on {len(list(site.rglob('*.html')))} pages.")
    for message, count in wrong.most_common():
        print(f"{count} × {message}")
    return int(bool(failed or wrong))


if __name__ == "__main__":
    sys.exit(main())
