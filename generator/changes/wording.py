"""Wording: what changed, put into words once a language, for pages, feeds, the terminal and the sign-off sheet.

What is not known is told in words: a figure that is not reported or not disclosed never reads as 0.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from generator.changes.diff import (
    CommitmentChange,
    Counts,
    Diff,
    FieldChange,
    FigureChange,
    FigureKind,
    Life,
    MilestoneChange,
    MilestoneKind,
    Stamp,
    StatusMove,
)
from generator.changes.lines import NOTHING, Item, Line, Section
from generator.changes.snapshot import Entry, Observed, Standing
from generator.data.settings import StatusStyle
from generator.data.tables import schemas, titles
from generator.language.words import Words, mark, rounded
from generator.model import DataStatus, Direction, Kind, Measure, Status
from generator.text.rows import Badge, Text
from generator.text.sentences import figure_of, goal_of
from generator.text.statuses import STATUS_SHAPES, class_name, status_word
from generator.text.vocabulary import DATA_STATUSES, DIRECTIONS, KINDS

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
LIFE_WORDS: Mapping[Life, str] = {
    Life.ADDED: mark("commitment added"),
    Life.WITHDRAWN: mark("commitment withdrawn"),
    Life.REINSTATED: mark("commitment taken up again"),
    Life.REMOVED: mark("commitment no longer listed"),
}
MILESTONE_WORDS: Mapping[MilestoneKind, str] = {
    MilestoneKind.ADDED: mark("milestone added"),
    MilestoneKind.ACHIEVED: mark("milestone achieved"),
    MilestoneKind.CHANGED: mark("milestone changed"),
    MilestoneKind.REMOVED: mark("milestone removed"),
}
MENDED = (FigureKind.CORRECTED, FigureKind.REVISED, FigureKind.REMOVED, FigureKind.WITHHELD, FigureKind.RESTATED)
FRESH = (FigureKind.ADDED, FigureKind.DISCLOSED, FigureKind.NOT_REPORTED)
COLUMNS = {"baseline": "baseline_value"}  # where the API's name is not the table's
NAMES = {
    "lead_unit_id": "units",
    "support_unit_ids": "units",
    "place_id": "places",
    "theme_id": "themes",
    "pillar_id": "pillars",
}


class Teller:
    """Tells change in one language."""

    def __init__(
        self, words: Words, styles: Mapping[Status, StatusStyle], names: Mapping[str, Any] | None = None
    ) -> None:
        """Take the language, the portal's own words for statuses, and the names of units, places and themes."""
        self.words = words
        self.styles = styles
        self.names = names or {}

    def stamp(self, stamp: Stamp | None) -> str:
        """Return the name of a snapshot."""
        if stamp is None:
            return self.words.t("nothing released yet")
        if stamp.released_on is None:
            return self.words.t("working data, not yet released (as of {day})", day=self.words.date(stamp.as_of))
        return self.release(stamp.released_on)

    def release(self, day: date | None) -> str:
        """Return the name of a release by its day."""
        if day is None:
            return self.words.t("not yet released")
        return self.words.t("release of {day}", day=self.words.date(day))

    def counts(self, counts: Counts) -> list[str]:
        """Say how much is different, leaving out what is not."""
        n = self.words.n
        told = (
            (counts.corrected, n("{count} value corrected", "{count} values corrected", counts.corrected)),
            (counts.revised, n("{count} value revised", "{count} values revised", counts.revised)),
            (counts.removed, n("{count} value removed", "{count} values removed", counts.removed)),
            (counts.targets, n("{count} target changed", "{count} targets changed", counts.targets)),
            (counts.statuses, n("{count} status changed", "{count} statuses changed", counts.statuses)),
            (counts.added, n("{count} new value", "{count} new values", counts.added)),
            (counts.milestones, n("{count} milestone changed", "{count} milestones changed", counts.milestones)),
            (counts.updates, n("{count} new update", "{count} new updates", counts.updates)),
            (
                counts.commitments_added,
                n("{count} commitment added", "{count} commitments added", counts.commitments_added),
            ),
            (
                counts.commitments_changed,
                n("{count} commitment reworded", "{count} commitments reworded", counts.commitments_changed),
            ),
            (
                counts.commitments_withdrawn,
                n("{count} commitment withdrawn", "{count} commitments withdrawn", counts.commitments_withdrawn),
            ),
        )
        return [text for count, text in told if count]

    def sections(self, diff: Diff) -> list[Section]:
        """Tell everything, by kind, what matters most first; kinds without a change are left out."""
        t = self.words.t
        kinds: tuple[tuple[str, str, Callable[[CommitmentChange], Iterable[Line]]], ...] = (
            ("life", t("Commitments added or withdrawn"), self._life),
            ("mended", t("Values corrected, revised or removed"), lambda c: self._figures(c, MENDED)),
            ("targets", t("Targets changed"), self._target),
            ("statuses", t("Statuses changed"), self._status),
            ("fresh", t("New values"), lambda c: self._figures(c, FRESH)),
            ("milestones", t("Milestones"), self._milestones),
            ("fields", t("Commitments reworded"), self._fields),
            ("updates", t("New updates"), self._updates),
        )
        found = [
            Section(
                key,
                title,
                tuple(Item(c.entry.commitment_id, self.title(c.entry), line) for c in diff.changes for line in tell(c)),
            )
            for key, title, tell in kinds
        ]
        others = tuple(Item("", NOTHING, line) for line in self._others(diff))
        found.append(Section("others", t("Also changed"), others))
        return [section for section in found if section.items]

    def lines(self, change: CommitmentChange) -> list[Line]:
        """Tell all that changed about one commitment."""
        tellers = (self._life, self._target, self._status, self._milestones, self._fields, self._updates)
        figures = [*self._figures(change, MENDED), *self._figures(change, FRESH)]
        life, *others = ([*tell(change)] for tell in tellers)
        return [*life, *figures, *(line for group in others for line in group)]

    def text(self, line: Line) -> str:
        """Write a line as plain text: label: old → new (kind); reason."""
        t = self.words.t
        moved = " → ".join(part.text for part in (line.old, line.new) if part.text)
        told = t(": ").join(part for part in (line.label.text, moved) if part)
        told = t("{told} ({word})", told=told, word=line.word) if told else line.word
        return t("; ").join(part for part in (told, line.reason.text) if part)

    def title(self, entry: Entry) -> Text:
        """Return the name of a commitment."""
        return self._text(entry, "title")

    def badge(self, status: Status) -> Badge:
        """Return a status as it is shown."""
        return Badge(status, status_word(self.words, status, self.styles), class_name(status), STATUS_SHAPES[status])

    def observed(self, entry: Entry, observed: Observed | None) -> str:
        """Write a figure with its unit, or why there is none; what is not listed at all is nothing."""
        words = self.words
        if observed is None:
            return ""
        if observed.masked:
            return words.t("not disclosed")
        if observed.value is None:
            return words.t("not reported")
        text = figure_of(observed.value, entry).text(words)
        return words.t("{value} in the period", value=text) if observed.measure is Measure.INCREMENT else text

    def figure(self, entry: Entry, change: FigureChange) -> Line:
        """Tell what became of a figure."""
        words, known = self.words, change.new or change.old
        assert known is not None
        word = words.t(FIGURE_WORDS[change.kind])
        old, new = self.observed(entry, change.old), self.observed(entry, change.new)
        if change.kind is FigureKind.RESTATED and change.old and change.new:
            states = (words.t(DATA_STATUSES[o.status]) for o in (change.old, change.new))
            old, new = (
                words.t("{value} ({status})", value=v, status=s) for v, s in zip((old, new), states, strict=True)
            )
        elif change.kind is FigureKind.REMOVED:
            new = new or words.t("removed")
        elif change.kind in (FigureKind.ADDED, FigureKind.NOT_REPORTED):
            old = ""
        reason = self._text(change.new, "note") if change.new and change.kind in MENDED else NOTHING
        if change.kind is FigureKind.ADDED and known.status in (DataStatus.PROVISIONAL, DataStatus.ESTIMATED):
            word = words.t("{word}, {status}", word=word, status=words.t(DATA_STATUSES[known.status]))
        return Line(f"figure-{change.kind}", Text(words.period(known.period)), word, Text(old), Text(new), reason)

    def standing(self, entry: Entry) -> str:
        """Write the latest value with its period, or that there is none."""
        standing = entry.standing
        if standing.value is None or standing.period is None:
            return ""
        value = figure_of(standing.value, entry).text(self.words)
        return self.words.t("{value} ({period})", value=value, period=self.words.period(standing.period))

    def target(self, entry: Entry) -> str:
        """Write the target that was in force."""
        return goal_of(entry.standing.target, entry.standing.target_state, entry).text(self.words)

    def _text(self, thing: object, name: str) -> Text:
        return Text(self.words.pick(thing, name), self.words.lang_of(thing, name))

    def _of(self, record: Mapping[str, Any], name: str) -> Text:
        """Return a bilingual text of a record."""
        own = record.get(f"{name}_{self.words.lang}") or ""
        other = record.get(f"{name}_zh") or ""
        return Text(own or other, None if own or not other else "zh-CN")

    def _life(self, change: CommitmentChange) -> Iterator[Line]:
        if change.life is None:
            return
        word = self.words.t(LIFE_WORDS[change.life])
        reason = self._of(change.entry.record, "state_reason") if change.life is Life.WITHDRAWN else NOTHING
        yield Line(f"life-{change.life}", NOTHING, word, reason=reason)

    def _figures(self, change: CommitmentChange, kinds: tuple[FigureKind, ...]) -> Iterator[Line]:
        for figure in change.of(*kinds):
            yield self.figure(change.entry, figure)

    def _target(self, change: CommitmentChange) -> Iterator[Line]:
        move = change.target
        if move:
            old = goal_of(move.old, move.old_state, change.entry).text(self.words)
            new = goal_of(move.new, move.new_state, change.entry).text(self.words)
            label, word = Text(self.words.t("Target")), self.words.t("target changed")
            yield Line("target", label, word, Text(old), Text(new), self._text(move, "reason"))

    def _status(self, change: CommitmentChange) -> Iterator[Line]:
        move = change.status
        if move:
            old, new = self.badge(move.old.status), self.badge(move.new.status)
            yield Line(
                css="status",
                label=Text(self.words.t("Status")),
                word=self.words.t("status changed"),
                old=Text(old.word),
                new=Text(new.word),
                reason=Text(self.words.t("; ").join(self._why(change.entry, move))),
                old_badge=old,
                new_badge=new,
            )

    def _why(self, entry: Entry, move: StatusMove) -> Iterator[str]:
        """Say which inputs of the status moved; where none did, time passed."""
        t, before, after = self.words.t, move.old, move.new

        def value(s: Standing) -> str:
            if s.value is None or s.period is None:
                return t("no figure")
            text = figure_of(s.value, entry).text(self.words)
            return t("{value} ({period})", value=text, period=self.words.period(s.period))

        inputs: tuple[tuple[str, Callable[[Standing], str]], ...] = (
            (t("value"), value),
            (t("target"), lambda s: goal_of(s.target, s.target_state, entry).text(self.words)),
            (t("share"), lambda s: self._percent(s.share)),
            (t("expected share"), lambda s: self._percent(s.expected)),
            (t("gap"), lambda s: self._points(s.gap)),
            (t("milestones achieved"), lambda s: t("{done} of {total}", done=s.achieved, total=s.milestones)),
            (t("latest update"), lambda s: self.words.date(s.updated_on) if s.updated_on else "—"),
            (
                t("reported by the unit"),
                lambda s: status_word(self.words, s.reported, self.styles) if s.reported else "—",
            ),
        )
        moved = [(name, write(before), write(after)) for name, write in inputs]
        told = [t("{name} {old} → {new}", name=name, old=old, new=new) for name, old, new in moved if old != new]
        yield from told or [t("time passed")]

    def _percent(self, share: Decimal | None) -> str:
        return "—" if share is None else self.words.percent(Fraction(share))

    def _points(self, gap: Decimal | None) -> str:
        return "—" if gap is None else self.words.t("{gap} points", gap=self.words.signed(rounded(gap, 1)))

    def _milestones(self, change: CommitmentChange) -> Iterator[Line]:
        for moved in change.milestones:
            stage = self._of(moved.new or moved.old or {}, "stage")
            old, new = self._stage(moved, moved.old), self._stage(moved, moved.new)
            word = self.words.t(MILESTONE_WORDS[moved.kind])
            if old == new and moved.old and moved.new:  # only its name
                yield Line("milestone", stage, word, self._of(moved.old, "stage"), self._of(moved.new, "stage"))
            else:
                yield Line("milestone", stage, word, Text(old), Text(new))

    def _stage(self, moved: MilestoneChange, entry: Mapping[str, Any] | None) -> str:
        if entry is None:
            return ""
        planned = self._day(entry["planned_on"])
        if entry["achieved_on"]:
            return self.words.t("achieved {day}", day=self._day(entry["achieved_on"]))
        return self.words.t("planned {day}", day=planned)

    def _day(self, text: str | None) -> str:
        return self.words.date(date.fromisoformat(text)) if text else "—"

    def _fields(self, change: CommitmentChange) -> Iterator[Line]:
        for moved in change.fields:
            word = self.words.t("reworded")
            yield Line(
                "field", self._field(moved.name), word, self._value(moved, moved.old), self._value(moved, moved.new)
            )

    def _field(self, name: str) -> Text:
        """Return the name of a column as the data dictionary does."""
        if name == "plan_points":
            return Text(self._table(name))
        known = next(f for f in schemas()["commitments"].fields if f.name == COLUMNS.get(name, name))
        return Text(str(known.title if self.words.lang == "zh" else known.custom["title_en"]))

    def _table(self, name: str) -> str:
        return titles()[name][self.words.lang != "zh"]

    def _value(self, moved: FieldChange, value: Any) -> Text:
        """Write what a commitment says of itself; a text in Chinese is marked as such."""
        words = self.words
        chinese = "zh-CN" if words.lang != "zh" else None
        match moved.name, value:
            case _, None | "" | []:
                return Text(words.t("(empty)"))
            case ("plan_points", list()):
                points = (f"{point['period']} {words.number(point['planned_value'])}" for point in value)
                return Text(words.t(", ").join(points))
            case (name, list()) if name in NAMES:
                named = [self._named(NAMES[name], key) for key in value]
                return Text(
                    words.t(", ").join(text.text for text in named), next((t.lang for t in named if t.lang), None)
                )
            case (name, str()) if name in NAMES:
                return self._named(NAMES[name], value)
            case "kind", str():
                return Text(words.t(KINDS[Kind(value)]))
            case "direction", str():
                return Text(words.t(DIRECTIONS[Direction(value)]))
            case _, Decimal():
                return Text(words.number(value))
            case (name, str()) if name.endswith("_on"):
                return Text(self._day(value))
            case (name, _) if name.endswith("_zh") or name in ("quote", "leader"):
                return Text(str(value), chinese)
        return Text(str(value))

    def _named(self, table: str, key: str) -> Text:
        named = self.names.get(f"{table}/{key}")
        return self._text(named, "name") if named else Text(key)

    def _updates(self, change: CommitmentChange) -> Iterator[Line]:
        for update in change.updates:
            day = Text(self._day(update["published_on"]))
            yield Line("update", day, self.words.t("new update"), new=self._of(update, "progress"))
        for update in change.updates_removed:
            day = Text(self._day(update["published_on"]))
            yield Line("update-removed", day, self.words.t("update removed"), old=self._of(update, "progress"))

    def _others(self, diff: Diff) -> Iterator[Line]:
        words = self.words
        if diff.bands:
            old, new = (words.t(", ").join(words.number(edge) for edge in bands.values()) for bands in diff.bands)
            label = Text(words.t("Lower edges of the status bands, in points"))
            yield Line("bands", label, words.t("changed"), Text(old), Text(new))
        for count in diff.tables:
            added = words.n("{count} row added", "{count} rows added", count.added)
            removed = words.n("{count} row removed", "{count} rows removed", count.removed)
            yield Line("table", Text(self._table(count.name)), words.t(", ").join((added, removed)))
