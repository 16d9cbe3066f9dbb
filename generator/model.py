"""The vocabulary: what a commitment, an observation, a period and a status are.

Every value is immutable. Figures are `Decimal`, as typed; a masked or unreported figure is `None`, never 0.
Field names are the column names of the tables (`data/datapackage.json` describes each).
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """How a commitment is judged."""

    QUANTITY = "quantity"
    LEVEL = "level"
    GROWTH = "growth"
    RANK = "rank"
    STAGE = "stage"
    DESIGNATION = "designation"
    RECURRING = "recurring"
    ACTION = "action"


class Direction(StrEnum):
    """Which way is better; `down` is a 逆指标."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class TargetState(StrEnum):
    """Whether the public may know the target."""

    DISCLOSED = "disclosed"
    MASKED = "masked"
    UNQUANTIFIED = "unquantified"
    ILLUSTRATIVE = "illustrative"


class Strength(StrEnum):
    """How firmly a target was set: 约束性, 预期性, 力争."""

    BINDING = "binding"
    EXPECTED = "expected"
    STRIVE = "strive"


class CompareBy(StrEnum):
    """What the members of a group are ranked by: the share of the own target, or the value."""

    SHARE = "share"
    VALUE = "value"


class Plan(StrEnum):
    """The path along which a quantity is expected to grow."""

    LINEAR_MONTH = "linear-month"
    LINEAR_DAY = "linear-day"
    POINTS = "points"
    STEP = "step"
    NONE = "none"


class Measure(StrEnum):
    """What an observed value counts."""

    CUMULATIVE = "cumulative"
    INCREMENT = "increment"
    LEVEL = "level"


class State(StrEnum):
    """Whether a commitment still stands."""

    ACTIVE = "active"
    COMPLETED = "completed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


class DataStatus(StrEnum):
    """How firm a figure is; `illustrative` figures are not real and are marked on every page."""

    FINAL = "final"
    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    SUPPRESSED = "suppressed"
    ILLUSTRATIVE = "illustrative"


class Status(StrEnum):
    """How a commitment stands, in the order in which statuses are listed to readers."""

    MET = "met"
    AHEAD = "ahead"
    ON_PACE = "on_pace"
    SLIGHTLY_BEHIND = "slightly_behind"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"
    IN_PROGRESS = "in_progress"
    NOT_STARTED = "not_started"
    NOT_REPORTED = "not_reported"
    MASKED = "masked"
    WITHDRAWN = "withdrawn"


class PeriodForm(StrEnum):
    """The ways to write a reference period."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTHS = "months"
    MONTH = "month"
    DAY = "day"


_PERIOD = re.compile(r"([0-9]{4})(?:-(?:H([12])|Q([1-4])|(01\.\.02)|([0-9]{2})(?:-([0-9]{2}))?))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A reference period: 2023, 2023-H1, 2023-Q3, 2023-07 or 2023-07-15. It means "through its last day".

    2023-01..02 is January and February together: Chinese statistics do not part them, for the Spring Festival falls in
    the one or the other. The two dots are what a spreadsheet does not turn into a day.
    """

    text: str
    form: PeriodForm
    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period; the start of a day form is that day.

        Raises:
            ValueError: the text is not one of the forms, or not a day of the calendar.
        """
        match = _PERIOD.fullmatch(text)
        if not match:
            raise ValueError(text)
        year = int(match[1])
        if match[4]:
            return cls(text, PeriodForm.MONTHS, date(year, 1, 1), find_month_end(year, 2))
        half, quarter, month, day = (int(part) if part else None for part in match.group(2, 3, 5, 6))
        if day is not None and month is not None:
            return cls(text, PeriodForm.DAY, date(year, month, day), date(year, month, day))
        if month is not None:
            return cls(text, PeriodForm.MONTH, date(year, month, 1), find_month_end(year, month))
        if quarter is not None:
            return cls(text, PeriodForm.QUARTER, date(year, 3 * quarter - 2, 1), find_month_end(year, 3 * quarter))
        if half is not None:
            return cls(text, PeriodForm.HALF, date(year, 6 * half - 5, 1), find_month_end(year, 6 * half))
        return cls(text, PeriodForm.YEAR, date(year, 1, 1), date(year, 12, 31))


def find_month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the parts of the plan."""

    pillar_id: str
    position: int | None = None
    title_zh: str = ""
    title_en: str = ""
    summary_zh: str = ""
    summary_en: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A section of a pillar."""

    theme_id: str
    pillar_id: str
    title_zh: str
    position: int | None = None
    title_en: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A responsible unit (责任单位)."""

    unit_id: str
    name_zh: str
    name_en: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A town or park."""

    place_id: str
    name_zh: str
    name_en: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Commitments that compare the same thing across places; without `compare_by`, their targets decide."""

    group_id: str
    title_zh: str
    title_en: str = ""
    compare_by: CompareBy | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure or a promise comes from."""

    source_id: str
    title: str
    producer: str = ""
    url: str = ""
    date_published: date | None = None
    date_accessed: date | None = None
    license: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """One promise, with every default of the contract filled in; `due_set`: the source set a deadline."""

    commitment_id: str
    pillar_id: str
    title_zh: str
    kind: Kind
    direction: Direction
    comparator: str
    target_state: TargetState
    starts_on: date
    due_on: date
    due_set: bool
    plan_year: int
    plan: Plan
    state: State
    title_en: str = ""
    theme_id: str = ""
    quote: str = ""
    source_id: str = ""
    unit_zh: str = ""
    unit_en: str = ""
    baseline_value: Decimal | None = None
    baseline_masked: bool = False
    target_value: Decimal | None = None
    target_upper_value: Decimal | None = None
    tolerance_value: Decimal = Decimal(0)
    strength: Strength | None = None
    lead_unit_id: str = ""
    support_unit_ids: tuple[str, ...] = ()
    leader: str = ""
    place_id: str = ""
    group_id: str = ""
    indicator_id: str = ""
    continues_id: str = ""
    state_reason_zh: str = ""
    state_reason_en: str = ""
    next_update_on: date | None = None
    definition_zh: str = ""
    definition_en: str = ""
    coverage_zh: str = ""
    coverage_en: str = ""
    collection_zh: str = ""
    collection_en: str = ""
    index_number: int | None = None
    line: int = 0

    @property
    def unit_ids(self) -> tuple[str, ...]:
        """The units concerned, the lead unit first."""
        return tuple(filter(None, (self.lead_unit_id, *self.support_unit_ids)))


@dataclass(frozen=True, slots=True)
class PlanPoint:
    """The value planned by the end of a period, for a path that is not linear."""

    commitment_id: str
    period: Period
    planned_value: Decimal
    status: DataStatus = DataStatus.FINAL
    line: int = 0


@dataclass(frozen=True, slots=True)
class Observation:
    """A value for a period. `value` is None where it is not reported, or withheld (`masked`).

    `prior_value` is that of the same period a year before; `breaks` marks a series that cannot be compared with what
    came before.
    """

    commitment_id: str
    period: Period
    value: Decimal | None
    masked: bool
    measure: Measure
    prior_value: Decimal | None = None
    status: DataStatus = DataStatus.FINAL
    published_pct: Decimal | None = None
    breaks: bool = False
    published_on: date | None = None
    source_id: str = ""
    note_zh: str = ""
    note_en: str = ""
    line: int = 0

    @property
    def is_known(self) -> bool:
        """Whether it has a value, or the completion that its source prints."""
        return self.value is not None or self.published_pct is not None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A stage that is done or not; one without a date plans nothing."""

    commitment_id: str
    position: int
    stage_zh: str
    planned_on: date | None = None
    stage_en: str = ""
    achieved_on: date | None = None
    source_id: str = ""
    status: DataStatus = DataStatus.FINAL
    line: int = 0


@dataclass(frozen=True, slots=True)
class Update:
    """What a unit reports in words (工作动态)."""

    commitment_id: str
    published_on: date
    progress_zh: str
    progress_en: str = ""
    problems_zh: str = ""
    problems_en: str = ""
    next_steps_zh: str = ""
    next_steps_en: str = ""
    reported_status: Status | None = None
    unit_id: str = ""
    source_id: str = ""
    status: DataStatus = DataStatus.FINAL
    line: int = 0


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A new target from a day on, with its reason."""

    commitment_id: str
    effective_on: date
    target_value: Decimal | None
    masked: bool
    reason_zh: str
    reason_en: str = ""
    status: DataStatus = DataStatus.FINAL
    line: int = 0
