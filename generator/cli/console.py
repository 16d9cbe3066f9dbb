"""What the commands share: the terminal they print to, in its language, and the options that several of them have."""

import locale
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise, takewhile
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from generator.cli.usage import WrongUsageError
from generator.data.bounds import is_known_year
from generator.errors import PortalError
from generator.findings.finding import Finding, has_errors
from generator.findings.rules.rule import Severity
from generator.language.languages import LANGUAGES
from generator.language.words import Words, mark
from generator.stages import STAGES

# what moves the cursor, changes colours or turns the direction of writing: it may come from a file or from a server
CONTROLS = {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {ord("\n"), ord("\t")}
UNSHOWN = dict.fromkeys(CONTROLS, "\ufffd")
YES = ("y", "yes", "是")


def check_day(day: datetime | None) -> datetime | None:
    """Refuse a day of a year that cannot be meant: dates are reckoned with, and the calendar has an end."""
    if day and not is_known_year(day.year):
        raise typer.BadParameter("")  # said anew by `usage`
    return day


Data = Annotated[
    Path, typer.Option("--data", help=mark("Folder with portal.yml and the tables."), exists=True, file_okay=False)
]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%d"],
        callback=check_day,
        help=mark("Last day to count; by default the end of the reporting period in portal.yml."),
    ),
]
On = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        formats=["%Y-%m-%d"],
        help=mark("Day of publication, today by default: rows whose published_on is later are withheld."),
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=mark("Do not ask before anything is replaced."))]


def find_day(chosen: datetime | None) -> date:
    """Return the day of publication: the one that was chosen, else today. Nothing but the commands reads the clock."""
    return chosen.date() if chosen else date.today()


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """Return the language to print in: that of the last --lang, else that of the terminal's locale or the system's."""
    options = takewhile(lambda argument: argument != "--", arguments)
    words = [part for argument in options for part in argument.split("=", 1)]
    chosen = [value for flag, value in pairwise(words) if flag == "--lang" and value in LANGUAGES]
    if chosen:
        return chosen[-1]
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    spoken = next((environment[name] for name in names if environment.get(name)), "") or locale.getlocale()[0] or ""
    return "zh" if spoken.lower().startswith(("zh", "chinese")) else "en"


class Terminal:
    """The terminal of one run of the command: its language, its output and its error output."""

    def __init__(self, lang: str) -> None:
        """Take one of `LANGUAGES`."""
        self.words = Words(lang)
        self.t = self.words.t
        self.n = self.words.n
        self.out = Console(highlight=False, markup=False)
        self.err = Console(highlight=False, markup=False, stderr=True)

    def print(self, message: str | Text, style: str = "", *, err: bool = False) -> None:
        """Print a message as it is, without breaking its lines."""
        text = Text(message) if isinstance(message, str) else message.copy()
        text.plain = text.plain.translate(UNSHOWN)
        (self.err if err else self.out).print(text, style=style, soft_wrap=True)

    def print_error(self, error: PortalError) -> None:
        """Print on the error output why something cannot be done."""
        self.print(self.t(error.message, **error.parts), "red", err=True)
        if isinstance(error, WrongUsageError):
            if error.near:
                self.print(self.t("Did you mean {names}?", names=self.t(", ").join(error.near)), err=True)
            self.print(self.t("Help: {command}", command=f"{error.command} --help"), err=True)

    def print_findings(self, findings: Iterable[Finding], *, err: bool = False) -> None:
        """Print findings for people: place, column, what is wrong, how to mend it; then how many there are."""
        from generator.findings.report import count_findings  # it loads Jinja

        listed = list(findings)
        for finding in listed:
            self.print(self._described(finding), err=err)
        self.print(count_findings(listed, self.words), "red" if has_errors(listed) else "green", err=err)
        if mendable := sum(bool(finding.repair) and not finding.sheet for finding in listed):
            self.print(
                self.n(
                    "{count} of them can be mended by “portal check --fix”.",
                    "{count} of them can be mended by “portal check --fix”.",
                    mendable,
                ),
                err=err,
            )

    def _described(self, finding: Finding) -> Text:
        line = Text()
        if finding.severity is Severity.ERROR:
            line.append(self.t("error"), style="bold red")
        else:
            line.append(self.t("warning"), style="bold yellow")
        line.append(f" {finding.place}", style="bold")
        line.append(f" {finding.name_column(self.words)}" if finding.column else "")
        line.append(f" [{finding.rule}]\n", style="dim")
        return line.append(f"  {finding.message(self.words)}\n  {finding.advice(self.words)}")

    def refuse_data(self, findings: Iterable[Finding]) -> NoReturn:
        """Print on the error output what is wrong with the data, and end the command with exit code 1."""
        self.print_findings(findings, err=True)
        raise typer.Exit(1)

    def ask(self, question: str, usual: str = "") -> str:
        """Ask for a text and return it, or what is usual where the answer is empty."""
        shown = f"{question} [{usual}] " if usual else f"{question} "
        self.out.print(Text(shown), end="", soft_wrap=True)
        return input().strip() or usual

    def confirm(self, question: str, *, err: bool = False) -> bool:
        """Ask a question and return the answer; whatever is not yes means no."""
        console = self.err if err else self.out
        console.print(Text(self.words.sentences((question, "[y/N] "))), end="", soft_wrap=True)
        return input().strip().lower() in YES


class Bars:
    """A progress bar for each stage of a build while it runs, on a terminal."""

    def __init__(self, terminal: Terminal) -> None:
        """Show nothing yet."""
        self._words = terminal.words
        self._progress = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), transient=True, console=terminal.err
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
        self._task = self._progress.add_task(self._words.t(STAGES[stage]), total=total)

    def step(self) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.advance(self._task)
