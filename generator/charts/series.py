"""Figures of series: a quantity on its path, an indicator against its threshold, a rank over time."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from generator.charts.canvas import Axis, Canvas, label
from generator.charts.drawing.colors import INK, MUTED, PAPER
from generator.charts.figure import Figure, Rows
from generator.language.message import Joined, Message, Percent, Sayable, Sentences
from generator.language.words import mark, round_half_up
from generator.model import Direction, Kind, Plan, Status
from generator.status.attainment import find_ends, is_two_sided
from generator.status.case import find_target
from generator.status.points import Point
from generator.status.schedule import ONE_DAY, compute_expected
from generator.status.verdict import Assessment
from generator.text.figure_ids import chart_id
from generator.text.marks import describe_point
from generator.text.quantities import add_rate, add_unit, describe_target_in_force
from generator.text.vocabulary import NOT_SETTLED

Texts = dict[str, Sayable]
SCHEDULED = mark("Solid: accumulated value. Dashed: schedule. Coloured bar: gap.")
PRINTED = mark("Solid: completion as the source prints it. Dashed: schedule. Coloured bar: gap.")
UNSCHEDULED = mark("Accumulated value by period.")
THRESHOLD = mark("Value by period. The shaded side of the line meets the target.")
GROWTH = mark("Growth on the same period a year before, in percent. The shaded side of the line meets the target.")
POSITIONS = mark("Position by period, first place on top.")
NEAR = Decimal("0.85")  # from this share of the target on, its name makes way for the latest value
NAMED = 0.77  # of the way along the schedule stands its name
FADED = 0.4  # the opacity of a figure that is stale
BELOW = (Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)


def plan_quantity(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan a quantity against its path and target."""
    case, commitment = assessment.case, assessment.commitment
    if case.latest and case.latest.printed:
        return plan_shares(canvas, assessment)
    rows, texts = _place_observations(canvas, assessment)
    target, baseline, latest = case.target, commitment.baseline_value or Decimal(0), case.latest
    rows["target"] = _plan_target(canvas, assessment)
    if target is not None:
        crowded = latest is not None and latest.value is not None and latest.value > target * NEAR
        x, align = (2, "left") if crowded else (12, "right")
        rows["labels"].append(label("target", x, float(target), align=align, dy=-10))
        texts["target"] = Message("Target {value}", {"value": add_unit(target, commitment)})
        rows["schedule"] = path = _plan_schedule(canvas, assessment, baseline)
        if path and commitment.plan is not Plan.STEP:
            near = path[int(len(path) * NAMED)]
            rows["labels"].append(label("plan", near["x"], near["y"], dx=6, dy=13, color=MUTED))
            texts["plan"] = Message("Schedule")
    judged = case.judged_target
    if latest is not None and latest.expected is not None and judged is not None and latest.value is not None:
        planned = float(baseline) + float(latest.expected) * float(judged - baseline)
        at, color = canvas.span(assessment.commitment).x(latest.observation.period.end), canvas.color(assessment.status)
        rows["gap"] = [{"x": at, "y": float(latest.value), "y2": planned, "color": color} | _fade(assessment)]
    _label_latest(canvas, assessment, rows, texts, below=assessment.status in BELOW)
    form = SCHEDULED if target is not None else UNSCHEDULED
    return _make_figure(canvas, assessment, "quantity", rows, texts, form)


def plan_shares(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan the shares that the source prints, in percent, against the schedule; it gives no values."""
    case, commitment, axis = assessment.case, assessment.commitment, canvas.span(assessment.commitment)
    rows, texts = _place_observations(canvas, assessment)
    rows["target"] = [{"x": 0, "x2": 12, "y": 100}]
    rows["labels"].append(label("target", 12, 100, align="right", dy=-10))
    texts["target"] = Message("Target {value}", {"value": Percent(Fraction(1))})
    rows["schedule"] = [
        {"x": axis.x(day), "y": float(share) * 100}
        for day in axis.list_ends()
        if (share := compute_expected(commitment, None, case.plan_points, day)) is not None
    ]
    latest = case.latest
    if latest is not None and latest.share is not None and latest.expected is not None:
        at, color = canvas.span(assessment.commitment).x(latest.observation.period.end), canvas.color(assessment.status)
        done = float(latest.share) * 100
        gap = {"x": at, "y": done, "y2": float(latest.expected) * 100, "color": color}
        rows["gap"] = [gap | _fade(assessment)]
        rows["labels"].append(label("value", at, done, align="right", dx=-7, dy=-12, weight="bold"))
        texts["value"] = Percent(latest.share)
    return _make_figure(canvas, assessment, "quantity", rows, texts, PRINTED)


def plan_level(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan an indicator against its threshold."""
    case, commitment = assessment.case, assessment.commitment
    rows, texts = _place_observations(canvas, assessment)
    seen = [
        *_add_lines(canvas, assessment, rows, texts),
        *(row["y"] for row in rows["observed"] if row["y"] is not None),
    ]
    if case.target is not None and is_two_sided(commitment):
        low, high = find_ends(case.target, commitment)
        ends = float(low - commitment.tolerance_value), float(high + commitment.tolerance_value)
        rows["better"] = [{"y": ends[0], "y2": ends[1]}]
    elif case.target is not None:
        margin = (max(seen) - min(seen) or abs(max(seen)) * 0.1 or 1) * 0.35
        down = commitment.direction is Direction.DOWN
        edge = min(seen) - margin if down else max(seen) + margin
        rows["better"] = [{"y": float(case.target), "y2": max(edge, 0.0) if min(seen) >= 0 else edge}]
    under = assessment.figure is not None and case.target is not None and assessment.figure < case.target
    _label_latest(canvas, assessment, rows, texts, below=under)
    read = GROWTH if commitment.kind is Kind.GROWTH else THRESHOLD
    return _make_figure(canvas, assessment, "level", rows, texts, read)


def plan_rank(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan a rank over time; the target is the rank to reach."""
    case, baseline = assessment.case, assessment.commitment.baseline_value
    rows, texts = _place_observations(canvas, assessment)
    if baseline is not None:
        rows["baseline"] = [{"y": float(baseline)}]
        rows["labels"].append(label("baseline", 12, float(baseline), align="right", dy=-10, color=MUTED))
        texts["baseline"] = Message("Started at place {value}", {"value": baseline})
        if case.target is not None:
            position = assessment.commitment.comparator in ("<=", "<")
            goal = case.target if position else baseline - case.target
            rows["target"] = [{"x": 0, "x2": 12, "y": float(goal)}]
            rows["labels"].append(label("target", 12, float(goal), align="right", dy=-10))
            texts["target"] = Message("Target: place {value}", {"value": goal})
    _label_latest(canvas, assessment, rows, texts, below=False)
    return _make_figure(canvas, assessment, "rank", rows, texts, POSITIONS)


def _place_observations(canvas: Canvas, assessment: Assessment) -> tuple[Rows, Texts]:
    """Return the rows of the observations with their texts, and of a due date before the end of the year."""
    observed: list[dict[str, Any]] = []
    missing: list[dict[str, Any]] = []
    texts = Texts()
    latest, axis = assessment.case.latest, canvas.span(assessment.commitment)
    for n, point in enumerate(assessment.case.points):
        x = axis.x(point.observation.period.end)
        if not 0 <= x <= 12:
            continue
        changed = canvas.is_changed(assessment, point.observation)
        texts[f"say{n}"] = describe_point(assessment, point, revised=changed)
        figure = _find_figure(point, assessment)
        if point.observation.breaks and observed:
            observed.append({"x": (observed[-1]["x"] + x) / 2, "y": None})  # the line is interrupted
        if figure is None:
            missing.append({"x": x, "say": f"{{say{n}}}"})
            observed.append({"x": x, "y": None})
            continue
        color = canvas.color(assessment.status) if point is latest else INK
        fill = PAPER if point.observation.status in NOT_SETTLED else color
        look = {"shape": "diamond", "size": 110} if changed else {"shape": "circle", "size": 38}
        look |= _fade(assessment) if point is latest else {"opacity": 1}
        observed.append({"x": x, "y": float(figure), "color": color, "fill": fill, "say": f"{{say{n}}}"} | look)
    due = axis.x(assessment.commitment.due_on)
    texts["due"] = Message("Due")
    rows: Rows = {"observed": observed, "missing": missing, "labels": [], "due": [{"x": due}] if 0 < due < 12 else []}
    rows |= {"years": axis.name_years(), "before": _list_before(assessment, axis)}
    return rows, texts


def _list_before(assessment: Assessment, axis: Axis) -> list[dict[str, Any]]:
    """Return the path of the year before, as far as this year's has come; none on an axis of several years."""
    if axis.years > 1 or assessment.commitment.kind not in (Kind.QUANTITY, Kind.LEVEL):
        return []
    points = ((axis.x(point.observation.period.end), point.prior) for point in assessment.case.points)
    path = [{"x": x, "y": float(prior)} for x, prior in points if prior is not None and 0 <= x <= 12]
    return path if len(path) > 1 else []


def _fade(assessment: Assessment) -> dict[str, float]:
    """Return the opacity of what the status rests on."""
    return {"opacity": FADED if assessment.stale else 1}


def _find_figure(point: Point, assessment: Assessment) -> Fraction | Decimal | None:
    """Return the figure of a point that is drawn: its value, its growth, or in percent the share that is printed."""
    if point.printed and point.share is not None:
        return point.share * 100 if assessment.case.latest and assessment.case.latest.printed else None
    return point.growth if assessment.commitment.kind is Kind.GROWTH else point.value


def _plan_schedule(canvas: Canvas, assessment: Assessment, baseline: Decimal) -> list[dict[str, Any]]:
    """Return the value planned at the end of every month by the target then in force; none without a path."""
    commitment, case = assessment.commitment, assessment.case
    path, axis = [], canvas.span(assessment.commitment)
    for day in axis.list_ends():
        target, _ = find_target(commitment, case.target_changes, day)
        share = None if target is None else compute_expected(commitment, Fraction(target), case.plan_points, day)
        if share is not None and target is not None:
            path.append({"x": axis.x(day), "y": float(baseline) + float(share) * float(target - baseline)})
    return path


def _plan_target(canvas: Canvas, assessment: Assessment) -> list[dict[str, Any]]:
    """Return the line of each target as long as it was in force, and both ends of a span."""
    case, commitment = assessment.case, assessment.commitment
    days = [change.effective_on for change in case.target_changes]
    edges = [0.0, *(canvas.span(assessment.commitment).clip(day - ONE_DAY) for day in days), 12.0]
    rows = []
    for day, (x, x2) in zip([date.min, *days], pairwise(edges), strict=True):
        target, _ = find_target(commitment, case.target_changes, day)
        if target is not None and x < x2:
            ends = find_ends(target, commitment) if is_two_sided(commitment) else (target, target)
            rows += [{"x": x, "x2": x2, "y": float(end)} for end in dict.fromkeys(ends)]
    return rows


def _add_lines(canvas: Canvas, assessment: Assessment, rows: Rows, texts: Texts) -> list[float]:
    """Add the lines of target and baseline, and return their heights."""
    case, commitment = assessment.case, assessment.commitment
    target, baseline = case.target, commitment.baseline_value
    rows["target"] = _plan_target(canvas, assessment)
    heights = [row["y"] for row in rows["target"]]
    if target is not None:
        under = assessment.figure is not None and assessment.figure > target
        rows["labels"].append(label("target", 12, float(target), align="right", dy=10 if under else -10))
        texts["target"] = Message("Target {value}", {"value": describe_target_in_force(assessment)})
    if baseline is not None:
        rows["baseline"] = [{"y": float(baseline)}]
        dy = 10 if target is not None and baseline <= target else -10
        rows["labels"].append(label("baseline", 12, float(baseline), align="right", dy=dy, color=MUTED))
        texts["baseline"] = Message("Baseline {value}", {"value": add_rate(baseline, commitment)})
        heights.append(float(baseline))
    return heights


def _label_latest(canvas: Canvas, assessment: Assessment, rows: Rows, texts: Texts, *, below: bool) -> None:
    latest, value = assessment.case.latest, assessment.figure
    if latest is None or value is None:
        return
    x = canvas.span(assessment.commitment).x(latest.observation.period.end)
    dy = 13 if below else -12
    align, dx = ("left", 7) if below and assessment.commitment.kind is Kind.QUANTITY else ("right", -7)
    rows["labels"].append(label("value", x, float(value), align=align, dx=dx, dy=dy, weight="bold"))
    growth = assessment.commitment.kind is Kind.GROWTH
    percent = "%" if growth or assessment.commitment.unit_zh == "%" else ""
    texts["value"] = Joined((round_half_up(value, 1) if isinstance(value, Fraction) else value, percent))


def _make_figure(canvas: Canvas, assessment: Assessment, form: str, rows: Rows, texts: Texts, read: str) -> Figure:
    observations = [point.observation for point in assessment.case.points]
    notes = [read]
    if any(observation.status in NOT_SETTLED for observation in observations):
        notes.append(mark("Hollow: provisional or estimated."))
    if any(canvas.is_changed(assessment, observation) for observation in observations):
        notes.append(mark("Diamond: changed after it was first published."))
    if any(observation.breaks for observation in observations):
        notes.append(mark("Gap in the line: the series breaks there, figures on both sides cannot be compared."))
    if rows["before"]:
        notes.append(mark("Thin line: the year before."))
    if assessment.stale:
        notes.append(mark("Faded: not renewed since."))
    if rows["missing"]:
        notes.append(mark("Cross: no figure."))
    caption = Sentences(tuple(Message(note) for note in notes))
    return Figure(chart_id(assessment.commitment.commitment_id), form, rows, texts=texts, caption=caption)
