"""What a rule is: its phase, its severity, what it says of a fault and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

from generator.language.message import Message, Sayable
from generator.language.words import mark


class Severity(StrEnum):
    """An error keeps the data from being published; a warning is shown to the office and on the quality page."""

    ERROR = "error"
    WARNING = "warning"


class Phase(StrEnum):
    """The order of checking: each phase judges what the one before could read."""

    FILE = mark("The files")
    HEADER = mark("The header row")
    CELL = mark("The cells")
    ROW = mark("The rows")
    TABLES = mark("Across tables")
    SIZE = mark("The size of figures")
    TIME = mark("Across time")
    PUBLIC = mark("What must not be published")


@dataclass(frozen=True, slots=True)
class Example:
    """A fault as the page of the rules shows it: the column, the value found, what was expected."""

    column: str = ""
    value: str = ""
    expected: str | Sayable = ""


@dataclass(frozen=True, slots=True)
class DataRule:
    """One thing that is checked: the severity, what is said, how to mend it (`{name}` is filled in), an example.

    A warning that is not `public` is for the office alone, and stays off the quality page.
    """

    severity: Severity
    message: str
    advice: str
    example: Example
    public: bool = True


E, W = Severity.ERROR, Severity.WARNING
IDENTIFIER = Message("letters, digits, - and _, beginning with a letter or a digit")
ADDRESS = Message(
    "a whole address that begins with http:// or https://, without quotes, blanks or angle brackets, "
    "such as https://www.example.gov.cn/"
)
IDENTITY = Message("a government site identifier (10 digits that begin with the code of a division)")
YEAR = Message("a year such as 2023")
