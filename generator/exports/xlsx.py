"""What a cell of a workbook can hold of a text, and how wide it shows it."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

LONGEST = 32_767  # characters that a cell holds
WIDEST, NARROWEST = 48, 9
MADE_ON = datetime(2000, 1, 1)  # the same for every workbook, so that the same tables give the same bytes
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")  # XML holds none of them
LIKE_A_FORMULA = ("=", "+", "-", "@")
RICH = "<r>"  # a text that begins so would be taken for markup; a blank after it keeps it a text
TEXT, SHADE = "@", "DCE6F1"  # the format of a text, and the colour behind a header


def fit_cell(text: str) -> str:
    """Return what a cell can hold of a text: no control characters, one kind of line break, a limited length."""
    return CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")[:LONGEST].strip()


def format_number(number: float) -> str:
    """Write a number as Excel shows it: 15 significant digits, no exponent, no zeros that nobody typed."""
    return format(Decimal(f"{number + 0:.15g}"), "f")


def survives_double(text: str) -> bool:
    """Return whether a figure comes back from a double digit for digit."""
    try:
        return format_number(float(text)) == text
    except ValueError:
        return False


def measure_column(texts: Iterable[str]) -> int:
    """Measure in digits; a Chinese character is two wide. The button of the filter needs a little too."""
    longest = max(sum(2 if unicodedata.east_asian_width(char) in "FW" else 1 for char in text) for text in texts)
    return min(max(longest + 3, NARROWEST), WIDEST)
