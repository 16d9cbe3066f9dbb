"""Figures of steps and counts: milestones on a timeline, updates by month, shares, tiles, ranked bars."""

from collections.abc import Callable, Mapping, Sequence

from generator.charts.canvas import Canvas, FittedText, label
from generator.charts.drawing.colors import ACCENT, MUTED, WIDTH
from generator.charts.figure import Figure, Rows, Texts
from generator.charts.hatch import HATCHED, SOLID, split_counts
from generator.language.message import Message, Sayable, make_bilingual
from generator.language.words import mark
from generator.model import Milestone, Status
from generator.status.case import Case
from generator.status.progress import Rank
from generator.status.verdict import Assessment, Basis
from generator.text.figure_ids import bullet_id, chart_id
from generator.text.marks import (
    describe_milestone,
    describe_project_milestone,
    describe_standing,
    describe_update,
)

Describe = Callable[[Case, Milestone], Sayable]
MarkTexts = dict[str, Sayable]  # the text of each mark, by its token
RINGS = mark("Rings: planned. Filled: achieved. A thick line is delay; the vertical line is {day}.")
DOTS = mark("One mark for each update; hatched: a status that the unit reports. The vertical line is {day}.")
LINE = 20  # px, a line of text in a drawing
ROW = 46  # px, a row of the timelines: a line of text above its rule
TILE = 19  # px, a tile with the space after it


def plan_stages(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan the milestones of one commitment, one a row."""
    milestones = assessment.case.milestones
    rows, mark_texts = _place_milestones(
        canvas, [[(assessment, milestone)] for milestone in milestones], describe_milestone
    )
    texts = {f"row{n}": FittedText(make_bilingual(m, "stage")) for n, m in enumerate(milestones)} | mark_texts
    return Figure(
        chart_id(assessment.commitment.commitment_id),
        "timeline",
        rows,
        len(milestones) * ROW + 8,
        texts,
        _make_caption(canvas, RINGS),
    )


def plan_timeline(canvas: Canvas, figure_id: str, assessments: Sequence[Assessment]) -> Figure:
    """Plan projects on one timeline, one a row."""
    members = [[(assessment, milestone) for milestone in assessment.case.milestones] for assessment in assessments]
    rows, mark_texts = _place_milestones(canvas, members, describe_project_milestone)
    texts = {
        f"row{n}": FittedText(make_bilingual(a.commitment, "title")) for n, a in enumerate(assessments)
    } | mark_texts
    return Figure(figure_id, "timeline", rows, len(assessments) * ROW + 8, texts)


def plan_activity(canvas: Canvas, assessment: Assessment) -> Figure:
    """Plan the updates of one commitment by month."""
    stacked: dict[int, int] = {}
    dots, mark_texts = [], MarkTexts()
    for n, update in enumerate(reversed(assessment.case.updates)):
        x = canvas.x(update.published_on)
        if not 0 <= x <= 12:
            continue
        month = update.published_on.month
        level = stacked[month] = stacked.get(month, 0) + 1
        color = canvas.color(update.reported_status or Status.IN_PROGRESS)
        shape = HATCHED if update.reported_status else "circle"
        dots.append({"x": x, "y": 44 - 15 * (level - 1), "color": color, "shape": shape, "say": f"{{say{n}}}"})
        mark_texts[f"say{n}"] = describe_update(assessment.case, update)
    rows: Rows = {"rows": [{"y": 52}], "dots": dots, "now": canvas.now()}
    if not dots:
        rows["labels"] = [label("none", 0, 38, color=MUTED)]
        mark_texts["none"] = Message("Nothing reported so far")
    return Figure(
        chart_id(assessment.commitment.commitment_id), "activity", rows, 60, mark_texts, _make_caption(canvas, DOTS)
    )


def plan_bullet(canvas: Canvas, assessment: Assessment) -> Figure | None:
    """Plan a share against the expected share; None where the commitment has no bar."""
    verdict = assessment.verdict
    if verdict.share is None or not assessment.has_bar:
        return None
    share = max(float(verdict.share), 0.0)
    rows: Rows = {
        "track": [{"x": 0, "x2": 1}],
        "share": [{"zero": 0, "x": share, "color": canvas.color(assessment.status)}],
        "expected": [] if verdict.expected is None else [{"x": float(verdict.expected)}],
    }
    return Figure(bullet_id(assessment.commitment.commitment_id), "bullet", rows)


def plan_counts(
    canvas: Canvas, figure_id: str, by_status: Mapping[Status, int], reported: Mapping[Status, int]
) -> Figure:
    """Plan one bar of status counts, in the order of the statuses; `reported` are those of them that are hatched."""
    total, done = sum(by_status.values()), 0
    parts = []
    for status, count in by_status.items():
        left, done = done, done + count
        edge = WIDTH * done / total - (1.5 if done < total else 0)
        hatched = reported.get(status, 0)
        for x, x2 in split_counts(count - hatched, hatched, WIDTH * left / total, edge):
            parts.append({"x": x, "x2": x2, "color": canvas.color(status)})
    return Figure(figure_id, "counts", {"parts": parts})


def plan_tiles(canvas: Canvas, figure_id: str, groups: Sequence[tuple[Sayable, Sequence[Assessment]]]) -> Figure:
    """Plan one tile a commitment, in groups with a line of text each, ordered by status."""
    rows, mark_texts, y = Rows(tiles=[], labels=[]), MarkTexts(), 0
    order, per_line = list(Status), WIDTH // TILE
    for n, (_, members) in enumerate(groups):
        rows["labels"].append(label(f"row{n}", 0, y + 9))
        y += LINE + 2
        for index, member in enumerate(sorted(members, key=lambda a: order.index(a.status))):
            line, column = divmod(index, per_line)
            token = f"say{len(mark_texts)}"
            at = {"x": column * TILE + 8, "y": y + line * TILE + 8}
            shape = HATCHED if member.basis is Basis.SELF_REPORTED else SOLID
            look = {"color": canvas.color(member.status), "shape": shape}
            rows["tiles"].append(at | look | {"say": f"{{{token}}}"})
            mark_texts[token] = describe_standing(member)
        y += TILE * ((len(members) - 1) // per_line + 1) + 10
    texts = {f"row{n}": FittedText(name) for n, (name, _) in enumerate(groups)} | mark_texts
    return Figure(figure_id, "tiles", rows, y, texts)


def plan_ranking(figure_id: str, ranked: Sequence[tuple[Assessment, Rank]], names: Texts) -> Figure:
    """Plan ranked bars; `names` holds the label of each member by its identifier."""
    values = [max(float(rank.figure), 0.0) for _, rank in ranked]
    longest = max(values, default=0.0) or 1.0
    rows = Rows(bars=[], labels=[])
    for n, value in enumerate(values):
        top = n * ROW
        rows["labels"].append(label(f"row{n}", 0, top + 9))
        rows["bars"].append({"zero": 0, "x": value / longest, "y": top + LINE, "y2": top + LINE + 14, "color": ACCENT})
    texts = {f"row{n}": FittedText(names[a.commitment.commitment_id]) for n, (a, _) in enumerate(ranked)}
    return Figure(figure_id, "ranking", rows, len(ranked) * ROW, texts)


def _place_milestones(
    canvas: Canvas, groups: Sequence[Sequence[tuple[Assessment, Milestone]]], describe: Describe
) -> tuple[Rows, MarkTexts]:
    """Return the rows of milestones with their texts."""
    rows = Rows(rows=[], planned=[], achieved=[], late=[], labels=[], now=canvas.now())
    as_of, mark_texts = canvas.progress.as_of, MarkTexts()
    good, bad = canvas.color(Status.MET), canvas.color(Status.BEHIND)
    for n, members in enumerate(groups):
        y = n * ROW + LINE + 16
        rows["rows"].append({"y": y})
        rows["labels"].append(label(f"row{n}", 0, y - 18))
        for assessment, milestone in members:
            token = f"say{len(mark_texts)}"
            mark_texts[token] = describe(assessment.case, milestone)
            common = {"y": y, "say": f"{{{token}}}"}
            done = milestone.achieved_on if milestone.achieved_on and milestone.achieved_on <= as_of else None
            late = False
            if planned_on := milestone.planned_on:
                planned = canvas.clip(planned_on)
                rows["planned"].append({"x": planned} | common)
                end = done or (as_of if planned_on <= as_of else None)
                late = end is not None and end > planned_on
                if end and late:
                    rows["late"].append({"x": planned, "x2": canvas.clip(end), "y": y, "color": bad})
            if done:
                rows["achieved"].append({"x": canvas.clip(done), "color": bad if late else good} | common)
    return rows, mark_texts


def _make_caption(canvas: Canvas, message: str) -> Sayable:
    return Message(message, {"day": canvas.progress.as_of})
