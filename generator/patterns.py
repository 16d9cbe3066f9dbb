"""Patterns: a small portal with every status and every kind of chart, for the page that shows each component."""

from dataclasses import replace
from pathlib import Path

from generator.checks import checked
from generator.figures.canvas import Canvas
from generator.portal import Portal
from generator.progress import Progress, measure
from generator.theme import palette

SAMPLES = Path(__file__).parent / "samples"
CORRECTED = {"S-03": {"2023-06"}}  # as if it had been released before with another figure


def sample_canvas(portal: Portal) -> Canvas:
    """Assess the samples and give the canvas of their figures, with the words and colours that a portal has of its own.

    Raises:
        ValueError: the samples break a rule of the data, as only a change of the code can make them.
    """
    dataset, findings = checked(SAMPLES)
    if dataset is None or findings:
        raise ValueError(findings)
    own = replace(dataset.portal, statuses=portal.statuses, status=portal.status)
    progress: Progress = measure(replace(dataset, portal=own), dataset.as_of, findings)
    return Canvas(progress, palette(own.statuses), CORRECTED)
