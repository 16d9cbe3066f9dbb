"""Views: progress in the words of one language, as the rows that contexts of pages hold; every row is made once."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from generator.addresses import commitment_path, place_path, unit_path
from generator.language.words import Words, mark
from generator.model import Measure, Milestone, Status, TargetState, Update
from generator.status.points import Point
from generator.status.progress import Progress, Tally, tally
from generator.status.verdict import BEHIND, PACED, Assessment, StatusRule
from generator.text.figure_ids import bullet_id
from generator.text.marks import describe_milestone_state
from generator.text.quantities import describe_target_in_force, write_latest_value
from generator.text.rows import (
    Badge,
    CommitmentRow,
    Count,
    Link,
    MilestoneRow,
    PointRow,
    StatusCounts,
    Summary,
    Text,
    UpdateRow,
    pick_text,
)
from generator.text.sentences import write_answer
from generator.text.statuses import make_badge, make_standing_badge
from generator.text.steps import write_points
from generator.text.vocabulary import DATA_STATUSES, KINDS, REASONS


class Views:
    """Progress in the words of one language."""

    def __init__(self, progress: Progress, words: Words, base: str = "") -> None:
        """Make the row of each commitment; units and places stand below `base`, the path of a closed plan year."""
        self.progress = progress
        self.base = base
        self.words = words
        self.dataset = progress.dataset
        self.rows = {key: self._make_row(assessment) for key, assessment in progress.assessments.items()}

    def text(self, thing: object, name: str) -> Text:
        """Return a bilingual field of a record with its language."""
        return pick_text(self.words, thing, name)

    def badge(self, status: Status) -> Badge:
        """Return a status as it is shown."""
        return make_badge(self.words, status, self.dataset.portal.statuses)

    def unit(self, unit_id: str) -> Link | None:
        """Return the link to a responsible unit; None where it is not known."""
        unit = self.dataset.units.get(unit_id)
        return Link(self.text(unit, "name"), self.base + unit_path(unit_id)) if unit else None

    def place(self, place_id: str) -> Link | None:
        """Return the link to a place; None where it is not known."""
        place = self.dataset.places.get(place_id)
        return Link(self.text(place, "name"), self.base + place_path(place_id)) if place else None

    def counts(self, by_status: Mapping[Status, int], figure_id: str, reported: Mapping[Status, int]) -> StatusCounts:
        """Return counts by status with the identifier of their bar; `reported` are those that units say themselves."""
        counts = (Count(self.badge(status), n, reported.get(status, 0)) for status, n in by_status.items())
        return StatusCounts(figure_id, tuple(counts))

    def summary(self, assessments: Iterable[Assessment], figure_id: str) -> Summary:
        """Count commitments by status, and write the counts with their denominators."""
        counts, words = tally(assessments), self.words
        measured = words.n(
            "{count} of {total} commitments can be judged by figures or milestones; {good} of these {on_track}.",
            "{count} of {total} commitments can be judged by figures or milestones; {good} of these {on_track}.",
            counts.computed,
            total=counts.total,
            good=counts.good,
            on_track=words.n("is met, ahead or on pace", "are met, ahead or on pace", counts.good),
        )
        return Summary(
            counts,
            self.counts(counts.by_status, figure_id, counts.reported_by_status),
            measured,
            self._write_rest(counts),
        )

    def _write_rest(self, counts: Tally) -> str:
        """Return the parts that cannot be judged, which with those that can add up to all, and what qualifies them."""
        words = self.words
        parts = [
            (mark("{count} by the unit's own report"), counts.self_reported),
            (mark("{count} not reported"), counts.not_reported),
            (mark("{count} with a target not disclosed"), counts.masked),
            (mark("{count} that cannot be judged yet"), counts.not_assessable),
            (mark("{count} withdrawn"), counts.withdrawn),
        ]
        notes = [
            (mark("{count} is on target so far, and a later figure decides"), counts.so_far),
            (mark("{count} is all due on one day to come, and not counted as on track"), counts.due_at_once),
            (mark("{count} rests on old figures"), counts.stale),
        ]
        sentences = []
        for head, listed in ((mark("The others: {list}."), parts), (mark("Of all: {list}."), notes)):
            texts = [words.t(text, count=count) for text, count in listed if count]
            if texts:
                sentences.append(words.t(head, list=words.t("; ").join(texts)))
        return words.sentences(sentences)

    def points(self, assessment: Assessment) -> tuple[PointRow, ...]:
        """Return the observations, the oldest first."""
        return tuple(self._make_point(assessment, point) for point in assessment.case.points)

    def milestones(self, assessment: Assessment) -> tuple[MilestoneRow, ...]:
        """Return the milestones in their order."""
        return tuple(self._make_milestone(assessment, milestone) for milestone in assessment.case.milestones)

    def updates(self, assessment: Assessment) -> tuple[UpdateRow, ...]:
        """Return the updates of a commitment, the newest first."""
        return tuple(self._make_update(update) for update in assessment.case.updates)

    def latest_updates(self, most: int | None = None) -> tuple[UpdateRow, ...]:
        """Return the updates of all commitments, the newest first."""
        dated = [
            (update, key) for key, assessment in self.progress.assessments.items() for update in assessment.case.updates
        ]
        dated.sort(key=lambda pair: (pair[0].published_on, pair[1]), reverse=True)
        return tuple(self._make_update(update, self.rows[key].link) for update, key in dated[:most])

    def furthest_behind(self, most: int) -> tuple[CommitmentRow, ...]:
        """Return the commitments furthest behind: missed ones first, then by status and gap."""
        order = list(BEHIND)
        late = [
            a
            for a in self.progress.assessments.values()
            if a.status in BEHIND and a.verdict.rule is not StatusRule.REPORTED
        ]
        late.sort(key=lambda a: (-order.index(a.status), a.verdict.gap_share or Fraction(0)))
        return tuple(self.rows[assessment.commitment.commitment_id] for assessment in late[:most])

    def target(self, assessment: Assessment) -> str:
        """Return the target in force, with a remark where it is illustrative."""
        text = describe_target_in_force(assessment).text(self.words)
        if assessment.case.target_state is TargetState.ILLUSTRATIVE:
            return self.words.t("{target} (illustrative; the report does not disclose it)", target=text)
        return text

    def day(self, day: date | None) -> str:
        """Return a day in words; "" for None."""
        return self.words.date(day) if day else ""

    def due(self, assessment: Assessment) -> str:
        """Return the due date, with a remark where the source sets none."""
        commitment, words = assessment.commitment, self.words
        if commitment.due_set:
            return words.date(commitment.due_on)
        return words.t("{day} (no deadline of its own)", day=words.date(commitment.due_on))

    def _make_row(self, assessment: Assessment) -> CommitmentRow:
        commitment, verdict, case, words = assessment.commitment, assessment.verdict, assessment.case, self.words
        latest = case.latest
        paced = verdict.rule in (*PACED, StatusRule.TARGET_MASKED)
        support = (self.unit(unit_id) for unit_id in commitment.support_unit_ids)
        return CommitmentRow(
            commitment_id=commitment.commitment_id,
            path=commitment_path(commitment.commitment_id),
            title=self.text(commitment, "title"),
            badge=make_standing_badge(words, assessment),
            answer=write_answer(words, assessment),
            share=self._write_share(assessment),
            expected=words.percent(verdict.expected) if paced and verdict.expected is not None else "",
            gap=write_points(words, verdict.gap_share, 1) if paced and verdict.gap_share is not None else "",
            target=describe_target_in_force(assessment).text(words),
            period=words.period(latest.observation.period) if latest else "",
            due=words.date(commitment.due_on),
            kind=words.t(KINDS[commitment.kind]),
            leader=commitment.leader,
            lead=self.unit(commitment.lead_unit_id),
            support=tuple(link for link in support if link),
            place=self.place(commitment.place_id),
            bullet=bullet_id(commitment.commitment_id) if assessment.has_bar else "",
            reported=verdict.rule is StatusRule.REPORTED and case.reported is not None,
            illustrative=case.illustrative,
            stale=self._write_stale(assessment),
        )

    def _write_stale(self, assessment: Assessment) -> str:
        """Return how old the figure or the report is that a status rests on; "" where it is recent enough."""
        day = assessment.informed_on
        return self.words.t("not renewed since {day}", day=self.words.date(day)) if day and assessment.stale else ""

    def _write_share(self, assessment: Assessment) -> str:
        """Return what a list shows as progress: a share, milestones, or the value of an indicator."""
        verdict, case, words = assessment.verdict, assessment.case, self.words
        if verdict.rule is StatusRule.MILESTONES:
            return words.t("{done} of {total}", done=len(case.achieved), total=len(case.milestones))
        if verdict.share is not None and verdict.rule in PACED:
            return words.percent(verdict.share)
        return write_latest_value(words, assessment)

    def _make_point(self, assessment: Assessment, point: Point) -> PointRow:
        words, observation = self.words, point.observation
        value = "" if point.value is None else words.number(point.value)
        if point.printed:
            value = "—"
        elif point.reason:
            value = words.t(REASONS[point.reason])
        elif observation.measure is Measure.INCREMENT and observation.value is not None:
            value = words.t("{total} (+{value})", total=value, value=words.number(observation.value))
        return PointRow(
            period=words.period(observation.period),
            value=value,
            share="" if point.share is None else words.percent(point.share, 2),
            expected="" if point.expected is None else words.percent(point.expected, 2),
            gap="" if point.gap_share is None else words.points(point.gap_share, 2),
            status=words.t(DATA_STATUSES[observation.status]),
            note=self.text(observation, "note"),
            breaks=observation.breaks,
        )

    def _make_milestone(self, assessment: Assessment, milestone: Milestone) -> MilestoneRow:
        case, words = assessment.case, self.words
        state, css = describe_milestone_state(case, milestone)
        achieved = words.date(milestone.achieved_on) if milestone in case.achieved and milestone.achieved_on else ""
        return MilestoneRow(
            self.text(milestone, "stage"), self.day(milestone.planned_on), achieved, state.text(words), css
        )

    def _make_update(self, update: Update, commitment: Link | None = None) -> UpdateRow:
        return UpdateRow(
            day=self.words.date(update.published_on),
            iso=update.published_on.isoformat(),
            progress=self.text(update, "progress"),
            problems=self.text(update, "problems"),
            next_steps=self.text(update, "next_steps"),
            badge=self.badge(update.reported_status) if update.reported_status else None,
            commitment=commitment,
        )
