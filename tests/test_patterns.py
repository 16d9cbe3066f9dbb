"""The page of components: every status, every form of chart, in both languages, and hidden from search engines."""

from reader import Page

from generator.charts.drawing.forms import FORMS
from generator.checks.check import check_folder
from generator.data.settings import Portal
from generator.model import Status
from generator.pages.figures import plan_figures
from generator.pages.samples import make_sample_canvas
from generator.paths import SAMPLES


def test_the_samples_keep_every_rule_of_the_data_but_for_the_one_that_is_not_renewed() -> None:
    _, findings = check_folder(SAMPLES)
    assert [(finding.rule, finding.commitment_id) for finding in findings] == [("figures-late", "S-19")]


def test_the_samples_show_every_status_and_every_form_of_chart() -> None:
    canvas = make_sample_canvas(Portal(title_zh="门户", year=2023))
    assert {assessment.status for assessment in canvas.progress.assessments.values()} == set(Status)
    assert {figure.form for figure in plan_figures(canvas)} == set(FORMS)


def test_the_page_is_not_for_search_engines_and_no_other_page_is_hidden(seed_pages: dict[str, Page]) -> None:
    hidden = {path for path, page in seed_pages.items() if any(told(page)) and "embed/" not in path}
    assert {path for path in hidden if "404" not in path} == {"patterns/", "en/patterns/"}


def told(page: Page) -> list[str]:
    """What a page tells search engines."""
    return [e.attributes["content"] for e in page.all("meta") if e.attributes.get("name") == "robots"]
