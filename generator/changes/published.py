"""The published state of one commitment, as immutable values.

Figures are as exact as the tables hold them; what is not known is None, never 0.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from generator.model import DataStatus, Measure, Period, State, Status, TargetState

# the fields of a commitment that are compared, by the names of the API, in the order in which changes are listed
FIELDS = (
    "title_zh",
    "title_en",
    "quote",
    "pillar_id",
    "theme_id",
    "kind",
    "direction",
    "comparator",
    "target_upper",
    "tolerance",
    "strength",
    "unit_zh",
    "unit_en",
    "baseline",
    "starts_on",
    "due_on",
    "plan",
    "plan_points",
    "lead_unit_id",
    "support_unit_ids",
    "leader",
    "place_id",
    "group_id",
    "indicator_id",
    *(f"{part}_{lang}" for part in ("definition", "coverage", "collection") for lang in ("zh", "en")),
)
DAYS = ("starts_on", "due_on")


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """The value of a period; `value` is None where it is not reported, or not disclosed (`masked`)."""

    period: Period
    value: Decimal | None
    masked: bool
    measure: Measure
    status: DataStatus
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class PublishedMilestone:
    """A milestone; `position` is its number among those of the commitment."""

    position: int
    stage_zh: str
    stage_en: str | None
    planned_on: date | None
    achieved_on: date | None


@dataclass(frozen=True, slots=True)
class PublishedUpdate:
    """An update of a unit, in words."""

    published_on: date
    progress_zh: str
    progress_en: str | None
    problems_zh: str | None
    problems_en: str | None
    next_steps_zh: str | None
    next_steps_en: str | None
    reported_status: Status | None


@dataclass(frozen=True, slots=True)
class PublishedTargetChange:
    """Another target from a day on, with its reason."""

    effective_on: date
    target_value: Decimal | None
    masked: bool
    reason_zh: str
    reason_en: str | None


@dataclass(frozen=True, slots=True)
class PublishedPlanPoint:
    """The value planned by the end of a period."""

    period: str
    planned_value: Decimal
    status: DataStatus


FieldValue = str | date | Decimal | tuple[str, ...] | tuple[PublishedPlanPoint, ...] | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A status with its inputs. Shares are 0 to 1, the gap is in percentage points."""

    status: Status
    value: Decimal | None
    period: Period | None
    target: Decimal | None
    target_state: TargetState
    share: Decimal | None
    expected: Decimal | None
    gap_points: Decimal | None
    reported: Status | None
    state: State
    achieved: int
    milestones: int
    updated_on: date | None
    as_of: date | None = None
    self_reported: bool = False


@dataclass(frozen=True, slots=True)
class PublishedCommitment:
    """One commitment; `fields` holds those of `FIELDS` that were published, by name."""

    commitment_id: str
    pillar_id: str
    unit_ids: tuple[str, ...]
    kind: str
    comparator: str
    title_zh: str
    title_en: str
    unit_zh: str
    unit_en: str
    state_reason_zh: str
    state_reason_en: str
    illustrative: bool
    standing: Standing
    observed: Mapping[str, PublishedFigure]
    fields: Mapping[str, FieldValue]
    milestones: tuple[PublishedMilestone, ...]
    updates: tuple[PublishedUpdate, ...]
    target_changes: tuple[PublishedTargetChange, ...]
