"""The `portal` command: arguments, what is printed, and the exit code. 0 done, 1 the data has errors, 2 wrong usage."""

import locale
import os
import shlex
import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from generator.build import STAGES, Built, ForeignFolderError, build
from generator.cells import shown
from generator.change import Diff
from generator.checks import checked
from generator.comparison import difference, working
from generator.findings import Finding, as_github, as_json, has_errors
from generator.fixes import propose_fixes, write_fixes
from generator.manifest import Manifest, address
from generator.personal import masked
from generator.progress import Progress as Answers
from generator.publish.live import check_live
from generator.publish.outcome import Outcome, PublishError, UsageError, read_site
from generator.publish.target import target_of
from generator.releases import FOLDER, ReleaseError, freeze
from generator.report import as_html, counted
from generator.rules import Severity
from generator.serve import serve
from generator.sheet import change_json, change_markdown, sign_off_sheet
from generator.snapshot import frozen_files
from generator.tables import read_tables, titles
from generator.verify import Fault, faults, signatures, signers_of, store_of
from generator.website import SiteError
from generator.wording import Teller
from generator.words import LANGUAGES, Words
from generator.workbook.changes import TableChange, propose, write_changes
from generator.workbook.export import write_workbook
from generator.workbook.read import WorkbookError


def _spoken(arguments: list[str], environment: Mapping[str, str]) -> str:
    """Choose the language before the help is written: --lang, else the locale of the terminal or the system."""
    for flag, value in pairwise([*(part for argument in arguments for part in argument.split("=", 1)), ""]):
        if flag == "--lang" and value in LANGUAGES:
            return value
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environment[name] for name in names if environment.get(name)), "") or locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


WORDS = Words(_spoken(sys.argv, os.environ))
t = WORDS.t

REFUSED = {"invented-code"}  # warnings that keep data from being released
CHANGE_STYLES = {"mended": "red", "targets": "yellow", "statuses": "yellow", "fresh": "green", "life": "magenta"}

app = typer.Typer(
    help=t("Turn CSV progress data into a public progress portal in Chinese and English."),
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

workbook = typer.Typer(help=t("The tables as one workbook for Excel or WPS."), no_args_is_help=True)
app.add_typer(workbook, name="workbook")


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    HTML = "html"


class ChangeFormat(StrEnum):
    """How changes are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


class Lang(StrEnum):
    """The language of messages."""

    ZH = "zh"
    EN = "en"


Data = Annotated[
    Path,
    typer.Option("--data", help=t("Folder with portal.yml and the tables."), exists=True, file_okay=False),
]
Out = Annotated[Path, typer.Option("--out", help=t("Folder for the site; replaced only when the new site is whole."))]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        metavar=t("DATE"),
        help=t("Last day to count; by default the end of the reporting period in portal.yml."),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t("Do not ask before anything is replaced."))]
Speak = Annotated[Lang | None, typer.Option("--lang", help=t("Language of messages; by default that of the system."))]


@app.command(
    "check", help=t("Report every error and warning in the data at once, with file, line, column and how to mend it.")
)
def check_command(
    data: Data = Path("data"),
    form: Annotated[
        Format,
        typer.Option(
            "--format", help=t("text for the terminal, json for programs, github for CI, html for a page to send.")
        ),
    ] = Format.TEXT,
    fix: Annotated[
        bool,
        typer.Option("--fix", help=t("Mend what needs no guess, such as １２ for 12; every change is shown first.")),
    ] = False,
    yes: Yes = False,
    lang: Speak = None,
) -> None:
    """Check a data folder."""
    _, findings = checked(data)
    if fix:
        findings = mend(data, findings, yes, Console(highlight=False, markup=False, stderr=form is not Format.TEXT))
    if form is Format.JSON:
        sys.stdout.write(as_json(findings) + "\n")
    elif form is Format.HTML:
        sys.stdout.write(as_html(findings, WORDS))
    elif form is Format.GITHUB:
        for finding in findings:
            sys.stdout.write(as_github(finding, WORDS) + "\n")
    else:
        print_findings(findings, Console(highlight=False, markup=False))
    raise typer.Exit(int(has_errors(findings)))


def mend(data: Path, findings: tuple[Finding, ...], yes: bool, console: Console) -> tuple[Finding, ...]:
    """Show what can be mended without a guess, write it if that is wanted, and check again."""
    fixes = propose_fixes(findings)
    for change in fixes:
        before, after = masked(shown(change.before)), masked(shown(change.after))
        console.print(Text(f"{change.file}:{change.line} {change.column}", style="bold"), soft_wrap=True)
        console.print(Text(f"  - {before}", style="red"), soft_wrap=True)
        console.print(Text(f"  + {after}", style="green"), soft_wrap=True)
    if not fixes:
        console.print(t("There is nothing that can be mended without a guess."))
        return findings
    if not yes and not typer.confirm(t("Write this into {folder}?", folder=data), err=console.stderr):
        console.print(t("Nothing was written."))
        return findings
    try:
        written = write_fixes(fixes)
    except OSError as error:
        refuse(t("{file} cannot be written. Is it open in Excel or WPS?", file=error.filename2 or error.filename))
    for path in written:
        console.print(t("Written: {file}", file=path), style="green", soft_wrap=True)
    return checked(data)[1]


@app.command("build", help=t("Check the data and build the site. On any error the old site stays as it was."))
def build_command(
    data: Data = Path("data"),
    out: Out = Path("site"),
    as_of: AsOf = None,
    lang: Speak = None,
) -> None:
    """Build a portal."""
    console = Console(highlight=False, markup=False)
    try:
        with Bars() as bars:
            built = build(data, out, as_of.date() if as_of else None, bars)
    except ForeignFolderError as error:
        refuse(t("{out} holds files that are not a portal's site; choose another folder.", out=error))
    except SiteError as error:
        Console(stderr=True, highlight=False, markup=False).print(Text(str(error)))
        raise typer.Exit(1) from error
    print_findings(built.findings, console)
    if built.progress is None:
        console.print(t("Nothing was published; the old site is as it was."), style="red")
        raise typer.Exit(1)
    print_built(built, out, console)


@app.command("serve", help=t("Preview the site; it is rebuilt when the data, a page or a template changes."))
def serve_command(
    data: Data = Path("data"),
    host: Annotated[str, typer.Option(help=t("Address to serve on."))] = "127.0.0.1",
    port: Annotated[int, typer.Option(help=t("Port to serve on."))] = 8000,
    as_of: AsOf = None,
    lang: Speak = None,
) -> None:
    """Preview a portal."""
    console = Console(highlight=False, markup=False)
    day: date | None = as_of.date() if as_of else None

    def rebuild(site: Path) -> None:
        try:
            with Bars() as bars:
                built = build(data, site, day, bars, live=True)
        except SiteError as error:
            console.print(Text(str(error)))
            return
        print_findings(built.findings, console)
        if built.progress is not None:
            print_built(built, site, console)

    serve(data, host, port, rebuild, lambda url: console.print(t("Preview at {url}; stop with Ctrl+C.", url=url)))


@app.command("diff", help=t("Show what the next release would change, number by number, status by status."))
def diff_command(
    reference: Annotated[
        str,
        typer.Argument(
            metavar=t("[RELEASE, DIR or REV]"),
            help=t(
                "What to compare with: the day of a release, a data folder or a Git revision; else the last release."
            ),
        ),
    ] = "",
    data: Data = Path("data"),
    form: Annotated[
        ChangeFormat,
        typer.Option(
            "--format",
            help=t("text for the terminal, json for programs, markdown for a pull request, html for a sheet to sign."),
        ),
    ] = ChangeFormat.TEXT,
    out: Annotated[Path | None, typer.Option("--out", help=t("File to write instead of printing."))] = None,
    lang: Speak = None,
) -> None:
    """Show what changes."""
    console = Console(highlight=False, markup=False)
    progress = sound(data)
    portal = progress.dataset.portal
    try:
        diff = difference(reference, data, progress)
    except ReleaseError as error:
        refuse(t(str(error), **error.parts))
    match form:
        case ChangeFormat.JSON:
            text = change_json(diff)
        case ChangeFormat.MARKDOWN:
            text = change_markdown(diff, portal, WORDS)
        case ChangeFormat.HTML:
            text = sign_off_sheet(diff, portal, WORDS)
        case ChangeFormat.TEXT:
            lines = change_lines(diff, Teller(WORDS, portal.statuses, diff.names))
            text = "\n".join(line.plain for line in lines) + "\n"
            if out is None:
                for line in lines:
                    console.print(line, soft_wrap=True)
                return
    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        refuse(t("{file} cannot be written: {reason}", file=out, reason=error.strerror))
    console.print(t("Written: {file}", file=out), style="green", soft_wrap=True)


@app.command("release", help=t("Freeze the checked data as a release, with hashes chained to the one before."))
def release_command(
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d"], metavar=t("DATE"), help=t("Day of the release; today by default.")
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--sign", help=t("SSH key to sign the manifest with."), exists=True, dir_okay=False),
    ] = None,
    data: Data = Path("data"),
    lang: Speak = None,
) -> None:
    """Freeze a release."""
    console = Console(highlight=False, markup=False)
    progress = sound(data)
    doubtful = [finding for finding in progress.findings if finding.rule in REFUSED]
    if doubtful:
        print_findings(doubtful, console)
        raise typer.Exit(1)
    released_on = day.date() if day else date.today()
    try:
        diff = difference("", data, progress)
        folder = freeze(data / FOLDER, frozen_files(progress), released_on, progress.as_of, key)
    except ReleaseError as error:
        refuse(t(str(error), **error.parts))
    except OSError as error:
        refuse(t("{file} cannot be written: {reason}", file=error.filename2 or error.filename, reason=error.strerror))
    teller = Teller(WORDS, progress.dataset.portal.statuses, diff.names)
    console.print(t(", ").join(teller.counts(diff.counts)) or t("Nothing changed."), soft_wrap=True)
    console.print(f"SHA-256 {diff.new.content}", soft_wrap=True)
    console.print(t("Released: {folder}", folder=folder), style="green", soft_wrap=True)


@app.command("verify", help=t("Prove that no release was altered, in a data folder, a built site or on a live one."))
def verify_command(
    place: Annotated[
        str, typer.Argument(metavar=t("[DIR or URL]"), help=t("Data folder, built site, or address of a live portal."))
    ] = "data",
    lang: Speak = None,
) -> None:
    """Verify releases."""
    console = Console(highlight=False, markup=False)
    try:
        store = store_of(place)
        found = [*faults(store), *signatures(store, signers_of(place))]
        days = store.days()
    except ReleaseError as error:
        refuse(t(str(error), **error.parts))
    bad = [finding for finding in found if isinstance(finding, Fault)]
    for finding in found:
        line = Text(f"{finding.release} " if finding.release else "", style="bold")
        console.print(line.append(finding.message(WORDS), style="red" if finding in bad else ""), soft_wrap=True)
    if bad:
        told = WORDS.n(
            "{count} thing is not as it was released.", "{count} things are not as they were released.", len(bad)
        )
        console.print(told, style="red")
        raise typer.Exit(1)
    if not days:
        console.print(t("Nothing has been released yet."))
        return
    told = WORDS.n("{count} release, whole and unaltered.", "{count} releases, whole and unaltered.", len(days))
    console.print(told, style="green")


@app.command("publish", help=t("Make the built site the live one, in one step; what is live is never half a site."))
def publish_command(
    target: Annotated[
        str,
        typer.Argument(
            help=t("A folder, user@host:/folder (SSH and rsync), or git+ADDRESS#branch."), show_default=False
        ),
    ],
    site: Annotated[Path, typer.Option("--site", help=t("The site that portal build has made."))] = Path("site"),
    rollback: Annotated[bool, typer.Option("--rollback", help=t("Make the site from before live again."))] = False,
    keep: Annotated[
        int, typer.Option("--keep", min=1, help=t("How many sites a folder keeps, the live one counted."))
    ] = 5,
    url: Annotated[
        str, typer.Option("--url", help=t("Public address to check afterwards; by default site.url of portal.yml."))
    ] = "",
    wait: Annotated[
        int, typer.Option("--wait", min=0, help=t("Seconds until the public address must show the new site."))
    ] = 10,
    changed: Annotated[
        Path | None,
        typer.Option("--changed", help=t("File for the addresses that changed, one a line, to purge caches.")),
    ] = None,
    lang: Speak = None,
) -> None:
    """Publish a site that was built."""
    console = Console(highlight=False, markup=False)
    shell = shlex.split(os.environ.get("RSYNC_RSH") or "ssh")  # the name that rsync itself reads

    def tell(before: Manifest | None, after: Manifest) -> None:
        if changed:
            lines = (address(path, url or after.url) + "\n" for path in after.changes_since(before))
            changed.write_text("".join(lines), encoding="utf-8", newline="\n")

    try:
        place = target_of(target)
        if rollback:
            outcome = place.roll_back(shell, tell)
        else:
            outcome = place.publish(site.absolute(), read_site(site), keep, shell, tell)
        print_published(outcome, rollback, console)
        if known := url or outcome.after.url:
            check_live(known, outcome, wait)
            console.print(t("Checked: {url} shows it.", url=known), style="green", soft_wrap=True)
        else:
            console.print(t("Not checked: no public address is known (site.url in portal.yml, or --url)."))
    except UsageError as error:
        refuse(error.says(WORDS))
    except PublishError as error:
        refuse(error.says(WORDS), code=1)
    except OSError as error:
        refuse(t("{file} cannot be written: {reason}", file=error.filename, reason=error.strerror), code=1)


def print_published(outcome: Outcome, rollback: bool, console: Console) -> None:
    """Print what publishing has done."""
    if not outcome.switched:
        console.print(t("This site is live already; nothing was published."), style="green")
        return
    count = len(outcome.after.changes_since(outcome.before))
    files = WORDS.n("{count} file changed", "{count} files changed", count)
    done = t("Back to the site from before: {files}") if rollback else t("Published: {files}")
    console.print(done.format(files=files), style="green")


@workbook.command("export", help=t("Write all tables into a workbook, with lists to choose from and notes."))
def export_command(
    file: Annotated[Path, typer.Argument(help=t("The workbook to write, .xlsx."), dir_okay=False)],
    data: Data = Path("data"),
    yes: Yes = False,
    lang: Speak = None,
) -> None:
    """Write a workbook."""
    console = Console(highlight=False, markup=False)
    if file.suffix.lower() != ".xlsx":
        refuse(t("The name of the workbook must end in .xlsx: {file}", file=file))
    tables, findings = read_tables(data)
    findings = [finding for finding in findings if finding.rule != "missing-table"]
    if findings:  # what could not be read would be missing from the workbook
        print_findings(findings, console)
        console.print(t("Nothing was written."), style="red")
        raise typer.Exit(1)
    if file.exists() and not yes and not typer.confirm(t("{file} is there already. Replace it?", file=file)):
        console.print(t("Nothing was written."))
        return
    draft = file.with_name(f".{file.name}.new")
    try:
        draft.write_bytes(write_workbook(tables))
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        refuse(t("{file} cannot be written. Is it open in Excel or WPS?", file=error.filename2 or file))
    console.print(t("Written: {file}", file=file), style="green", soft_wrap=True)


@workbook.command("import", help=t("Show what a workbook changes in the tables, check it, and write it."))
def import_command(
    file: Annotated[
        Path,
        typer.Argument(help=t("The workbook to read: .xlsx, .xlsm, .xls, .ods or .et."), exists=True, dir_okay=False),
    ],
    data: Data = Path("data"),
    yes: Yes = False,
    lang: Speak = None,
) -> None:
    """Read a workbook back into the tables."""
    console = Console(highlight=False, markup=False)
    try:
        proposal = propose(file, data)
    except WorkbookError as error:
        refuse(t(str(error), file=file))
    except OSError as error:
        refuse(t("{file} cannot be read: {reason}", file=file, reason=error.strerror))
    for title in proposal.others:
        console.print(t("The sheet “{sheet}” is no table of the portal; it is left out.", sheet=title))
    print_findings(proposal.findings, console)
    if has_errors(proposal.findings):
        console.print(t("Nothing was written; correct the workbook first."), style="red")
        raise typer.Exit(1)
    if not proposal.changes:
        console.print(t("The workbook changes nothing."))
        return
    for change in proposal.changes:
        print_change(change, console)
    if not yes and not typer.confirm(t("Write this into {folder}?", folder=data)):
        console.print(t("Nothing was written."))
        return
    try:
        written = write_changes(proposal.changes, data)
    except OSError as error:
        refuse(t("{file} cannot be written. Is it open in Excel or WPS?", file=error.filename2 or error.filename))
    for path in written:
        console.print(t("Written: {file}", file=path), style="green", soft_wrap=True)


def sound(data: Path) -> Answers:
    """Assess the data, or say what is wrong with them and end with exit code 1."""
    progress = working(data)
    if progress is None:
        print_findings(checked(data)[1], Console(stderr=True, highlight=False, markup=False))
        raise typer.Exit(1)
    return progress


def change_lines(diff: Diff, teller: Teller) -> list[Text]:
    """Write what changes for the terminal: a line a change, under the heading of its kind."""
    lines = [Text(f"{teller.stamp(diff.old)} → {teller.stamp(diff.new)}")]
    lines.append(Text(t(", ").join(teller.counts(diff.counts)) or t("Nothing changes."), style="bold"))
    for section in teller.sections(diff):
        lines += [Text(), Text(f"{section.title} ({len(section.items)})", style="bold")]
        for item in section.items:
            line = Text(f"  {item.commitment_id} ", style="dim") if item.commitment_id else Text("  ")
            line.append(f"{item.title.text}{t(': ')}" if item.title.text else "", style="not dim")
            lines.append(line.append(teller.text(item.line), style=f"not dim {CHANGE_STYLES.get(section.key, '')}"))
    return [*lines, Text(), Text(f"SHA-256 {diff.new.content}", style="dim")]


def refuse(message: str, code: int = 2) -> NoReturn:
    """Say why a command cannot do what it was asked, and end it, as wrong usage unless another code is given."""
    Console(stderr=True, highlight=False, markup=False).print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(code)


def print_change(change: TableChange, console: Console) -> None:
    """Print what becomes of a table: rows added and removed, and each changed cell with its old and its new text."""
    name = change.table.name
    lines = [Text(f"{titles()[name][0]} {name}.csv", style="bold")]
    lines += [Text(f"  + {', '.join(key)}", style="green") for key in change.added]
    lines += [Text(f"  - {', '.join(key)}", style="red") for key in change.removed]
    empty = t("(empty)")
    lines += [
        Text(f"  {', '.join(cell.key)} {cell.column}: {cell.before or empty} → {cell.after or empty}")
        for cell in change.cells
    ]
    if change.moved:
        lines.append(Text("  " + t("The rows stand in another order.")))
    added = WORDS.n("{count} row added", "{count} rows added", len(change.added))
    removed = WORDS.n("{count} row removed", "{count} rows removed", len(change.removed))
    cells = WORDS.n("{count} cell changed", "{count} cells changed", len(change.cells))
    lines.append(Text("  " + t("{added}, {removed}, {cells}", added=added, removed=removed, cells=cells), style="dim"))
    for line in lines:
        console.print(line, soft_wrap=True)


def print_findings(findings: Iterable[Finding], console: Console) -> None:
    """Print findings for people: place, column, what is wrong, how to mend it; then how many there are."""
    listed = list(findings)
    for finding in listed:
        error = finding.severity is Severity.ERROR
        line = Text()
        line.append(t("error") if error else t("warning"), style="bold red" if error else "bold yellow")
        line.append(f" {finding.place}", style="bold")
        line.append(f" {finding.column}" if finding.column else "")
        line.append(f" [{finding.rule}]\n", style="dim")
        line.append(f"  {finding.message(WORDS)}\n  {finding.advice(WORDS)}")
        console.print(line, soft_wrap=True)
    console.print(counted(listed, WORDS), style="red" if has_errors(listed) else "green")
    mendable = sum(bool(finding.repair) and not finding.sheet for finding in listed)
    if mendable:
        console.print(
            WORDS.n(
                "{count} of them can be mended by “portal check --fix”.",
                "{count} of them can be mended by “portal check --fix”.",
                mendable,
            )
        )


def print_built(built: Built, out: Path, console: Console) -> None:
    """Print where the site is, and the time each stage took."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column()
    table.add_column(justify="right")
    for stage, seconds in built.seconds.items():
        table.add_row(t(STAGES[stage]), f"{seconds:.2f} s")
    table.add_row(t("in all"), f"{sum(built.seconds.values()):.2f} s", style="bold")
    console.print(table)
    pages = WORDS.n("{count} page", "{count} pages", built.pages)
    console.print(t("{pages} in {out}", pages=pages, out=out), style="green", soft_wrap=True)


class Bars:
    """Shows a bar for each stage while it runs, on a terminal."""

    def __init__(self) -> None:
        """Show nothing yet."""
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TimeElapsedColumn(),
            transient=True,
            console=Console(stderr=True),
        )
        self._task: TaskID | None = None

    def __enter__(self) -> "Bars":
        """Begin to show bars."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the bars away."""
        self._progress.stop()

    def start(self, stage: str, total: int | None) -> None:
        """Show the next stage."""
        if self._task is not None:
            self._progress.update(self._task, total=1, completed=1)
        self._task = self._progress.add_task(t(STAGES[stage]), total=total)

    def step(self) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.advance(self._task)
