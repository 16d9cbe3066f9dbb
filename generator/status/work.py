"""Work that is not counted: projects, titles and tasks, by their milestones."""

from fractions import Fraction

from generator.model import Status
from generator.status.case import Case
from generator.status.points import Reason
from generator.status.unmeasured import judge_report
from generator.status.verdict import StatusRule, Verdict


def judge_milestones(case: Case) -> Verdict:
    """Judge by the milestones planned and achieved; one without a date plans nothing."""
    if not case.milestones:
        return judge_report(case)
    dated = any(milestone.planned_on for milestone in case.milestones)
    planned, achieved = case.planned, case.achieved
    overdue = tuple(m for m in planned if m not in achieved)
    share = Fraction(len(achieved), len(case.milestones))
    expected = Fraction(len(planned), len(case.milestones)) if dated else None
    reasons = {"gap_points": Reason.NOT_MEASURED} | ({} if dated else {"expected_share": Reason.NO_PLAN})
    if share == 1:
        status = Status.MET
    elif case.due:
        told = _is_told_when_due(case)
        status = Status.MISSED if told else Status.NOT_REPORTED
        reasons |= {} if told else {"status": Reason.DUE_NOT_COVERED}
    elif overdue:
        status = Status.BEHIND
    elif any(m.planned_on and m.planned_on > case.as_of for m in achieved):
        status = Status.AHEAD
    elif planned:
        status = Status.ON_PACE
    else:
        status = Status.IN_PROGRESS if achieved or case.updates else Status.NOT_STARTED
    return Verdict(status, StatusRule.MILESTONES, share, expected, None, reasons, overdue=overdue)


def _is_told_when_due(case: Case) -> bool:
    """Return whether anything was reported of the due date or a later day."""
    due_on = case.commitment.due_on
    achieved = any(m.achieved_on and m.achieved_on >= due_on for m in case.achieved)
    return achieved or any(update.published_on >= due_on for update in case.updates)
