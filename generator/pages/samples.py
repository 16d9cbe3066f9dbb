"""The samples: a small portal with every status and every kind of chart, for the page of the components."""

from dataclasses import replace

from generator.charts.canvas import Canvas
from generator.charts.theme import make_palette
from generator.checks.check import check_folder
from generator.data.settings import Portal
from generator.paths import SAMPLES
from generator.status.progress import Progress, assess_all

STALE = "figures-late"  # one of the samples is not renewed
CORRECTED = {"S-03": {"2023-06"}}  # as if it had been released before with another figure


def make_sample_canvas(portal: Portal) -> Canvas:
    """Assess the samples, and return the canvas of their figures with the words and colours of a portal.

    Raises:
        ValueError: the samples break a rule of the data, which only a change of the code can cause.
    """
    dataset, findings = check_folder(SAMPLES)
    if dataset is None or any(finding.rule != STALE for finding in findings):
        raise ValueError(findings)
    own = replace(dataset.portal, statuses=portal.statuses, status=portal.status)
    progress: Progress = assess_all(replace(dataset, portal=own), dataset.as_of, findings)
    return Canvas(progress, make_palette(own.statuses), CORRECTED)
