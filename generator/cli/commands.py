"""The commands: which there are, how each is loaded, and how a run begins and ends."""

import io
import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from enum import StrEnum
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer._click.core import Command as ClickCommand
from typer._click.core import Parameter
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from generator.cli.console import Terminal, choose_language
from generator.cli.failure import explain_failure
from generator.cli.help import render_help
from generator.cli.usage import NO_COMMAND, WrongUsageError, rephrase_errors
from generator.errors import PortalError
from generator.language.words import mark

PROGRAM = "portal"

# The name of each command is that of the module in this folder whose `app` holds it. Help lists them in this order.
COMMANDS = {
    "init": mark("Write a new portal into a new folder: settings, tables, a workbook, pages, workflows."),
    "check": mark("Report every error and warning in the data at once, with file, line, column and how to mend it."),
    "build": mark("Check the data and build the site. On any error the old site stays as it was."),
    "serve": mark("Preview the site; it is rebuilt when the data, a page or a template changes."),
    "workbook": mark("The tables as one workbook for Excel or WPS."),
    "diff": mark("Show what the next release would change, number by number, status by status."),
    "release": mark("Freeze the checked data as a release, with hashes chained to the one before."),
    "verify": mark("Prove that no release was altered, in a data folder, a built site or on a live one."),
    "year": mark("Open the next plan year and carry over what was not met; nothing of the old one changes."),
    "publish": mark("Make the built site the live one, in one step; what is live is never half a site."),
}


class Lang(StrEnum):
    """The language of messages."""

    ZH = "zh"
    EN = "en"


Language = Annotated[
    Lang | None,
    typer.Option("--lang", expose_value=False, help=mark("Language of messages; by default that of the system.")),
]


class LocalizedCommand(ClickCommand):
    """A command whose help and usage errors are in the language of the terminal; `--lang` is one of its options."""

    def get_params(self, ctx: Any) -> list[Parameter]:
        """Return the parameters of the command, and those that every command has."""
        params = super().get_params(ctx)
        root = ctx.find_root().command
        return params if self is root else [*params[:-1], *root.params, params[-1]]  # the last is --help

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments."""
        with rephrase_errors(ctx, args):
            return super().parse_args(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        terminal: Terminal = ctx.obj
        with terminal.out.capture() as captured:
            terminal.print(render_help(self, ctx))
        formatter.write(captured.get())


class Command(LocalizedCommand, TyperCommand):
    """A command in the language of the terminal."""


class Group(LocalizedCommand, TyperGroup):
    """Commands below one name, in the language of the terminal."""

    def summaries(self) -> Mapping[str, str]:
        """Return what the commands do, by their names."""
        return {name: command.help or "" for name, command in self.commands.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str, ClickCommand, list[str]]:
        """Find the command that the first argument names."""
        name, *rest = args
        command = self.get_command(ctx, name)
        if command is None:
            near = get_close_matches(name, self.summaries())
            raise WrongUsageError(NO_COMMAND, ctx.command_path, near, name=name)
        return name, command, rest


class Portal(Group):
    """All commands, each in a module that is loaded when it is asked for: loading all takes a second."""

    def summaries(self) -> Mapping[str, str]:
        """Return what the commands do, by their names."""
        return COMMANDS

    def get_command(self, ctx: Any, cmd_name: str) -> ClickCommand | None:
        """Load the command of this name."""
        if cmd_name not in COMMANDS:
            return None
        command = get_command(import_module(f"generator.cli.{cmd_name}").app)
        command.name, command.help = cmd_name, COMMANDS[cmd_name]
        return command

    def main(self, args: Sequence[str] | None = None, *others: Any, **extra: Any) -> NoReturn:
        """Run a command: print in the language asked for, and end with the exit code that fits."""
        terminal = Terminal(choose_language(sys.argv[1:] if args is None else args, os.environ))
        extra |= {"prog_name": PROGRAM, "standalone_mode": False, "obj": terminal}
        allow_every_character()
        try:
            code = super().main(args, **extra)
        except PortalError as error:
            terminal.print_error(error)
            code = error.code
        except OSError as error:
            failure = explain_failure(error)
            terminal.print_error(failure)
            code = failure.code
        except typer.Abort:
            terminal.print(terminal.t("Stopped."), "red", err=True)
            code = 1
        sys.exit(code)


def allow_every_character() -> None:
    """Let a terminal that cannot show a character show a sign in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def show_help(context: typer.Context) -> None:
    """Show the help of a group where no command of it is named: that is wrong usage."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(2)


app = typer.Typer(
    cls=Portal,
    help=mark("Turn CSV progress data into a public progress portal in Chinese and English."),
    invoke_without_command=True,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def begin(context: typer.Context, lang: Language = None) -> None:
    """Show the help where no command is named; `--lang` was read before all else (`choose_language`)."""
    show_help(context)
