"""What the templates show: each commitment put into words once per language, with nothing left to compute.

Templates hold no arithmetic, thresholds or sorting; whatever they print is a field of a view.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from generator.addresses import commitment_path, place_path, unit_path
from generator.language.words import HTML_LANG, Words
from generator.model import Measure, Milestone, Source, Status, TargetState, Update
from generator.status.assess import Assessment, Rule
from generator.status.case import Point
from generator.status.progress import BEHIND, Progress, tally
from generator.text.figure_ids import bullet_id
from generator.text.marks import milestone_state
from generator.text.rows import Badge, Count, Link, MilestoneRow, PointRow, Row, Summary, Text, UpdateRow
from generator.text.sentences import answer, target_of, value_text
from generator.text.statuses import STATUS_SHAPES, class_name, status_word
from generator.text.steps import Step, points_text, steps
from generator.text.vocabulary import DATA_STATUSES, KINDS, REASONS, RULE_WORDS


class Viewer:
    """Puts progress into the words of one language."""

    def __init__(self, progress: Progress, words: Words) -> None:
        """Take the progress to show and the words to show it in; every row is made once."""
        self.progress = progress
        self.words = words
        self.dataset = progress.dataset
        self.rows = {key: self._row(assessment) for key, assessment in progress.assessments.items()}

    def text(self, thing: object, name: str) -> Text:
        """Return a bilingual field with its language."""
        return Text(self.words.pick(thing, name), self.words.lang_of(thing, name))

    def badge(self, status: Status) -> Badge:
        """Return a status as it is shown."""
        word = status_word(self.words, status, self.dataset.portal.statuses)
        return Badge(status, word, class_name(status), STATUS_SHAPES[status])

    def unit(self, unit_id: str) -> Link | None:
        """Link a responsible unit."""
        unit = self.dataset.units.get(unit_id)
        return Link(self.text(unit, "name"), unit_path(unit_id)) if unit else None

    def place(self, place_id: str) -> Link | None:
        """Link a place."""
        place = self.dataset.places.get(place_id)
        return Link(self.text(place, "name"), place_path(place_id)) if place else None

    def summary(self, assessments: Iterable[Assessment], figure_id: str) -> Summary:
        """Count statuses and say the counts with their denominators."""
        counted, words = tally(assessments), self.words
        measured = words.n(
            "{count} of {total} commitments can be judged by figures or milestones; {good} of these {on_track}.",
            "{count} of {total} commitments can be judged by figures or milestones; {good} of these {on_track}.",
            counted.measured,
            total=counted.total,
            good=counted.good,
            on_track=words.n("is met, ahead or on pace", "are met, ahead or on pace", counted.good),
        )
        parts = {
            words.n("{count} not reported", "{count} not reported", counted.not_reported): counted.not_reported,
            words.n(
                "{count} with a target not disclosed", "{count} with a target not disclosed", counted.masked
            ): counted.masked,
            words.n(
                "{count} told in words only", "{count} told in words only", counted.not_measured
            ): counted.not_measured,
        }
        listed = words.t("; ").join(text for text, count in parts.items() if count)
        rest = words.t("Also: {list}.", list=listed) if listed else ""
        counts = tuple(Count(self.badge(status), count) for status, count in counted.by_status.items())
        return Summary(counted, counts, measured, rest, figure_id)

    def points(self, assessment: Assessment) -> list[PointRow]:
        """Put the observations into a table, oldest first."""
        return [self._point(assessment, point) for point in assessment.case.points]

    def milestones(self, assessment: Assessment) -> list[MilestoneRow]:
        """Put the milestones into a list."""
        return [self._milestone(assessment, milestone) for milestone in assessment.case.milestones]

    def updates(self, assessment: Assessment, row: Row | None = None) -> list[UpdateRow]:
        """Put what was reported into a list, newest first."""
        return [self._update(update, row) for update in assessment.case.updates]

    def news(self, most: int | None = None) -> list[UpdateRow]:
        """Return what was reported on all commitments, newest first."""
        dated = [
            (update, key) for key, assessment in self.progress.assessments.items() for update in assessment.case.updates
        ]
        dated.sort(key=lambda pair: (pair[0].published_on, pair[1]), reverse=True)
        return [self._update(update, self.rows[key]) for update, key in dated[:most]]

    def behind(self, most: int) -> list[Row]:
        """Return the commitments furthest behind: missed first, then by status and gap."""
        order = list(BEHIND)
        late = [
            a for a in self.progress.assessments.values() if a.status in BEHIND and a.verdict.rule is not Rule.REPORTED
        ]
        late.sort(key=lambda a: (-order.index(a.status), a.verdict.gap or Fraction(0)))
        return [self.rows[assessment.commitment.commitment_id] for assessment in late[:most]]

    def steps(self, assessment: Assessment) -> list[Step]:
        """Write out how the status was found."""
        return steps(self.words, assessment)

    def rule(self, assessment: Assessment) -> str:
        """Return the name of the rule of a status."""
        return self.words.t(RULE_WORDS[assessment.verdict.rule])

    def target_words(self, assessment: Assessment) -> str:
        """Say what the target is, and that it is illustrative where it is."""
        text = target_of(assessment).text(self.words)
        if assessment.case.target_state is TargetState.ILLUSTRATIVE:
            return self.words.t("{target} (illustrative; the report does not disclose it)", target=text)
        return text

    def source(self, source_id: str) -> Source | None:
        """Return a source."""
        return self.dataset.sources.get(source_id)

    def day(self, day: date | None) -> str:
        """Write a day, or nothing."""
        return self.words.date(day) if day else ""

    def due(self, assessment: Assessment) -> str:
        """Say when a commitment is due, and whether the source says so."""
        commitment, words = assessment.commitment, self.words
        if commitment.due_set:
            return words.date(commitment.due_on)
        return words.t("{day} (no deadline of its own)", day=words.date(commitment.due_on))

    def _row(self, assessment: Assessment) -> Row:
        commitment, verdict, case, words = assessment.commitment, assessment.verdict, assessment.case, self.words
        latest = case.latest
        paced = verdict.rule in (Rule.SHARE, Rule.CEILING, Rule.TARGET_MASKED)
        support = (self.unit(unit_id) for unit_id in commitment.support_unit_ids)
        return Row(
            commitment_id=commitment.commitment_id,
            path=commitment_path(commitment.commitment_id),
            title=self.text(commitment, "title"),
            badge=self.badge(assessment.status),
            answer=answer(words, assessment),
            share=self._share_text(assessment),
            expected=words.percent(verdict.expected) if paced and verdict.expected is not None else "",
            gap=points_text(words, verdict.gap, 1) if paced and verdict.gap is not None else "",
            target=target_of(assessment).text(words),
            period=words.period(latest.observation.period) if latest else "",
            due=words.date(commitment.due_on),
            kind=words.t(KINDS[commitment.kind]),
            leader=commitment.leader,
            lead=self.unit(commitment.lead_unit_id),
            support=tuple(link for link in support if link),
            place=self.place(commitment.place_id),
            bullet=bullet_id(commitment.commitment_id) if assessment.has_bar else "",
            reported=verdict.rule is Rule.REPORTED and case.reported is not None,
            illustrative=case.illustrative,
            assessment=assessment,
        )

    def _share_text(self, assessment: Assessment) -> str:
        """Return the number that a list shows: a share, milestones, or the value of an indicator."""
        verdict, case, words = assessment.verdict, assessment.case, self.words
        if verdict.rule is Rule.MILESTONES:
            return words.t("{done} of {total}", done=len(case.achieved), total=len(case.milestones))
        if verdict.share is not None and verdict.rule in (Rule.SHARE, Rule.CEILING):
            return words.percent(verdict.share)
        return value_text(words, assessment)

    def _point(self, assessment: Assessment, point: Point) -> PointRow:
        words, observation = self.words, point.observation
        value = "" if point.value is None else words.number(point.value)
        if point.reason:
            value = words.t(REASONS[point.reason])
        elif observation.measure is Measure.INCREMENT and observation.value is not None:
            value = words.t("{total} (+{value})", total=value, value=words.number(observation.value))
        return PointRow(
            period=words.period(observation.period),
            value=value,
            share="" if point.share is None else words.percent(point.share, 2),
            expected="" if point.expected is None else words.percent(point.expected, 2),
            gap="" if point.gap is None else words.points(point.gap, 2),
            status=words.t(DATA_STATUSES[observation.status]),
            note=self.text(observation, "note"),
        )

    def _milestone(self, assessment: Assessment, milestone: Milestone) -> MilestoneRow:
        case, words = assessment.case, self.words
        state, css = milestone_state(case, milestone)
        achieved = words.date(milestone.achieved_on) if milestone in case.achieved and milestone.achieved_on else ""
        return MilestoneRow(
            self.text(milestone, "stage"), words.date(milestone.planned_on), achieved, state.text(words), css
        )

    def _update(self, update: Update, row: Row | None) -> UpdateRow:
        return UpdateRow(
            day=self.words.date(update.published_on),
            iso=update.published_on.isoformat(),
            progress=self.text(update, "progress"),
            problems=self.text(update, "problems"),
            next_steps=self.text(update, "next_steps"),
            badge=self.badge(update.reported_status) if update.reported_status else None,
            unit=self.unit(update.unit_id),
            row=row,
        )


def html_lang(words: Words) -> str:
    """Return the name of the language of a page as HTML does."""
    return HTML_LANG[words.lang]


def grouped(rows: Sequence[Row], statuses: Iterable[Status]) -> list[tuple[Badge, list[Row]]]:
    """Group rows by status, in the order of the statuses, leaving out empty groups."""
    groups = []
    for status in statuses:
        members = [row for row in rows if row.badge.status is status]
        if members:
            groups.append((members[0].badge, members))
    return groups
