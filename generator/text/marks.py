"""The text of each mark of a chart, in one line: for the pointer, the keyboard and the screen reader."""

from generator.language.message import SEMICOLON, Counted, Joined, Message, Part, Percent, Sayable, make_bilingual
from generator.model import Milestone, Status, Update
from generator.status.assess import Assessment
from generator.status.case import Case, Point
from generator.text.quantities import describe_value
from generator.text.statuses import StatusWord
from generator.text.vocabulary import DATA_STATUSES, NOT_SETTLED, REASONS


def describe_point(assessment: Assessment, point: Point, *, revised: bool) -> Sayable:
    """Return what was observed in a period, and how it stood against the schedule."""
    period = point.observation.period
    if point.value is None:
        reason: Part = Message(REASONS[point.reason]) if point.reason else ""
        return Message("{period}: {reason}", {"period": period, "reason": reason})
    value = describe_value(point.value, assessment.commitment)
    parts = [Message("{period}: {value}", {"period": period, "value": value})]
    if point.share is not None and point.expected is not None:
        parts.append(Message("share {share}", {"share": Percent(point.share)}))
        parts.append(Message("schedule {share}", {"share": Percent(point.expected)}))
    if point.observation.status in NOT_SETTLED:
        parts.append(Message(DATA_STATUSES[point.observation.status]))
    if revised:
        parts.append(Message("changed after it was first published"))
    return Joined(tuple(parts), SEMICOLON)


def describe_milestone_state(case: Case, milestone: Milestone) -> tuple[Sayable, str]:
    """Return how a milestone stands, and its class: done, late, overdue or open."""
    done = milestone in case.achieved and milestone.achieved_on
    if done:
        late = (done - milestone.planned_on).days
        if late <= 0:
            return Message("done"), "done"
        return Counted("{count} day late", "{count} days late", late), "late"
    if milestone.planned_on <= case.as_of:
        days = (case.as_of - milestone.planned_on).days
        return Counted("{count} day overdue", "{count} days overdue", days), "overdue"
    return Message("not due yet"), "open"


def describe_milestone(case: Case, milestone: Milestone) -> Sayable:
    """Return when a milestone was planned and achieved."""
    planned: dict[str, Part] = {"stage": make_bilingual(milestone, "stage"), "day": milestone.planned_on}
    parts: list[Sayable] = [Message("{stage}: planned {day}", planned)]
    if milestone in case.achieved and milestone.achieved_on:
        parts.append(Message("achieved {day}", {"day": milestone.achieved_on}))
    parts.append(describe_milestone_state(case, milestone)[0])
    return Joined(tuple(parts), SEMICOLON)


def describe_project_milestone(case: Case, milestone: Milestone) -> Sayable:
    """Return the same with the title of the commitment, for a chart of several."""
    parts = {"title": make_bilingual(case.commitment, "title"), "milestone": describe_milestone(case, milestone)}
    return Message("{title}, {milestone}", parts)


def describe_update(case: Case, update: Update) -> Sayable:
    """Return when a unit reported, and the status in its report."""
    if update.reported_status is None:
        return Message("{day}: progress in words", {"day": update.published_on})
    status = StatusWord(update.reported_status, case.portal.statuses.get(update.reported_status))
    return Message("{day}: the unit reports “{status}”", {"day": update.published_on, "status": status})


def describe_standing(assessment: Assessment, status: Status) -> Sayable:
    """Return the identifier and the title of a commitment with a status."""
    commitment = assessment.commitment
    word = StatusWord(status, assessment.case.portal.statuses.get(status))
    parts: dict[str, Part] = {
        "id": commitment.commitment_id,
        "title": make_bilingual(commitment, "title"),
        "status": word,
    }
    return Message("{id} {title}: {status}", parts)
