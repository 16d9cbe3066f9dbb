"""What each mark of a chart says, in one line: under the pointer, at the keyboard, and to a screen reader."""

from generator.language.words import Words, mark
from generator.model import DataStatus, Milestone, Status, Update
from generator.status.assess import Assessment
from generator.status.case import Case, Point
from generator.text.sentences import REASONS, figure_text, status_word

DATA_STATUSES = {
    DataStatus.FINAL: mark("final"),
    DataStatus.PROVISIONAL: mark("provisional"),
    DataStatus.ESTIMATED: mark("estimated"),
    DataStatus.SUPPRESSED: mark("withheld"),
    DataStatus.ILLUSTRATIVE: mark("illustrative"),
}
NOT_SETTLED = (DataStatus.PROVISIONAL, DataStatus.ESTIMATED)


def said_point(words: Words, assessment: Assessment, point: Point, *, revised: bool) -> str:
    """Say what was observed in a period, and how it stood against the schedule."""
    period = words.period(point.observation.period)
    if point.value is None:
        reason = words.t(REASONS[point.reason]) if point.reason else ""
        return words.t("{period}: {reason}", period=period, reason=reason)
    parts = [words.t("{period}: {value}", period=period, value=figure_text(words, point.value, assessment.commitment))]
    if point.share is not None and point.expected is not None:
        parts.append(words.t("share {share}", share=words.percent(point.share)))
        parts.append(words.t("schedule {share}", share=words.percent(point.expected)))
    if point.observation.status in NOT_SETTLED:
        parts.append(words.t(DATA_STATUSES[point.observation.status]))
    if revised:
        parts.append(words.t("changed after it was first published"))
    return words.t("; ").join(parts)


def milestone_state(words: Words, case: Case, milestone: Milestone) -> tuple[str, str]:
    """Say how a milestone stands, and name its class: done, late, overdue or open."""
    done = milestone in case.achieved and milestone.achieved_on
    if done:
        late = (done - milestone.planned_on).days
        if late <= 0:
            return words.t("done"), "done"
        return words.n("{count} day late", "{count} days late", late), "late"
    if milestone.planned_on <= case.as_of:
        days = (case.as_of - milestone.planned_on).days
        return words.n("{count} day overdue", "{count} days overdue", days), "overdue"
    return words.t("not due yet"), "open"


def said_milestone(words: Words, case: Case, milestone: Milestone) -> str:
    """Say when a milestone was planned and achieved."""
    stage, planned = words.pick(milestone, "stage"), words.date(milestone.planned_on)
    parts = [words.t("{stage}: planned {day}", stage=stage, day=planned)]
    if milestone in case.achieved and milestone.achieved_on:
        parts.append(words.t("achieved {day}", day=words.date(milestone.achieved_on)))
    parts.append(milestone_state(words, case, milestone)[0])
    return words.t("; ").join(parts)


def said_project_milestone(words: Words, case: Case, milestone: Milestone) -> str:
    """Say the same of a project among others."""
    title = words.pick(case.commitment, "title")
    return words.t("{title}, {milestone}", title=title, milestone=said_milestone(words, case, milestone))


def said_update(words: Words, case: Case, update: Update) -> str:
    """Say when a unit reported, and the status it gave."""
    day = words.date(update.published_on)
    if update.reported_status is None:
        return words.t("{day}: progress in words", day=day)
    word = status_word(words, update.reported_status, case.portal.statuses)
    return words.t("{day}: the unit reports “{status}”", day=day, status=word)


def said_standing(words: Words, assessment: Assessment, status: Status) -> str:
    """Name a commitment and its status."""
    word = status_word(words, status, assessment.case.portal.statuses)
    commitment = assessment.commitment
    title = words.pick(commitment, "title")
    return words.t("{id} {title}: {status}", id=commitment.commitment_id, title=title, status=word)
