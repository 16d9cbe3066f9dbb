"""The commands: `python -m supply sbom FILE` and `python -m supply vulnerabilities ADVISORIES`."""

import argparse
import sys
import tomllib
from pathlib import Path

from supply.advisories import Advisory, AdvisoryError, read_advisories
from supply.lock import LockedPackage, read_lock
from supply.sbom import make_sbom

ROOT = Path(__file__).resolve().parents[1]
RUN = ROOT / "generator" / "run.lock"
LOCKS = (RUN, ROOT / "requirements" / "build.lock", ROOT / "requirements" / "dev.lock")
NOTHING_GIVEN = (
    "Nothing was checked: say where the advisories are, ADVISORIES=a folder or a zip of JSON files in the OSV format "
    "(osv.dev offers one of all advisories for PyPI)."
)
DONE, FOUND, UNUSABLE = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run a command; returns 0 where all is well, 1 where an advisory is out, 2 where nothing could be checked."""
    parser = argparse.ArgumentParser(prog="supply", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sbom", help="write the bill of materials").add_argument("file", type=Path)
    vulnerabilities = commands.add_parser("vulnerabilities", help="compare the locks with advisories")
    vulnerabilities.add_argument("advisories", nargs="?", default="")
    vulnerabilities.add_argument("--lock", type=Path, action="append", help="by default those of the program")
    chosen = parser.parse_args(arguments)
    if chosen.command == "sbom":
        return write_sbom(chosen.file)
    try:
        return report_vulnerabilities(chosen.advisories, chosen.lock or LOCKS)
    except (AdvisoryError, OSError) as error:
        print(error, file=sys.stderr)
        return UNUSABLE


def write_sbom(file: Path) -> int:
    """Write the bill of materials of the packages that the program runs on."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    file.parent.mkdir(parents=True, exist_ok=True)
    text = make_sbom(project["name"], project["version"], project["dependencies"], RUN)
    file.write_text(text, encoding="utf-8", newline="\n")
    print(file)
    return DONE


def report_vulnerabilities(advisories: str, locks: list[Path] | tuple[Path, ...]) -> int:
    """Print each locked package that an advisory means, and what mends it.

    Raises:
        AdvisoryError: there are no advisories to compare with.
    """
    if not advisories:
        raise AdvisoryError(NOTHING_GIVEN)
    known = read_advisories(Path(advisories))
    packages = {(package.name, package.version): package for lock in locks for package in read_lock(lock)}
    found = [line for _, package in sorted(packages.items()) for line in find_vulnerabilities(package, known)]
    newest = max(advisory.modified for advisory in known)[:10]
    print("\n".join(found) or "No advisory is out against any of them.")
    print(f"packages: {len(packages)}; advisories for PyPI: {len(known)}, the newest of {newest}; found: {len(found)}")
    return FOUND if found else DONE


def find_vulnerabilities(package: LockedPackage, known: list[Advisory]) -> list[str]:
    """Return a line for each advisory that means a package as it is locked."""
    lines = []
    for advisory in known:
        meant = [affected for affected in advisory.affected.get(package.name, ()) if affected.includes(package.version)]
        if meant:
            names = ", ".join((advisory.advisory_id, *advisory.aliases))
            fixed = " or ".join(dict.fromkeys(version for affected in meant for version in affected.fixed))
            remedy = f"mended in {fixed}" if fixed else "no version is known to mend it"
            lines.append(f"{package.name} {package.version}: {names}: {advisory.summary or 'no summary'}; {remedy}")
    return lines


if __name__ == "__main__":
    sys.exit(main())
