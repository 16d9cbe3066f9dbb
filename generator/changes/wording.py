"""The wording of a diff in one language, for pages, feeds, the terminal and the sign-off sheet alike."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from generator.changes.diff import (
    AMENDED_FIGURES,
    NEW_FIGURES,
    SILENT_PERIODS,
    CommitmentChange,
    Counts,
    Diff,
    FigureChange,
    FigureKind,
    Life,
    SnapshotSummary,
)
from generator.changes.field_wording import (
    Names,
    make_field_lines,
    make_milestone_lines,
    make_table_lines,
    make_update_lines,
)
from generator.changes.figure_wording import make_figure_line, make_target_line, write_latest_figure, write_target
from generator.changes.lines import NOTHING, Item, Line, Section, make_section
from generator.changes.published import PublishedCommitment
from generator.changes.status_wording import Styles, make_status_line
from generator.language.words import Words, mark
from generator.model import Status
from generator.text.rows import Badge, Text, pick_text
from generator.text.statuses import make_badge

LIFE_WORDS: Mapping[Life, str] = {
    Life.ADDED: mark("commitment added"),
    Life.WITHDRAWN: mark("commitment withdrawn"),
    Life.REINSTATED: mark("commitment taken up again"),
    Life.REMOVED: mark("commitment no longer listed"),
}


class ChangeWording:
    """The changes of a diff in the words of one language."""

    def __init__(self, words: Words, styles: Styles, names: Names | None = None) -> None:
        """Take the language, the portal's own words for statuses, and the names of units, places and themes."""
        self.words = words
        self.styles = styles
        self.names = names or {}

    def snapshot(self, snapshot: SnapshotSummary | None) -> str:
        """Return the name of a snapshot."""
        if snapshot is None:
            return self.words.t("nothing released yet")
        if snapshot.released_on is None:
            return self.words.t("working data, not yet released (as of {day})", day=self.words.date(snapshot.as_of))
        return self.release(snapshot.released_on)

    def release(self, day: date | None) -> str:
        """Return the name of a release by its day; None is the working data."""
        if day is None:
            return self.words.t("not yet released")
        return self.words.t("release of {day}", day=self.words.date(day))

    def title(self, entry: PublishedCommitment) -> Text:
        """Return the title of a commitment."""
        return pick_text(self.words, entry, "title")

    def badge(self, status: Status) -> Badge:
        """Return a status as it is shown."""
        return make_badge(self.words, status, self.styles)

    def latest_figure(self, entry: PublishedCommitment) -> str:
        """Return the latest value of a commitment with its period; "" where there is none."""
        return write_latest_figure(self.words, entry, entry.standing)

    def target(self, entry: PublishedCommitment) -> str:
        """Return the target of a commitment."""
        return write_target(self.words, entry, entry.standing)

    def figure(self, entry: PublishedCommitment, change: FigureChange) -> Line:
        """Return the line of a change of a figure."""
        return make_figure_line(self.words, entry, change)

    def counts(self, counts: Counts) -> tuple[str, ...]:
        """Return the number of differences of each kind in words, without kinds that have none."""
        n = self.words.n
        texts = (
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
        return tuple(text for count, text in texts if count)

    def sections(self, diff: Diff) -> tuple[Section, ...]:
        """Return all changes by kind, the most important kind first, without kinds that have none."""
        t = self.words.t
        kinds: tuple[tuple[str, str, Callable[[CommitmentChange], Iterable[Line]]], ...] = (
            ("life", t("Commitments added or withdrawn"), self._make_life_lines),
            (
                "mended",
                t("Values corrected, revised or removed"),
                lambda c: self._make_figure_lines(c, AMENDED_FIGURES),
            ),
            ("targets", t("Targets changed"), self._make_target_lines),
            ("statuses", t("Statuses changed"), self._make_status_lines),
            ("fresh", t("New values"), lambda c: self._make_figure_lines(c, NEW_FIGURES)),
            ("silent", t("Periods without a value"), lambda c: self._make_figure_lines(c, SILENT_PERIODS)),
            ("milestones", t("Milestones"), lambda c: make_milestone_lines(self.words, c)),
            ("fields", t("Commitments reworded"), lambda c: make_field_lines(self.words, self.names, c)),
            ("updates", t("New updates"), lambda c: make_update_lines(self.words, c)),
        )
        found = [make_section(key, title, self._make_items(diff, make_lines)) for key, title, make_lines in kinds]
        others = (Item("", NOTHING, line) for line in make_table_lines(self.words, diff))
        found.append(make_section("others", t("Also changed"), others))
        return tuple(section for section in found if section.items)

    def lines(self, change: CommitmentChange) -> list[Line]:
        """Return all changes of one commitment."""
        return [
            *self._make_life_lines(change),
            *self._make_figure_lines(change, AMENDED_FIGURES),
            *self._make_figure_lines(change, NEW_FIGURES),
            *self._make_figure_lines(change, SILENT_PERIODS),
            *self._make_target_lines(change),
            *self._make_status_lines(change),
            *make_milestone_lines(self.words, change),
            *make_field_lines(self.words, self.names, change),
            *make_update_lines(self.words, change),
        ]

    def text(self, line: Line) -> str:
        """Return a line as plain text: label: old → new (kind); reason."""
        t = self.words.t
        moved = " → ".join(part.text for part in (line.old, line.new) if part.text)
        told = t(": ").join(part for part in (line.label.text, moved) if part)
        told = t("{told} ({word})", told=told, word=line.word) if told else line.word
        return t("; ").join(part for part in (told, line.reason.text) if part)

    def _make_items(self, diff: Diff, make_lines: Callable[[CommitmentChange], Iterable[Line]]) -> Iterator[Item]:
        for change in diff.changes:
            for line in make_lines(change):
                yield Item(change.entry.commitment_id, self.title(change.entry), line)

    def _make_life_lines(self, change: CommitmentChange) -> Iterator[Line]:
        if change.life:
            word = self.words.t(LIFE_WORDS[change.life])
            withdrawn = change.life is Life.WITHDRAWN
            reason = pick_text(self.words, change.entry, "state_reason") if withdrawn else NOTHING
            yield Line(f"life-{change.life}", NOTHING, word, reason=reason)

    def _make_figure_lines(self, change: CommitmentChange, kinds: tuple[FigureKind, ...]) -> Iterator[Line]:
        for figure in change.of(*kinds):
            yield self.figure(change.entry, figure)

    def _make_target_lines(self, change: CommitmentChange) -> Iterator[Line]:
        if change.target:
            yield make_target_line(self.words, change.entry, change.target)

    def _make_status_lines(self, change: CommitmentChange) -> Iterator[Line]:
        if change.status:
            yield make_status_line(self.words, self.styles, change.entry, change.status)
