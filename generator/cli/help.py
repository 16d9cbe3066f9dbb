"""The help of a command, in the language and the width of the terminal.

Typer's own help is in English, and breaks or cuts Chinese lines, which have no spaces, in the wrong places.
"""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Any

from rich.cells import cell_len
from rich.text import Text
from typer.core import TyperArgument, TyperOption

from generator.cli.usage import is_flag, name_value, translate_help
from generator.language.words import Words

WIDEST = 100  # columns: longer lines are hard to read
LEFT = 26  # columns for the names, at most; the text of a longer name begins on the next line
# where a line may end: after a word or a Chinese character, with the signs that belong to it before and after
PIECE = re.compile(r"[（“‘《【]*(?:[!-~…–]+(?:(?<=[+/:#])[^\s!-~])?|\S)[，。、；：？！）”’》】.,;:)]*\s*")

Row = tuple[str, str]


def render_help(command: Any, context: Any) -> Text:
    """Return how a command is used, what it does, its arguments, its options and the commands below it."""
    words: Words = context.obj.words
    width = min(context.obj.out.width, WIDEST)
    params = [param for param in command.get_params(context) if not param.hidden]
    arguments = [param for param in params if isinstance(param, TyperArgument)]
    options = [param for param in params if isinstance(param, TyperOption)]
    below = command.summaries() if hasattr(command, "summaries") else {}
    sections = {
        words.t("Arguments"): [(name_value(param, words), describe(param, words)) for param in arguments],
        words.t("Options"): [(label_option(param, words), describe(param, words)) for param in options],
        words.t("Commands"): [(name, words.t(summary)) for name, summary in below.items()],
    }
    usage = [
        context.command_path,
        *(bracket_optional(param, words) for param in arguments),
        "[" + words.t("OPTIONS") + "]",
    ]
    if below:
        usage.append(words.t("COMMAND"))
    left = min(LEFT, max(cell_len(label) for rows in sections.values() for label, _ in rows))
    text = Text.assemble((words.t("Usage: "), "bold"), " ".join(usage), "\n\n")
    text.append("\n".join(wrap(translate_help(command, words), width)) + "\n")
    for title, rows in sections.items():
        if rows:
            text.append(f"\n{title}\n", style="bold")
            text.append_text(Text("").join(lay_out(rows, left, width)))
    return text


def label_option(param: TyperOption, words: Words) -> str:
    """Return the names of an option, the short one first, with what stands for its value."""
    return f"{', '.join(sorted(param.opts, key=len))} {name_value(param, words)}".rstrip()


def bracket_optional(param: TyperArgument, words: Words) -> str:
    """Return what stands for an argument in the usage; one that may be left out is in brackets."""
    return name_value(param, words) if param.required else f"[{name_value(param, words)}]"


def describe(param: TyperArgument | TyperOption, words: Words) -> str:
    """Return what a parameter is, with its default."""
    if param.name == "help":
        return words.t("Show this help.")
    default = param.default.value if isinstance(param.default, Enum) else param.default
    if default in (None, "") or is_flag(param):
        return translate_help(param, words)
    return words.sentences((translate_help(param, words), words.t("Default: {value}.", value=default)))


def lay_out(rows: Iterable[Row], left: int, width: int) -> Iterable[Text]:
    """Yield each name with its text beside it, or below it where the name is long."""
    indent = " " * (left + 4)
    for label, text in rows:
        lines = wrap(text, width - len(indent))
        gap = left - cell_len(label)
        yield Text.assemble("  ", (label, "cyan"), " " * gap + "  " if gap >= 0 else f"\n{indent}")
        yield Text(f"\n{indent}".join(lines) + "\n")


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines; Chinese breaks between any two characters, but a sign stays with what it belongs to."""
    lines = [""]
    for piece in PIECE.findall(text):
        if lines[-1] and cell_len(lines[-1]) + cell_len(piece.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return lines
