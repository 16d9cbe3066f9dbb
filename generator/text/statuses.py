"""The word, the shape and the class of each status; each alone is enough to recognise it, so colour never has to."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.data.settings import StatusStyle
from generator.language.words import Words, mark
from generator.model import Status
from generator.status.verdict import COMPUTED, LEVELS, Assessment
from generator.text.rows import Badge

STATUS_WORDS: Mapping[Status, str] = {
    Status.MET: mark("Met"),
    Status.AHEAD: mark("Ahead"),
    Status.ON_PACE: mark("On pace"),
    Status.SLIGHTLY_BEHIND: mark("Slightly behind"),
    Status.BEHIND: mark("Behind"),
    Status.FAR_BEHIND: mark("Far behind"),
    Status.MISSED: mark("Missed"),
    Status.IN_PROGRESS: mark("In progress"),
    Status.NOT_STARTED: mark("Not started"),
    Status.NOT_REPORTED: mark("Not reported"),
    Status.MASKED: mark("Target not disclosed"),
    Status.WITHDRAWN: mark("Withdrawn"),
}

# The words of a level whose target is not met, for a figure below it and one above it.
LEVEL_WORDS: Mapping[Status, tuple[str, str]] = {
    Status.SLIGHTLY_BEHIND: (mark("Near the target"), mark("Near the target")),
    Status.BEHIND: (mark("Short of the target"), mark("Above the target")),
    Status.FAR_BEHIND: (mark("Far short of the target"), mark("Far above the target")),
}

# Outlines in a box of 16 by 16, drawn as strokes; no two statuses share a shape.
STATUS_SHAPES: Mapping[Status, str] = {
    Status.MET: "M2.5 8.5 6.5 12.5 13.5 4",
    Status.AHEAD: "M3 8.5 8 3.5l5 5M3 13.5l5-5 5 5",
    Status.ON_PACE: "M3 8h10M9 4l4 4-4 4",
    Status.SLIGHTLY_BEHIND: "M3 6l5 5 5-5",
    Status.BEHIND: "M3 3l5 5 5-5M3 8l5 5 5-5",
    Status.FAR_BEHIND: "M8 2v11M3 8.5l5 5 5-5",
    Status.MISSED: "M3.5 3.5l9 9M12.5 3.5l-9 9",
    Status.IN_PROGRESS: "M8 2.5a5.5 5.5 0 1 1-5.5 5.5",
    Status.NOT_STARTED: "M8 2.5a5.5 5.5 0 1 1-.01 0",
    Status.NOT_REPORTED: "M3 8h2M7 8h2M11 8h2",
    Status.MASKED: "M8 2.5v11M3.2 5.2l9.6 5.6M12.8 5.2l-9.6 5.6",
    Status.WITHDRAWN: "M8 2.5a5.5 5.5 0 1 1-.01 0M4.2 11.8l7.6-7.6",
}


def make_class_name(status: Status) -> str:
    """Return the name of a status in stylesheets: slightly-behind."""
    return status.replace("_", "-")


@dataclass(frozen=True, slots=True)
class StatusWord:
    """The name of a status as data, with the portal's own style where it has one."""

    status: Status
    style: StatusStyle | None = None

    def text(self, words: Words) -> str:
        """Return the portal's own word, or else the usual one."""
        own = words.pick(self.style, "word") if self.style else ""
        return own or words.t(STATUS_WORDS[self.status])


def name_status(words: Words, status: Status, own: Mapping[Status, StatusStyle]) -> str:
    """Return the name of a status, the portal's own where it has one."""
    return StatusWord(status, own.get(status)).text(words)


def name_standing(words: Words, assessment: Assessment) -> str:
    """Return the name of the status of a commitment.

    A level is not done before its due date, and has no schedule: it is on target so far, near its target, or short of
    it. These words hold whatever the portal's own word for the status is.
    """
    return Standing(assessment).text(words)


@dataclass(frozen=True, slots=True)
class Standing:
    """The name of the status of a commitment, as data."""

    assessment: Assessment

    def text(self, words: Words) -> str:
        """Return the name of the status, in the words of its rule."""
        assessment = self.assessment
        if assessment.status is Status.MET and assessment.verdict.rule in COMPUTED and not assessment.final:
            return words.t("On target so far")
        if assessment.verdict.rule in LEVELS and assessment.status in LEVEL_WORDS:
            below, above = LEVEL_WORDS[assessment.status]
            return words.t(above if _is_above(assessment) else below)
        return name_status(words, assessment.status, assessment.case.portal.statuses)


def _is_above(assessment: Assessment) -> bool:
    figure, target = assessment.figure, assessment.case.judged_target
    return figure is not None and target is not None and figure > target


def make_standing_badge(words: Words, assessment: Assessment) -> Badge:
    """Return the status of a commitment as it is shown."""
    status = assessment.status
    return Badge(name_standing(words, assessment), make_class_name(status), STATUS_SHAPES[status])


def make_badge(words: Words, status: Status, own: Mapping[Status, StatusStyle]) -> Badge:
    """Return a status as it is shown, with the portal's own word where it has one."""
    return Badge(name_status(words, status, own), make_class_name(status), STATUS_SHAPES[status])
