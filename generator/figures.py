"""Figures: the rows each chart is drawn from, and the words put into it in each language.

A figure is planned once, drawn once, and rendered in every language. Rows hold display coordinates (floats); every
figure's exact numbers stand in the table beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.archive import Archive
from generator.assess import Assessment, Rule
from generator.case import Point
from generator.charts import ACCENT, INK, MUTED, PAPER
from generator.gallery import Figure, Rows, Texts
from generator.model import DataStatus, Direction, Kind, Milestone, Observation, Pillar, Plan, Status, Theme
from generator.pace import ONE_DAY, expected_share, months
from generator.paging import Part, cut, fits
from generator.progress import Progress, Rank, tally
from generator.sentences import quantity, target_text
from generator.theme import WIDTH, Color, class_name
from generator.words import Words

LINE = 20  # px, a line of text in a drawing
ROW = 46  # px, a row of the timelines: a line of text above its rule


class Planner:
    """Plans the figures of one portal."""

    def __init__(self, progress: Progress, colors: Mapping[str, Color]) -> None:
        """Take the progress to show and the colours by name."""
        self.progress = progress
        self.start = progress.dataset.portal.starts_on
        self.colors = {status: colors[class_name(status)].light for status in Status}

    def of(self, assessment: Assessment) -> Figure:
        """Plan the main chart of a commitment: by its kind, or what was reported when where there are no figures."""
        case = assessment.case
        if case.latest is not None:
            match case.commitment.kind:
                case Kind.QUANTITY:
                    return self.quantity(assessment)
                case Kind.LEVEL:
                    return self.level(assessment)
                case Kind.RANK:
                    return self.rank(assessment)
        return self.stages(assessment) if case.milestones else self.activity(assessment)

    def quantity(self, assessment: Assessment) -> Figure:
        """Plan a quantity against its path and target."""
        case, commitment = assessment.case, assessment.commitment
        rows = self._observed(case.points, assessment.status)
        target, baseline = case.target, commitment.baseline_value or Decimal(0)
        texts: dict[str, Callable[[Words], str]] = {}
        if target is not None:
            rows["target"] = [{"y": float(target)}]
            rows["labels"].append(_label("target", 12, float(target), align="right", dy=-10))
            texts["target"] = lambda words: words.t(
                "Target {value}", value=quantity(words, target, assessment.commitment)
            )
            rows["schedule"] = path = self._schedule(assessment, target, baseline)
            if path and commitment.plan is not Plan.STEP:
                near = path[-3] if len(path) > 3 else path[0]
                rows["labels"].append(_label("plan", near["x"], near["y"], dx=6, dy=13, color=MUTED))
                texts["plan"] = lambda words: words.t("Schedule")
        latest = case.latest
        if latest is not None and latest.expected is not None and target is not None and latest.value is not None:
            planned = float(baseline) + float(latest.expected) * float(target - baseline)
            color = self.colors[assessment.status]
            rows["gap"] = [{"x": self._x(latest.observation), "y": float(latest.value), "y2": planned, "color": color}]
        below = assessment.status in (Status.SLIGHTLY_BEHIND, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)
        self._label_latest(rows, texts, assessment, below=below)
        return self._figure(assessment, "quantity", rows, texts)

    def level(self, assessment: Assessment) -> Figure:
        """Plan an indicator against its threshold."""
        case, commitment = assessment.case, assessment.commitment
        rows = self._observed(case.points, assessment.status)
        texts: dict[str, Callable[[Words], str]] = {}
        lines = self._lines(assessment, rows, texts)
        seen = [*lines, *(row["y"] for row in rows["observed"])]
        if case.target is not None:
            margin = (max(seen) - min(seen) or abs(max(seen)) * 0.1 or 1) * 0.35
            down = commitment.direction is Direction.DOWN
            edge = min(seen) - margin if down else max(seen) + margin
            rows["better"] = [{"y": float(case.target), "y2": max(edge, 0.0) if min(seen) >= 0 else edge}]
        latest = case.latest
        under = (
            latest is not None and latest.value is not None and case.target is not None and latest.value < case.target
        )
        self._label_latest(rows, texts, assessment, below=under)
        return self._figure(assessment, "level", rows, texts)

    def rank(self, assessment: Assessment) -> Figure:
        """Plan a position over time; the target is the position to reach."""
        case, baseline = assessment.case, assessment.commitment.baseline_value
        rows = self._observed(case.points, assessment.status)
        texts: dict[str, Callable[[Words], str]] = {}
        if baseline is not None:
            rows["baseline"] = [{"y": float(baseline)}]
            rows["labels"].append(_label("baseline", 12, float(baseline), align="right", dy=-10, color=MUTED))
            texts["baseline"] = lambda words: words.t("Started at place {value}", value=words.number(baseline))
            if case.target is not None:
                goal = baseline - case.target
                rows["target"] = [{"y": float(goal)}]
                rows["labels"].append(_label("target", 12, float(goal), align="right", dy=-10))
                texts["target"] = lambda words: words.t("Target: place {value}", value=words.number(goal))
        self._label_latest(rows, texts, assessment, below=False)
        return self._figure(assessment, "rank", rows, texts)

    def stages(self, assessment: Assessment) -> Figure:
        """Plan the milestones of one commitment, a row each."""
        milestones = assessment.case.milestones
        rows, height = self._milestone_rows([[m] for m in milestones])

        def texts(words: Words) -> Mapping[str, str]:
            return {f"row{n}": words.pick(m, "stage") for n, m in enumerate(milestones)}

        return Figure(_main_id(assessment), "timeline", rows, height, texts)

    def timeline(self, figure_id: str, assessments: Sequence[Assessment]) -> Figure:
        """Plan projects on one timeline, a row each."""
        rows, height = self._milestone_rows([a.case.milestones for a in assessments])

        def texts(words: Words) -> Mapping[str, str]:
            return {f"row{n}": words.pick(a.commitment, "title") for n, a in enumerate(assessments)}

        return Figure(figure_id, "timeline", rows, height, texts)

    def activity(self, assessment: Assessment) -> Figure:
        """Plan what was reported month by month."""
        stacked: dict[int, int] = {}
        dots = []
        for update in reversed(assessment.case.updates):
            x = float(months(update.published_on) - self._zero)
            if not 0 <= x <= 12:
                continue
            month = update.published_on.month
            level = stacked[month] = stacked.get(month, 0) + 1
            color = self.colors[update.reported_status or Status.IN_PROGRESS]
            dots.append({"x": x, "y": 44 - 15 * (level - 1), "color": color})
        rows: Rows = {"rows": [{"y": 52}], "dots": dots, "now": self._now()}
        return Figure(_main_id(assessment), "activity", rows, 60)

    def bullet(self, assessment: Assessment) -> Figure | None:
        """Plan a share against the expected share; None where there is no share of a way to a target."""
        verdict = assessment.verdict
        if verdict.share is None or verdict.rule not in (Rule.SHARE, Rule.CEILING, Rule.RANK, Rule.MILESTONES):
            return None
        share = max(float(verdict.share), 0.0)
        rows: Rows = {
            "track": [{"x": 0, "x2": 1}],
            "share": [{"zero": 0, "x": share, "color": self.colors[assessment.status]}],
            "expected": [] if verdict.expected is None else [{"x": float(verdict.expected)}],
        }
        return Figure(f"{_key(assessment)}-bullet", "bullet", rows)

    def counts(self, figure_id: str, by_status: Mapping[Status, int]) -> Figure:
        """Plan one bar of status counts, in the order of the statuses."""
        total, done = sum(by_status.values()), 0
        parts = []
        for status, count in by_status.items():
            left, done = done, done + count
            edge = WIDTH * done / total - (1.5 if done < total else 0)
            parts.append({"x": WIDTH * left / total, "x2": edge, "color": self.colors[status]})
        return Figure(figure_id, "counts", {"parts": parts})

    def tiles(self, figure_id: str, groups: Sequence[tuple[Texts, Sequence[Assessment]]]) -> Figure:
        """Plan one tile a commitment, grouped under a line of text each, in the order of the statuses."""
        size, rows, y = 19, Rows(tiles=[], labels=[]), 0
        order = list(Status)
        for n, (_, members) in enumerate(groups):
            rows["labels"].append(_label(f"row{n}", 0, y + 9))
            y += LINE + 2
            per_line = WIDTH // size
            for place, member in enumerate(sorted(members, key=lambda a: order.index(a.status))):
                line, column = divmod(place, per_line)
                x = column * size + 8
                rows["tiles"].append({"x": x, "y": y + line * size + 8, "color": self.colors[member.status]})
            y += size * ((len(members) - 1) // per_line + 1) + 10

        def texts(words: Words) -> Mapping[str, str]:
            return {f"row{n}": label(words)["label"] for n, (label, _) in enumerate(groups)}

        return Figure(figure_id, "tiles", rows, y, texts)

    def ranking(self, figure_id: str, ranked: Sequence[tuple[Assessment, Rank]], names: Texts) -> Figure:
        """Plan ranked bars; `names` gives the label of each member by its identifier."""
        values = [assessment.case.latest for assessment, _ in ranked]
        longest = max((float(p.value) for p in values if p is not None and p.value), default=1.0)
        rows = Rows(bars=[], labels=[])
        for n, point in enumerate(values):
            top, value = n * ROW, float(point.value) if point and point.value else 0.0
            rows["labels"].append(_label(f"row{n}", 0, top + 9))
            rows["bars"].append(
                {"zero": 0, "x": value / longest, "y": top + LINE, "y2": top + LINE + 14, "color": ACCENT}
            )

        def texts(words: Words) -> Mapping[str, str]:
            own = names(words)
            return {f"row{n}": own[a.commitment.commitment_id] for n, (a, _) in enumerate(ranked)}

        return Figure(figure_id, "ranking", rows, len(ranked) * ROW, texts)

    @property
    def _zero(self) -> Any:
        return months(self.start - ONE_DAY)

    def _x(self, observation: Observation) -> float:
        return float(months(observation.period.end) - self._zero)

    def _now(self) -> list[dict[str, Any]]:
        x = float(months(self.progress.as_of) - self._zero)
        return [{"x": x}] if 0 <= x <= 12 else []

    def _observed(self, points: Sequence[Point], status: Status) -> Rows:
        observed, missing = [], []
        latest = next((p for p in reversed(points) if p.value is not None), None)
        for point in points:
            x = self._x(point.observation)
            if not 0 <= x <= 12:
                continue
            if point.value is None:
                missing.append({"x": x})
                continue
            color = self.colors[status] if point is latest else INK
            soft = point.observation.status in (DataStatus.PROVISIONAL, DataStatus.ESTIMATED)
            observed.append({"x": x, "y": float(point.value), "color": color, "fill": PAPER if soft else color})
        return {"observed": observed, "missing": missing, "labels": []}

    def _schedule(self, assessment: Assessment, target: Decimal, baseline: Decimal) -> list[dict[str, Any]]:
        """Follow the plan through the year at every month's end, where it sets a path."""
        commitment, case = assessment.commitment, assessment.case
        year = self.progress.dataset.portal.year
        days = [self.start - ONE_DAY, *(date(year, m + 1, 1) - ONE_DAY for m in range(1, 12)), date(year, 12, 31)]
        path = []
        for n, day in enumerate(days):
            share = expected_share(commitment, Fraction(target), case.plan_points, day)
            if share is not None:
                path.append({"x": n, "y": float(baseline) + float(share) * float(target - baseline)})
        return path

    def _lines(self, assessment: Assessment, rows: Rows, texts: dict[str, Callable[[Words], str]]) -> list[float]:
        """Add the rules of target and baseline; returns where they stand."""
        target, baseline = assessment.case.target, assessment.commitment.baseline_value
        heights = []
        if target is not None:
            rows["target"] = [{"y": float(target)}]
            latest = assessment.case.latest
            under = latest is not None and latest.value is not None and latest.value > target
            rows["labels"].append(_label("target", 12, float(target), align="right", dy=10 if under else -10))
            texts["target"] = lambda words: words.t("Target {value}", value=target_text(words, assessment))
            heights.append(float(target))
        if baseline is not None:
            rows["baseline"] = [{"y": float(baseline)}]
            dy = 10 if target is not None and baseline <= target else -10
            rows["labels"].append(_label("baseline", 12, float(baseline), align="right", dy=dy, color=MUTED))
            texts["baseline"] = lambda words: words.t(
                "Baseline {value}", value=quantity(words, baseline, assessment.commitment)
            )
            heights.append(float(baseline))
        return heights

    def _label_latest(
        self, rows: Rows, texts: dict[str, Callable[[Words], str]], assessment: Assessment, *, below: bool
    ) -> None:
        latest = assessment.case.latest
        if latest is None or latest.value is None:
            return
        value, x = latest.value, self._x(latest.observation)
        dy = 13 if below else -12
        align, dx = ("left", 7) if below and assessment.commitment.kind is Kind.QUANTITY else ("right", -7)
        rows["labels"].append(_label("value", x, float(value), align=align, dx=dx, dy=dy, weight="bold"))
        percent = "%" if assessment.commitment.unit_zh == "%" else ""
        texts["value"] = lambda words: words.number(value) + percent

    def _milestone_rows(self, groups: Sequence[Sequence[Milestone]]) -> tuple[Rows, int]:
        rows = Rows(rows=[], planned=[], achieved=[], late=[], labels=[], now=self._now())
        as_of, good, bad = self.progress.as_of, self.colors[Status.MET], self.colors[Status.BEHIND]
        for n, milestones in enumerate(groups):
            y = n * ROW + LINE + 16
            rows["rows"].append({"y": y})
            rows["labels"].append(_label(f"row{n}", 0, y - 18))
            for milestone in milestones:
                done = milestone.achieved_on if milestone.achieved_on and milestone.achieved_on <= as_of else None
                planned = self._clipped(milestone.planned_on)
                rows["planned"].append({"x": planned, "y": y})
                end = done or (as_of if milestone.planned_on <= as_of else None)
                if end and end > milestone.planned_on:
                    rows["late"].append({"x": planned, "x2": self._clipped(end), "y": y, "color": bad})
                if done:
                    color = bad if done > milestone.planned_on else good
                    rows["achieved"].append({"x": self._clipped(done), "y": y, "color": color})
        return rows, len(groups) * ROW + 8

    def _clipped(self, day: date) -> float:
        return min(max(float(months(day) - self._zero), 0.0), 12.0)

    def _figure(
        self, assessment: Assessment, form: str, rows: Rows, texts: Mapping[str, Callable[[Words], str]]
    ) -> Figure:
        return Figure(
            _main_id(assessment),
            form,
            rows,
            texts=lambda words: {name: text(words) for name, text in texts.items()},
        )


def _key(assessment: Assessment) -> str:
    return assessment.commitment.commitment_id.lower()


def _main_id(assessment: Assessment) -> str:
    return f"{_key(assessment)}-chart"


def _label(
    token: str,
    x: float,
    y: float,
    align: str = "left",
    dx: int = 0,
    dy: int = 0,
    color: str = INK,
    weight: str = "normal",
) -> dict[str, Any]:
    text = f"⟪{token}⟫"
    return {"x": x, "y": y, "text": text, "align": align, "dx": dx, "dy": dy, "color": color, "fontWeight": weight}


def plan_figures(progress: Progress, colors: Mapping[str, Color]) -> list[Figure]:
    """Plan every figure of a portal."""
    planner, dataset = Planner(progress, colors), progress.dataset
    everything = list(progress.assessments.values())
    figures = [planner.of(assessment) for assessment in everything]
    figures += [bullet for assessment in everything if (bullet := planner.bullet(assessment))]
    figures.append(planner.counts("home-counts", tally(everything).by_status))
    collections = [("pillar", "pillar_id", pillar.pillar_id) for pillar in dataset.pillars]
    collections += [("unit", "lead_unit_id", unit_id) for unit_id in dataset.units]
    collections += [("place", "place_id", place_id) for place_id in dataset.places]
    for prefix, column, value in collections:
        members = progress.of(**{column: value})
        if members:
            figures.append(planner.counts(f"{prefix}-{value.lower()}-counts", tally(members).by_status))
    for pillar in dataset.pillars:
        groups = [(_labelled(theme), members) for theme, members in by_theme(progress, pillar.pillar_id)]
        if len(groups) > 1 and fits(sum(len(members) for _, members in groups)):  # on one page
            figures.append(planner.tiles(f"pillar-{pillar.pillar_id.lower()}-tiles", groups))
    for number, page in enumerate(timelines(progress), 1):
        for part in page:
            projects = [assessment for assessment in part.rows if assessment.case.milestones]
            if projects:
                figures.append(planner.timeline(timeline_id(part.head.pillar_id, number), projects))
    for group_id in progress.members:
        ranked = ranking_of(progress, group_id)
        if ranked:
            figures.append(planner.ranking(f"group-{group_id.lower()}", ranked, _ranked_names(progress, ranked)))
    return figures


def plan_releases(progress: Progress, colors: Mapping[str, Color], archive: Archive) -> list[Figure]:
    """Plan the bar of status counts of each release."""
    planner = Planner(progress, colors)
    return [planner.counts(f"release-{diff.new.released_on}-counts", diff.new.statuses) for diff in archive.diffs]


def timelines(progress: Progress) -> list[list[Part[Pillar, Assessment]]]:
    """Lay the projects out on the pages of the timeline, major projects first; a pillar without milestones has none."""
    pillars = sorted(progress.dataset.pillars, key=lambda pillar: pillar.pillar_id != "projects")
    groups = [(pillar, progress.of(pillar_id=pillar.pillar_id, kind=Kind.STAGE)) for pillar in pillars]
    return cut([(pillar, members) for pillar, members in groups if any(a.case.milestones for a in members)])


def timeline_id(pillar_id: str, number: int) -> str:
    """Name the drawing of a pillar's projects on a page of the timeline."""
    return f"timeline-{pillar_id.lower()}" + (f"-page-{number}" if number > 1 else "")


def by_theme(progress: Progress, pillar_id: str) -> list[tuple[Theme | None, list[Assessment]]]:
    """Give a pillar's commitments by theme, in the order of the themes; None is what has no theme."""
    members = progress.of(pillar_id=pillar_id)
    themes: list[Theme | None] = [theme for theme in progress.dataset.themes if theme.pillar_id == pillar_id]
    known = {theme.theme_id for theme in themes if theme}
    groups: list[tuple[Theme | None, list[Assessment]]] = [
        (theme, [a for a in members if theme and a.commitment.theme_id == theme.theme_id]) for theme in themes
    ]
    groups.append((None, [a for a in members if a.commitment.theme_id not in known]))
    return [(theme, group) for theme, group in groups if group]


def ranking_of(progress: Progress, group_id: str) -> list[tuple[Assessment, Rank]]:
    """Give the ranked members of a group, first place first."""
    ranked = [
        (progress.assessments[key], progress.ranks[key]) for key in progress.members[group_id] if key in progress.ranks
    ]
    return sorted(ranked, key=lambda pair: pair[1].rank)


def _labelled(theme: Theme | None) -> Texts:
    return lambda words: {"label": words.pick(theme, "title") if theme else words.t("Other commitments")}


def _ranked_names(progress: Progress, ranked: Sequence[tuple[Assessment, Rank]]) -> Texts:
    def names(words: Words) -> Mapping[str, str]:
        labels = {}
        for assessment, rank in ranked:
            commitment, latest = assessment.commitment, assessment.case.latest
            place = progress.dataset.places.get(commitment.place_id)
            name = words.pick(place, "name") if place else words.pick(commitment, "title")
            value = quantity(words, latest.value, commitment) if latest and latest.value is not None else ""
            labels[commitment.commitment_id] = f"{rank.rank}  {name}  {value}"
        return labels

    return names
