"""Sentences: the answer for a commitment in one sentence."""

from collections.abc import Mapping
from fractions import Fraction

from generator.language.words import Words, mark, round_half_up
from generator.model import Kind, Plan, Status
from generator.status.points import Reason
from generator.status.verdict import PACED, Assessment, StatusRule, Trend
from generator.text.quantities import Quantity, add_unit, describe_target, write_latest_value
from generator.text.statuses import name_status
from generator.text.vocabulary import REASONS


def write_answer(words: Words, assessment: Assessment) -> str:
    """Return one sentence that states how a commitment stands."""
    sentence = _write_sentence(words, assessment)
    return sentence[:1].upper() + sentence[1:]


def _write_sentence(words: Words, assessment: Assessment) -> str:
    match assessment.verdict.rule:
        case StatusRule.SHARE | StatusRule.PUBLISHED_SHARE:
            return _write_share(words, assessment)
        case StatusRule.CEILING:
            return _write_ceiling(words, assessment)
        case StatusRule.LEVEL:
            return _write_level(words, assessment)
        case StatusRule.GROWTH:
            return _write_growth(words, assessment)
        case StatusRule.BASELINE:
            return _write_baseline(words, assessment)
        case StatusRule.RANK:
            return _write_rank(words, assessment)
        case StatusRule.MILESTONES:
            return _write_milestones(words, assessment)
        case StatusRule.REPORTED:
            return _write_reported(words, assessment)
        case StatusRule.WITHDRAWN:
            reason = words.pick(assessment.commitment, "state_reason")
            return words.t("Withdrawn: {reason}", reason=reason) if reason else words.t("Withdrawn.")
        case StatusRule.TARGET_MASKED:
            return _write_masked(words, assessment)
        case StatusRule.NOT_STARTED:
            return words.t("The work starts on {day}.", day=words.date(assessment.commitment.starts_on))
        case StatusRule.NOT_REPORTED:
            return _write_silent(words, assessment)


def _list_facts(words: Words, assessment: Assessment) -> dict[str, str]:
    """Return the parts that fill the sentences."""
    case, verdict, commitment = assessment.case, assessment.verdict, assessment.commitment
    latest, target = case.latest, case.judged_target
    facts = {"as_of": words.date(case.as_of), "due": words.date(commitment.due_on)}
    if latest is not None:
        facts["day"] = words.date(latest.observation.period.end)
        facts["period"] = words.period(latest.observation.period)
    if latest is not None and latest.value is not None:
        bare = not words.language.cjk and target is not None and verdict.rule in PACED
        facts["value"] = words.number(latest.value) if bare else write_latest_value(words, assessment)
    if target is not None:
        judged = describe_target(target, case.judged_state, commitment, commitment.target_upper_value)
        facts["target"] = (add_unit(target, commitment) if verdict.rule in PACED else judged).text(words)
    if commitment.baseline_value is not None:
        facts["baseline"] = add_unit(commitment.baseline_value, commitment).text(words)
    if verdict.share is not None:
        facts["share"] = words.percent(verdict.share)
    if verdict.gap_share is not None:
        facts["gap"] = words.decimal(abs(verdict.gap_share) * 100, 1)
    return facts


def _write_share(words: Words, assessment: Assessment) -> str:
    facts, gap, commitment = _list_facts(words, assessment), assessment.verdict.gap_share, assessment.commitment
    if assessment.verdict.share is None:
        return _write_kept(words, assessment, facts)
    if assessment.verdict.rule is StatusRule.PUBLISHED_SHARE:
        head = words.t("By {day}, {share} done, as the source prints it", **facts)
    elif commitment.baseline_value:
        head = words.t("By {day}, {value} on the way from {baseline} to {target}: {share}", **facts)
    else:
        head = words.t("By {day}, {value} of {target}: {share}", **facts)
    match assessment.status:
        case Status.MET:
            return words.t("{head}. The target is met.", head=head)
        case Status.MISSED:
            return words.t("{head}. The due date has passed.", head=head)
        case Status.NOT_REPORTED:
            return words.t("{head}. No figure covers the due date, {due}.", head=head, due=facts["due"])
    if gap is None:
        return words.t("{head}. No schedule is set.", head=head)
    if commitment.plan is Plan.STEP:
        return words.t("{head}. All is due at once, on {due}.", head=head, due=facts["due"])
    if not round_half_up(gap * 100, 1):
        return words.t("{head}, on schedule.", head=head)
    ahead = mark("{head}, {gap} points ahead of schedule.")
    return words.t(ahead if gap > 0 else mark("{head}, {gap} points behind schedule."), head=head, gap=facts["gap"])


def _write_kept(words: Words, assessment: Assessment, facts: Mapping[str, str]) -> str:
    """Return how a quantity stands whose target is its baseline."""
    match assessment.status:
        case Status.MET:
            return words.t("By {day}, {value}: the target, to keep {target}, is met so far.", **facts)
        case Status.BEHIND | Status.MISSED:
            return words.t("By {day}, {value}: short of the target, to keep {target}.", **facts)
    return words.t("By {day}, {value} of {target}. No share can be given.", **facts)


def _write_ceiling(words: Words, assessment: Assessment) -> str:
    facts, gap = _list_facts(words, assessment), assessment.verdict.gap_share
    if "value" not in facts or "target" not in facts:
        return words.t("By {day}, {share} of what is allowed has been used, as the source prints it.", **facts)
    if assessment.status is Status.MISSED:
        return words.t("By {day}, {value}: above the ceiling of {target}, which can no longer be kept.", **facts)
    if "share" not in facts:
        return words.t("By {day}, {value} against a ceiling of {target}, which is kept so far.", **facts)
    if assessment.status is Status.MET or gap is None:
        return words.t("By {day}, {value} against a ceiling of {target}: {share} used.", **facts)
    if gap < 0:
        text = mark("By {day}, {value} against a ceiling of {target}: {share} used, {gap} points more than scheduled.")
    else:
        text = mark("By {day}, {value} against a ceiling of {target}: {share} used, {gap} points less than scheduled.")
    return words.t(text, **facts)


def _write_level(words: Words, assessment: Assessment) -> str:
    facts = _list_facts(words, assessment)
    if assessment.status is Status.MET and assessment.final:
        return words.t("{period}: {value}. The target, {target}, is met.", **facts)
    if assessment.status is Status.MET:
        return words.t("{period}: {value}. On target so far: {target}.", **facts)
    facts["distance"] = _write_distance(words, assessment)
    text = mark("{period}: {value}, {distance} short of the target, {target}.")
    if (assessment.figure or 0) > (assessment.case.judged_target or 0):
        text = mark("{period}: {value}, {distance} above the target, {target}.")
    sentences = [words.t(text, **facts)]
    if "share" in facts:
        sentences.append(words.t("Attainment {share}.", **facts))
    if assessment.verdict.trend is Trend.WORSE:
        sentences.append(words.t("It is worse than the baseline of {baseline}.", **facts))
    return words.sentences(sentences)


def _write_distance(words: Words, assessment: Assessment) -> str:
    """Return how far a level is from its target, in the unit's own points."""
    distance, commitment = assessment.distance or Fraction(0), assessment.commitment
    decimals = 2 if distance < 1 else 1
    number = words.number(round_half_up(distance, decimals).normalize())
    if commitment.unit_zh == "%" or commitment.kind is Kind.GROWTH:
        return words.t("{gap} points", gap=number)
    return Quantity(round_half_up(distance, decimals).normalize(), commitment.unit_zh, commitment.unit_en).text(words)


def _write_growth(words: Words, assessment: Assessment) -> str:
    latest = assessment.case.latest
    facts = _list_facts(words, assessment)
    if latest is None or latest.growth is None:
        reason = assessment.verdict.reasons.get("growth", Reason.NO_PRIOR)
        return words.t("{period}: {value}; {reason}.", **facts, reason=words.t(REASONS[reason]))
    facts["growth"] = words.percent(abs(latest.growth) / 100)
    head = mark("{period}: {value}, up {growth} on the year before.")
    if latest.growth < 0:
        head = mark("{period}: {value}, down {growth} on the year before.")
    sentences = [words.t(head, **facts)]
    if assessment.status is Status.MET:
        text = mark("The target, {target}, is met.") if assessment.final else mark("On target so far: {target}.")
        return words.sentences([*sentences, words.t(text, **facts)])
    facts["distance"] = _write_distance(words, assessment)
    return words.sentences([*sentences, words.t("That is {distance} off the target, {target}.", **facts)])


def _write_baseline(words: Words, assessment: Assessment) -> str:
    facts = _list_facts(words, assessment)
    match assessment.verdict.trend:
        case Trend.BETTER:
            return words.t("{period}: {value}, better than the baseline of {baseline}. No target in figures.", **facts)
        case Trend.SAME:
            return words.t("{period}: {value}, the same as the baseline. No target in figures.", **facts)
        case Trend.WORSE:
            return words.t("{period}: {value}, worse than the baseline of {baseline}. No target in figures.", **facts)
    return words.t("{period}: {value}. The promise sets no target in figures, so it is not judged.", **facts)


def _write_rank(words: Words, assessment: Assessment) -> str:
    case = assessment.case
    baseline, latest = assessment.commitment.baseline_value, case.latest
    target = case.judged_target
    if target is None or latest is None or latest.value is None:
        return _write_baseline(words, assessment)
    if assessment.commitment.comparator in ("<=", "<"):
        text = mark("{period}: place {value}; {target} was promised.")
        goal = describe_target(target, case.judged_state, assessment.commitment).text(words)
        period = words.period(latest.observation.period)
        return words.t(text, period=period, value=words.number(latest.value), target=goal)
    if baseline is None:
        return _write_baseline(words, assessment)
    gained = baseline - latest.value
    facts = {
        "period": words.period(latest.observation.period),
        "value": words.number(latest.value),
        "baseline": words.number(baseline),
        "gained": words.number(abs(gained)),
        "target": words.number(target),
    }
    if not gained:
        return words.t("{period}: place {value}, unchanged; {target} up was promised.", **facts)
    if gained < 0:
        return words.t("{period}: place {value}, down {gained} from {baseline}; {target} up was promised.", **facts)
    return words.t("{period}: place {value}, up {gained} from {baseline}; {target} up was promised.", **facts)


def _write_milestones(words: Words, assessment: Assessment) -> str:
    case, overdue = assessment.case, assessment.verdict.overdue
    facts = {
        "as_of": words.date(case.as_of),
        "done": str(len(case.achieved)),
        "total": str(len(case.milestones)),
        "due": words.date(assessment.commitment.due_on),
    }
    if assessment.status is Status.MET:
        return words.t("All {total} milestones were achieved by {as_of}.", **facts)
    if overdue:
        planned_on, first = min((m.planned_on or case.as_of, n, m) for n, m in enumerate(overdue))[::2]
        facts["stage"] = words.pick(first, "stage")
        facts["days"] = words.n("{count} day", "{count} days", (case.as_of - planned_on).days)
        text = mark("{done} of {total} milestones were achieved by {as_of}; “{stage}” is {days} overdue.")
        if assessment.status is Status.MISSED:
            text = mark("{done} of {total} milestones were achieved by {as_of}, and the due date, {due}, has passed.")
        return words.t(text, **facts)
    if not any(milestone.planned_on for milestone in case.milestones):
        return words.t("{done} of {total} milestones were achieved by {as_of}; no dates are set for them.", **facts)
    if case.achieved:
        text = mark("{done} of {total} milestones were achieved by {as_of}; none that was due is missing.")
        return words.t(text, **facts)
    return words.t("None of {total} milestones was due by {as_of}.", **facts)


def _write_reported(words: Words, assessment: Assessment) -> str:
    case = assessment.case
    facts = _list_facts(words, assessment)
    if "value" in facts:
        return words.t("By {day}: {value}. The promise sets no target in figures, so it is not judged.", **facts)
    if Reason.VALUE_MASKED in assessment.verdict.reasons.values():
        return words.t("Progress is reported, but its value is not disclosed.")
    if case.reported and case.report:
        day = words.date(case.report.published_on)
        status = name_status(words, assessment.status, case.portal.statuses)
        return words.t("The responsible unit reports “{status}” ({day}); it is not computed.", status=status, day=day)
    if case.reported:
        return words.t("Reported as completed; it is not computed.")
    day = words.date(case.updates[0].published_on)
    return words.t("Progress is reported in words ({day}); there is no figure to judge it by.", day=day)


def _write_silent(words: Words, assessment: Assessment) -> str:
    case = assessment.case
    if case.updates and assessment.verdict.reasons.get("status") is Reason.DUE_NOT_COVERED:
        day, due = words.date(case.updates[0].published_on), words.date(case.commitment.due_on)
        return words.t("The latest report, of {day}, is from before the due date, {due}.", day=day, due=due)
    return words.t("Nothing had been reported by {day}.", day=words.date(case.as_of))


def _write_masked(words: Words, assessment: Assessment) -> str:
    facts = _list_facts(words, assessment)
    if "value" in facts:
        return words.t("By {day}: {value}. The target is not disclosed, so no share can be given.", **facts)
    return words.t("The target is not disclosed, and no figure has been reported.")
