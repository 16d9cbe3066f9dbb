"""The wording of figures and targets in changes; one that is not reported or not disclosed never reads as 0."""

from collections.abc import Mapping

from generator.changes.diff import AMENDED_FIGURES, FigureChange, FigureKind, TargetMove
from generator.changes.lines import NOTHING, Line
from generator.changes.published import PublishedCommitment, PublishedFigure, Standing
from generator.language.words import Words, mark
from generator.model import Measure
from generator.text.quantities import describe_target, describe_value
from generator.text.rows import Text, pick_text
from generator.text.vocabulary import DATA_STATUSES, NOT_SETTLED

FIGURE_WORDS: Mapping[FigureKind, str] = {
    FigureKind.ADDED: mark("new"),
    FigureKind.NOT_REPORTED: mark("not reported"),
    FigureKind.REVISED: mark("planned revision"),
    FigureKind.CORRECTED: mark("correction"),
    FigureKind.DISCLOSED: mark("now disclosed"),
    FigureKind.WITHHELD: mark("no longer disclosed"),
    FigureKind.RESTATED: mark("same value, restated"),
    FigureKind.REMOVED: mark("removed"),
}


def write_figure(words: Words, entry: PublishedCommitment, figure: PublishedFigure | None) -> str:
    """Return a figure with its unit, or why it has no value; "" for None."""
    if figure is None:
        return ""
    if figure.masked:
        return words.t("not disclosed")
    if figure.value is None:
        return words.t("not reported")
    text = describe_value(figure.value, entry).text(words)
    return words.t("{value} in the period", value=text) if figure.measure is Measure.INCREMENT else text


def make_figure_line(words: Words, entry: PublishedCommitment, change: FigureChange) -> Line:
    """Return the line of a change of a figure."""
    known = change.new or change.old
    assert known is not None
    word = words.t(FIGURE_WORDS[change.kind])
    if change.kind is FigureKind.ADDED and known.status in NOT_SETTLED:
        word = words.t("{word}, {status}", word=word, status=words.t(DATA_STATUSES[known.status]))
    old, new = _write_both(words, entry, change)
    reason = pick_text(words, change.new, "note") if change.new and change.kind in AMENDED_FIGURES else NOTHING
    return Line(f"figure-{change.kind}", Text(words.period(known.period)), word, Text(old), Text(new), reason)


def _write_both(words: Words, entry: PublishedCommitment, change: FigureChange) -> tuple[str, str]:
    """Return the figure before and after, as far as each is shown for the kind of change."""
    old, new = write_figure(words, entry, change.old), write_figure(words, entry, change.new)
    match change.kind:
        case FigureKind.RESTATED if change.old and change.new:
            states = (words.t(DATA_STATUSES[figure.status]) for figure in (change.old, change.new))
            before, after = (
                words.t("{value} ({status})", value=v, status=s) for v, s in zip((old, new), states, strict=True)
            )
            return before, after
        case FigureKind.REMOVED:
            return old, new or words.t("removed")
        case FigureKind.ADDED | FigureKind.NOT_REPORTED:
            return "", new
        case _:
            return old, new


def write_latest_figure(words: Words, entry: PublishedCommitment, standing: Standing) -> str:
    """Return the latest value with its period; "" where there is none."""
    if standing.value is None or standing.period is None:
        return ""
    value = describe_value(standing.value, entry).text(words)
    return words.t("{value} ({period})", value=value, period=words.period(standing.period))


def write_target(words: Words, entry: PublishedCommitment, standing: Standing) -> str:
    """Return the target in force with its comparator, or why there is none."""
    return describe_target(standing.target, standing.target_state, entry).text(words)


def make_target_line(words: Words, entry: PublishedCommitment, move: TargetMove) -> Line:
    """Return the line of a change of a target."""
    old = describe_target(move.old, move.old_state, entry).text(words)
    new = describe_target(move.new, move.new_state, entry).text(words)
    label, reason = Text(words.t("Target")), pick_text(words, move, "reason")
    return Line("target", label, words.t("target changed"), Text(old), Text(new), reason)
