"""Remarks beside the answer: what is not real, by the target as first set, on the same period a year before."""

from decimal import Decimal

from generator.language.words import Words
from generator.status.points import is_percentage
from generator.status.verdict import Assessment, StatusRule
from generator.text.quantities import add_rate, describe_value
from generator.text.statuses import name_status


def note_illustrative(words: Words, text: str, *, illustrative: bool) -> str:
    """Return a text that stands alone, such as a description, with the note that its figures are not real."""
    return words.sentences([words.t("Illustrative figures."), text]) if illustrative else text


def write_by_original(words: Words, assessment: Assessment) -> str:
    """Return what the latest figure would be by the target as first set; "" where no other took its place."""
    found, original = assessment.by_original, assessment.case.original_target
    if found is None or original is None:
        return ""
    status = words.t("“{status}”", status=name_status(words, found.status, assessment.case.portal.statuses))
    target = add_rate(original, assessment.commitment).text(words)
    if found.share is None:
        return words.t("By the original target, {target}: {status}.", target=target, status=status)
    share = words.percent(found.share)
    return words.t("By the original target, {target}: {share}, {status}.", target=target, share=share, status=status)


def write_compared(words: Words, assessment: Assessment) -> str:
    """Return the change on the same period a year before, in percent, or in points where figures are percentages."""
    latest, commitment = assessment.case.latest, assessment.commitment
    if latest is not None and latest.crosses_break and assessment.verdict.rule is not StatusRule.GROWTH:
        return words.t("Not compared with the year before: the series breaks in between.")
    if latest is None or latest.prior is None or assessment.verdict.rule is StatusRule.GROWTH:
        return ""
    prior = describe_value(latest.prior, commitment).text(words)
    if is_percentage(commitment):
        change = latest.change or Decimal(0)
        points = words.t("{gap} points", gap=words.signed(change))
        return words.t("A year before: {prior} ({change}).", prior=prior, change=points)
    if latest.growth is None:
        return words.t("A year before: {prior}.", prior=prior)
    sign = "+" if latest.growth > 0 else ""
    growth = f"{sign}{words.percent(latest.growth / 100)}"
    return words.t("A year before: {prior} ({change}).", prior=prior, change=growth)
