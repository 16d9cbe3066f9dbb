"""What the commands share: the language, the options, how findings and changes are printed, and bars."""

import io
import locale
import os
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text
from typer.core import TyperGroup
from typer.main import get_group

from generator.findings.finding import Finding, has_errors
from generator.findings.report import counted
from generator.findings.rules.rule import Severity
from generator.language.words import LANGUAGES, Words
from generator.stages import STAGES


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


MODULES = {
    "check": "check",
    "build": "build",
    "serve": "build",
    "workbook": "workbook",
    "diff": "releases",
    "release": "releases",
    "verify": "releases",
    "publish": "publish",
}


class Commands(TyperGroup):
    """The commands, each in a module that is loaded when it is asked for: loading all takes a second."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name them, in the order of the help."""
        return list(MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load the command of this name."""
        if cmd_name not in MODULES:
            return None
        import_module(f"generator.cli.{MODULES[cmd_name]}")  # it registers its commands
        return get_group(app).commands[cmd_name]


app = typer.Typer(
    cls=Commands,
    help=t("Turn CSV progress data into a public progress portal in Chinese and English."),
    no_args_is_help=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def prepare() -> None:
    """Let a terminal that cannot show a character show a sign in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


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


def refuse(message: str, code: int = 2) -> NoReturn:
    """Say why a command cannot do what it was asked, and end it, as wrong usage unless another code is given."""
    Console(stderr=True, highlight=False, markup=False).print(Text(message, style="red"), soft_wrap=True)
    raise typer.Exit(code)


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
