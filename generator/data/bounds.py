"""What is written well and still cannot be meant, or would do harm: years, digits, identifiers, addresses, formulas."""

import re
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1900, 2199
MOST_DIGITS = 15  # significant ones: more than these neither a spreadsheet nor a double keeps
LONGEST_IDENTIFIER = 64  # characters: it is a part of addresses and of file names

# A host, and a port and a path where there are any. Quotes, blanks, angle brackets and control characters have no place
# in an address: they would end the attribute that holds it.
UNFIT = "\\s\"'`‘’“”<>\\\\\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
ADDRESS = re.compile(rf"https?://([\w-]+(\.[\w-]+)*\.?|\[[0-9a-fA-F:.]+\])(:[0-9]{{1,5}})?([/?#][^{UNFIT}]*)?")

# How a spreadsheet tells a formula, also in full-width characters. After a sign it takes a name, a bracket or another
# sign for one, and a figure where a function or a program is called further on. -4.2, -5℃以下, +86 10 and — stay texts.
FORMULA = re.compile(
    r"""[=@＝＠]|[+\-＋－](\s*([^\W\d]|[(（\[{'"@=+\-])|.*(\||!\$?[A-Za-z]|[A-Za-z]\())""",
    re.DOTALL,
)


def is_known_year(year: int) -> bool:
    """Return whether a year can be meant."""
    return FIRST_YEAR <= year <= LAST_YEAR


def has_too_many_digits(number: str) -> bool:
    """Return whether a number has more digits than are kept: leading zeros do not count, decimals do."""
    _, digits, exponent = Decimal(number).as_tuple()
    return len(digits) > MOST_DIGITS or (isinstance(exponent, int) and -exponent > MOST_DIGITS)


def is_address(text: str) -> bool:
    """Return whether a text is a whole address of the web: http or https, a host, and nothing that ends a link."""
    return ADDRESS.fullmatch(text) is not None


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would compute a cell with this text instead of showing it."""
    return FORMULA.match(text) is not None
