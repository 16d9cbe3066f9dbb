"""How values are written in JSON: exact figures as numbers, days and periods as text."""

import json
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from generator.model import Period


def write_json(value: Any) -> str:
    """Write a value as readable JSON; shares are the nearest double, at least 15 significant digits."""
    return json.dumps(to_json(value), ensure_ascii=False, indent=1) + "\n"


def to_json(value: Any) -> Any:
    """Turn exact figures into JSON numbers: whole ones stay whole, others become the nearest double."""
    match value:
        case dict():
            return {str(key): to_json(entry) for key, entry in value.items()}
        case list() | tuple():
            return [to_json(entry) for entry in value]
        case Fraction() | Decimal():
            return int(value) if value == int(value) else float(value)
        case Period():
            return value.text
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case _:
            return value


def to_json_as_read(value: Any) -> Any:
    """Return a value as it is read back from the JSON that `to_json` writes, with figures as Decimal."""
    match value:
        case dict():
            return {str(key): to_json_as_read(entry) for key, entry in value.items()}
        case list() | tuple():
            return [to_json_as_read(entry) for entry in value]
        case bool() | None | Enum():
            return to_json(value)
        case int() | Fraction() | Decimal():
            return Decimal(int(value)) if value == int(value) else Decimal(repr(float(value)))
        case _:
            return to_json(value)
