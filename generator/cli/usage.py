"""Wrong usage in the language of the terminal.

Typer says in English what is wrong with the arguments. Here it is said anew from the type of its error and of the
parameter. Its classes of errors and its description of parameters are private; pyproject.toml pins their version.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from typer._click.core import Command
from typer._click.exceptions import BadOptionUsage, BadParameter, MissingParameter, NoSuchOption
from typer._click.exceptions import UsageError as TyperUsageError
from typer.core import TyperArgument, TyperOption

from generator.errors import UsageError
from generator.language.words import Words, mark

NO_OPTION = mark("There is no option {option}.")
NO_COMMAND = mark("There is no command “{name}”.")
NO_VALUE = mark("{name} needs a value.")
NO_FLAG_VALUE = mark("{name} takes no value.")
TOO_MANY = mark("Too many arguments: {arguments}")
MISSING = mark("{name} is missing. {help}")
NO_CHOICE = mark("{name} must be one of {choices}, not “{value}”.")
NO_DAY = mark("{name} must be a day, written like 2023-09-30, not “{value}”.")
NO_NUMBER = mark("{name} must be a whole number, not “{value}”.")
TOO_SMALL = mark("{name} must be a whole number of at least {min}, not “{value}”.")
OUT_OF_RANGE = mark("{name} must be a whole number from {min} to {max}, not “{value}”.")
NO_FOLDER = mark("{name}: there is no folder {value}.")
NO_FILE = mark("{name}: there is no file {value}.")
NOT_A_FOLDER = mark("{name}: {value} is a file, not a folder.")
NOT_A_FILE = mark("{name}: {value} is a folder, not a file.")
UNREADABLE = mark("{name}: there is no permission to read {value}.")
UNFIT = mark("{name} cannot be “{value}”.")
UNCLEAR = mark("The arguments cannot be understood.")


class WrongUsageError(UsageError):
    """The arguments of `command` are wrong; `near` are names that may have been meant."""

    def __init__(self, message: str, command: str, near: Sequence[str] = (), **parts: object) -> None:
        """Take what `PortalError` takes, and the command that was called, as it is typed."""
        super().__init__(message, **parts)
        self.command = command
        self.near = sorted(near)


@contextmanager
def rephrase_errors(context: Any, arguments: Sequence[str]) -> Iterator[None]:
    """Turn what Typer raises while it reads the arguments of a command into `WrongUsageError`."""
    given = list(arguments)  # reading empties the list
    try:
        yield
    except TyperUsageError as error:
        message, parts = _explain(error, context, given)
        near = (error.possibilities or ()) if isinstance(error, NoSuchOption) else ()
        raise WrongUsageError(message, context.command_path, near, **parts) from error


def _explain(error: TyperUsageError, context: Any, given: list[str]) -> tuple[str, dict[str, object]]:
    words: Words = context.obj.words
    match error:
        case NoSuchOption():
            return NO_OPTION, {"option": error.option_name}
        case BadOptionUsage():
            flags = {name for param in context.command.get_params(context) if is_flag(param) for name in param.opts}
            return NO_FLAG_VALUE if error.option_name in flags else NO_VALUE, {"name": error.option_name}
        case MissingParameter() if isinstance(error.param, TyperArgument | TyperOption):
            return MISSING, {"name": name_parameter(error.param, words), "help": translate_help(error.param, words)}
        case BadParameter() if isinstance(error.param, TyperArgument | TyperOption):
            value = str(_read(context, given)[0].get(error.param.name, error.param.default))
            message, parts = _explain_value(error.param, value, words)
            return message, {"name": name_parameter(error.param, words), "value": value, **parts}
    if extra := _read(context, given)[1]:
        return TOO_MANY, {"arguments": " ".join(extra)}
    return UNCLEAR, {}


def _read(context: Any, given: list[str]) -> tuple[dict[str, Any], list[str]]:
    """Return the value of each parameter as it was typed, and what is left over."""
    values, extra, _ = context.command.make_parser(context).parse_args(list(given))
    return values, extra


def _explain_value(param: TyperArgument | TyperOption, value: str, words: Words) -> tuple[str, dict[str, object]]:
    kind = param.type_descriptor
    if kind.choices is not None:
        return NO_CHOICE, {"choices": words.t(", ").join(map(str, kind.choices))}
    if kind.is_datetime:
        return NO_DAY, {}
    if kind.is_path:
        return _explain_path(Path(value), kind.path_type), {}
    if kind.is_ranged and param.min is not None:
        return (TOO_SMALL if param.max is None else OUT_OF_RANGE), {"min": param.min, "max": param.max}
    return (NO_NUMBER if kind.annotation is int else UNFIT), {}


def _explain_path(path: Path, wanted: str) -> str:
    if not path.exists():
        return NO_FOLDER if wanted == "dir" else NO_FILE
    if path.is_dir() and wanted == "file":
        return NOT_A_FILE
    if path.is_file() and wanted == "dir":
        return NOT_A_FOLDER
    return UNREADABLE


def is_flag(param: object) -> bool:
    """Return whether a parameter is an option without a value."""
    return isinstance(param, TyperOption) and param.is_flag


def name_parameter(param: TyperArgument | TyperOption, words: Words) -> str:
    """Return what a parameter is called: an option as it is typed, an argument as the help names it."""
    return max(param.opts, key=len) if isinstance(param, TyperOption) else name_value(param, words)


def translate_help(thing: Command | TyperArgument | TyperOption, words: Words) -> str:
    """Return what a command does, or what a parameter is."""
    return words.t(thing.help) if thing.help else ""


def name_value(param: TyperArgument | TyperOption, words: Words) -> str:
    """Return what stands for the value of a parameter in the help; nothing for a flag."""
    kind = param.type_descriptor
    if is_flag(param):
        return ""
    if param.metavar:
        return words.t(param.metavar)
    if kind.choices is not None:
        return "|".join(map(str, kind.choices))
    if kind.is_datetime:
        return words.t("DATE")
    if kind.is_path:
        return words.t("FILE") if kind.path_type == "file" else words.t("DIR")
    return words.t("NUMBER") if kind.annotation in (int, float) else words.t("TEXT")
