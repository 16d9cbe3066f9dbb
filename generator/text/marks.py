"""The text of each mark of a chart, in one line: for the pointer, the keyboard and the screen reader."""

from generator.language.message import SEMICOLON, Counted, Joined, Message, Part, Percent, Sayable, make_bilingual
from generator.model import Milestone, Update
from generator.status.case import Case
from generator.status.points import Point
from generator.status.verdict import Assessment
from generator.text.quantities import describe_value
from generator.text.statuses import Standing, StatusWord
from generator.text.vocabulary import DATA_STATUSES, NOT_SETTLED, REASONS


def describe_point(assessment: Assessment, point: Point, *, revised: bool) -> Sayable:
    """Return what was observed in a period, and how it stood against the schedule."""
    period = point.observation.period
    if point.printed and point.share is not None:
        printed: dict[str, Part] = {"period": period, "share": Percent(point.share)}
        return Message("{period}: {share}, as the source prints it", printed)
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
    if point.observation.breaks:
        parts.append(Message("the series breaks here"))
    if revised:
        parts.append(Message("changed after it was first published"))
    return Joined(tuple(parts), SEMICOLON)


def describe_milestone_state(case: Case, milestone: Milestone) -> tuple[Sayable, str]:
    """Return how a milestone stands, and its class: done, late, overdue or open."""
    done, planned = milestone in case.achieved and milestone.achieved_on, milestone.planned_on
    if done:
        late = (done - planned).days if planned else 0
        if late <= 0:
            return Message("done"), "done"
        return Counted("{count} day late", "{count} days late", late), "late"
    if planned is None:
        return Message("no date set"), "open"
    if planned <= case.as_of:
        days = (case.as_of - planned).days
        return Counted("{count} day overdue", "{count} days overdue", days), "overdue"
    return Message("not due yet"), "open"


def describe_milestone(case: Case, milestone: Milestone) -> Sayable:
    """Return when a milestone was planned and achieved."""
    stage = make_bilingual(milestone, "stage")
    parts: list[Sayable] = [stage]
    if milestone.planned_on:
        parts = [Message("{stage}: planned {day}", {"stage": stage, "day": milestone.planned_on})]
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


def describe_standing(assessment: Assessment) -> Sayable:
    """Return the identifier and the title of a commitment with its status."""
    commitment = assessment.commitment
    parts: dict[str, Part] = {
        "id": commitment.commitment_id,
        "title": make_bilingual(commitment, "title"),
        "status": Standing(assessment),
    }
    return Message("{id} {title}: {status}", parts)
