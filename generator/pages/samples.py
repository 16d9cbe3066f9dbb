"""Patterns: a small portal with every status and every kind of chart, for the page that shows each component."""

from dataclasses import replace

from generator.charts.canvas import Canvas
from generator.charts.theme import palette
from generator.checks.check import check_folder
from generator.data.settings import Portal
from generator.paths import SAMPLES
from generator.status.progress import Progress, measure

CORRECTED = {"S-03": {"2023-06"}}  # as if it had been released before with another figure


def sample_canvas(portal: Portal) -> Canvas:
    """Assess the samples and give the canvas of their figures, with the words and colours that a portal has of its own.

    Raises:
        ValueError: the samples break a rule of the data, as only a change of the code can make them.
    """
    dataset, findings = check_folder(SAMPLES)
    if dataset is None or findings:
        raise ValueError(findings)
    own = replace(dataset.portal, statuses=portal.statuses, status=portal.status)
    progress: Progress = measure(replace(dataset, portal=own), dataset.as_of, findings)
    return Canvas(progress, palette(own.statuses), CORRECTED)
