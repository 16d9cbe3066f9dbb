"""Steps: the arithmetic of a status, from the inputs to the band."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from generator.data.settings import Bands
from generator.language.words import MINUS, Words
from generator.model import Direction, Plan, Status
from generator.status.attainment import find_ends, is_two_sided
from generator.status.bands import judge_gap
from generator.status.verdict import COMPUTED, LEVELS, PACED, Assessment, StatusRule
from generator.text.statuses import name_standing
from generator.text.vocabulary import REASONS


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the arithmetic."""

    label: str  # what is found
    text: str  # how it is found


def write_steps(words: Words, assessment: Assessment) -> tuple[Step, ...]:
    """Return the arithmetic of a status, from the inputs to the band."""
    verdict = assessment.verdict
    found = []
    if verdict.rule in PACED and verdict.share is not None:
        found.append(_make_share_step(words, assessment))
        if verdict.expected is not None:
            found.append(Step(words.t("Expected share"), _write_expected(words, assessment)))
        if verdict.gap_share is not None and verdict.expected is not None:
            found.append(_make_gap_step(words, verdict.rule, verdict.share, verdict.expected, verdict.gap_share))
    elif verdict.rule in LEVELS and verdict.share is not None:
        if verdict.rule is StatusRule.GROWTH:
            found.append(_make_growth_step(words, assessment))
        found.append(_make_attainment_step(words, assessment))
    elif verdict.rule is StatusRule.RANK and assessment.commitment.baseline_value is not None:
        found.append(_make_gained_step(words, assessment))
    elif verdict.rule is StatusRule.MILESTONES:
        found += _make_milestone_steps(words, assessment)
    return (*found, Step(words.t("Status"), _write_status(words, assessment)))


def write_points(words: Words, gap_share: Fraction, decimals: int = 2) -> str:
    """Return a gap in percentage points with their name."""
    return words.t("{gap} points", gap=words.points(gap_share, decimals))


def _make_share_step(words: Words, assessment: Assessment) -> Step:
    case, verdict = assessment.case, assessment.verdict
    assert case.latest and verdict.share is not None
    if case.latest.value is None or case.latest.target is None:
        share = words.percent(verdict.share, 2)
        return Step(words.t("Share"), words.t("{share}, as the source prints it", share=share))
    value, target = words.number(case.latest.value), words.number(case.latest.target)
    baseline = assessment.commitment.baseline_value
    text = f"{value} ÷ {target}"
    if baseline:
        start = words.number(baseline)
        text = f"({value} {MINUS} {start}) ÷ ({target} {MINUS} {start})"
    return Step(words.t("Share"), f"{text} = {words.percent(verdict.share, 2)}")


def _write_expected(words: Words, assessment: Assessment) -> str:
    case, commitment, expected = assessment.case, assessment.commitment, assessment.verdict.expected
    assert case.latest and expected is not None
    end = words.date(case.latest.observation.period.end)
    facts = {"expected": words.percent(expected, 2), "end": end, "due": words.date(commitment.due_on)}
    facts["start"] = words.date(commitment.starts_on)
    match commitment.plan:
        case Plan.LINEAR_DAY:
            return words.t("{expected} of the days from {start} to {due} had passed by {end}", **facts)
        case Plan.POINTS:
            return words.t("{expected}, on the path through the planned points, by {end}", **facts)
        case Plan.STEP:
            return words.t("{expected} by {end}: all is due at once, on {due}", **facts)
        case _:
            return words.t("{expected} of the months from {start} to {due} had passed by {end}", **facts)


def _make_gap_step(words: Words, rule: StatusRule, share: Fraction, expected: Fraction, gap_share: Fraction) -> Step:
    first, second = (expected, share) if rule is StatusRule.CEILING else (share, expected)
    difference = f"{words.percent(first, 2)} {MINUS} {words.percent(second, 2)}"
    return Step(words.t("Gap"), f"{difference} = {write_points(words, gap_share)}")


def _make_attainment_step(words: Words, assessment: Assessment) -> Step:
    case, share = assessment.case, assessment.verdict.share
    figure, goal, commitment = assessment.figure, case.judged_target, assessment.commitment
    assert figure is not None and goal is not None and share is not None
    value, target = _write_figure(words, figure), words.number(goal)
    if is_two_sided(commitment):
        low, high = find_ends(goal, commitment)
        end = high if figure > high else low
        text = f"1 {MINUS} |{value} {MINUS} {words.number(end)}| ÷ |{words.number(end)}|"
    elif goal <= 0 and commitment.baseline_value is not None:
        start = words.number(commitment.baseline_value)
        text = f"({value} {MINUS} {start}) ÷ ({target} {MINUS} {start})"
    elif commitment.direction is Direction.DOWN:
        text = f"{target} ÷ {value}"
    else:
        text = f"{value} ÷ {target}"
    return Step(words.t("Attainment"), f"{text} = {words.percent(share, 2)}")


def _make_growth_step(words: Words, assessment: Assessment) -> Step:
    latest = assessment.case.latest
    assert latest and latest.value is not None and latest.prior is not None and latest.growth is not None
    text = f"({words.number(latest.value)} ÷ {words.number(latest.prior)} {MINUS} 1) × 100"
    return Step(words.t("Growth"), f"{text} = {words.decimal(latest.growth, 2)}%")


def _write_figure(words: Words, figure: Fraction | Decimal) -> str:
    """Return a figure as it was typed, and one that was computed with two decimals."""
    return words.decimal(figure, 2) if isinstance(figure, Fraction) else words.number(figure)


def _make_gained_step(words: Words, assessment: Assessment) -> Step:
    case, baseline = assessment.case, assessment.commitment.baseline_value
    assert case.latest and case.latest.value is not None and baseline is not None
    gained = words.number(baseline - case.latest.value)
    return Step(
        words.t("Places gained"), f"{words.number(baseline)} {MINUS} {words.number(case.latest.value)} = {gained}"
    )


def _make_milestone_steps(words: Words, assessment: Assessment) -> list[Step]:
    case = assessment.case
    planned = case.planned
    achieved = [m for m in planned if m in case.achieved]
    text = words.t(
        "{done} of {planned} due by {day}", done=len(achieved), planned=len(planned), day=words.date(case.as_of)
    )
    found = [Step(words.t("Milestones achieved"), text)]
    for milestone in assessment.verdict.overdue:
        planned_on = milestone.planned_on or case.as_of
        days = words.n("{count} day", "{count} days", (case.as_of - planned_on).days)
        text = words.t(
            "{stage}: planned for {day}, {days} overdue",
            stage=words.pick(milestone, "stage"),
            day=words.date(planned_on),
            days=days,
        )
        found.append(Step(words.t("Overdue"), text))
    return found


def _write_status(words: Words, assessment: Assessment) -> str:
    case, verdict = assessment.case, assessment.verdict
    status = name_standing(words, assessment)
    if assessment.status is Status.MET and verdict.rule in PACED and verdict.rule is not StatusRule.CEILING:
        return words.t("a share of 100% or more: {status}", status=status)
    edges = write_bands(words, case.portal.status)
    if assessment.status in edges and verdict.gap_share is not None and _follows_bands(assessment):
        return words.t("{band}: {status}", band=edges[assessment.status], status=status)
    reason = verdict.reasons.get("status")
    if reason and verdict.rule in COMPUTED:
        return words.t("{status}, because {reason}", status=status, reason=words.t(REASONS[reason]))
    return status


def _follows_bands(assessment: Assessment) -> bool:
    """Return whether the status is that of the band; a level worse than its baseline is at best behind."""
    gap_share = assessment.verdict.gap_share
    return gap_share is not None and judge_gap(gap_share, assessment.case.portal.status) is assessment.status


def write_bands(words: Words, bands: Bands) -> Mapping[Status, str]:
    """Return the band of each status that has one, with the edges in force."""
    names = ("ahead", "on_pace", "slightly_behind", "behind")
    edge = {name: words.signed(getattr(bands, name)) for name in names}
    return {
        Status.AHEAD: words.t("a gap of {edge} points or more", edge=edge["ahead"]),
        Status.ON_PACE: words.t("a gap from {edge} to below {next} points", edge=edge["on_pace"], next=edge["ahead"]),
        Status.SLIGHTLY_BEHIND: words.t(
            "a gap below {next} but above {edge} points", edge=edge["slightly_behind"], next=edge["on_pace"]
        ),
        Status.BEHIND: words.t("a gap from {edge} to {next} points", edge=edge["behind"], next=edge["slightly_behind"]),
        Status.FAR_BEHIND: words.t("a gap below {edge} points", edge=edge["behind"]),
    }
