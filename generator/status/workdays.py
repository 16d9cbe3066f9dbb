"""Working days in China, with the days moved for a holiday (调休), as the State Council sets them for each year."""

from datetime import date, timedelta
from functools import cache

from chinese_calendar import is_workday
from chinese_calendar.constants import holidays

FIRST_YEAR = min(holidays).year
LAST_YEAR = max(holidays).year  # that of the latest schedule published when the library was released


@cache
def count_working_days(after: date, through: date) -> int | None:
    """Count the working days after a day, through another; None where the schedule of a year is not known."""
    if after.year < FIRST_YEAR or through.year > LAST_YEAR:
        return None
    return sum(bool(is_workday(after + timedelta(number))) for number in range(1, (through - after).days + 1))
