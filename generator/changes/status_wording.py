"""The wording of changes of a status: the status before and after, and the inputs that moved."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from generator.changes.diff import StatusMove
from generator.changes.figure_wording import write_latest_figure, write_target
from generator.changes.lines import Line
from generator.changes.published import PublishedCommitment, Standing
from generator.data.settings import StatusStyle
from generator.language.words import Words, round_half_up
from generator.model import Status
from generator.text.rows import Text
from generator.text.statuses import make_badge, name_status

Styles = Mapping[Status, StatusStyle]
NONE = "—"  # stands for an input that there is not


def make_status_line(words: Words, styles: Styles, entry: PublishedCommitment, move: StatusMove) -> Line:
    """Return the line of a change of a status."""
    old, new = make_badge(words, move.old.status, styles), make_badge(words, move.new.status, styles)
    return Line(
        css="status",
        label=Text(words.t("Status")),
        word=words.t("status changed"),
        old=Text(old.word),
        new=Text(new.word),
        reason=Text(words.t("; ").join(_explain(words, styles, entry, move))),
        old_badge=old,
        new_badge=new,
    )


def _explain(words: Words, styles: Styles, entry: PublishedCommitment, move: StatusMove) -> Iterator[str]:
    """Yield the inputs of the status that moved; where none did, time passed, or the rule is another."""
    t = words.t
    inputs: tuple[tuple[str, Callable[[Standing], str]], ...] = (
        (t("value"), lambda s: write_latest_figure(words, entry, s) or t("no figure")),
        (t("target"), lambda s: write_target(words, entry, s)),
        (t("share"), lambda s: _write_percent(words, s.share)),
        (t("expected share"), lambda s: _write_percent(words, s.expected)),
        (t("gap"), lambda s: _write_points(words, s.gap_points)),
        (t("milestones achieved"), lambda s: t("{done} of {total}", done=s.achieved, total=s.milestones)),
        (t("latest update"), lambda s: words.date(s.updated_on) if s.updated_on else NONE),
        (t("reported by the unit"), lambda s: name_status(words, s.reported, styles) if s.reported else NONE),
    )
    pairs = [(name, write(move.old), write(move.new)) for name, write in inputs]
    moved = [t("{name} {old} → {new}", name=name, old=old, new=new) for name, old, new in pairs if old != new]
    yield from moved or [t("time passed") if move.old.as_of != move.new.as_of else t("the rule was revised")]


def _write_percent(words: Words, share: Decimal | None) -> str:
    return NONE if share is None else words.percent(Fraction(share))


def _write_points(words: Words, gap_points: Decimal | None) -> str:
    return NONE if gap_points is None else words.t("{gap} points", gap=words.signed(round_half_up(gap_points, 1)))
