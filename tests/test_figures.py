"""Figures are data: planned once, and drawn or put into words anywhere."""

import pickle

import pytest
from conftest import MEISHAN

from generator.charts.canvas import Canvas
from generator.charts.figure import Figure
from generator.charts.theme import make_palette
from generator.checks.check import check_folder
from generator.language.message import Bilingual, Counted, Joined, Message, Sentences
from generator.language.words import Words
from generator.pages.figures import plan_figures
from generator.pages.samples import make_sample_canvas
from generator.status.progress import assess_all

ZH, EN = Words("zh"), Words("en")


@pytest.fixture(scope="module", params=["meishan", "samples"])
def figures(request: pytest.FixtureRequest) -> list[Figure]:
    dataset, findings = check_folder(MEISHAN)
    assert dataset is not None
    if request.param == "samples":  # with every form of chart
        return plan_figures(make_sample_canvas(dataset.portal))
    return plan_figures(Canvas(assess_all(dataset, dataset.as_of, findings), make_palette({})))


def test_every_figure_can_be_sent_to_another_process_and_says_the_same_there(figures: list[Figure]) -> None:
    for figure in figures:
        sent = pickle.loads(pickle.dumps(figure))  # noqa: S301 - our own
        assert sent == figure
        for words in (ZH, EN):
            said = {name: text.text(words) for name, text in figure.texts.items()}
            assert {name: text.text(words) for name, text in sent.texts.items()} == said
            assert sent.caption.text(words) == figure.caption.text(words)


def test_a_figure_has_an_identifier_of_its_own(figures: list[Figure]) -> None:
    ids = [figure.figure_id for figure in figures]
    assert len(ids) == len(set(ids)) > 0


def test_a_message_is_put_into_words_with_its_parts() -> None:
    nested = Message("{title}, {milestone}", {"title": Bilingual("甲", "A"), "milestone": Message("done")})
    assert (nested.text(ZH), nested.text(EN)) == ("甲，按期完成", "A, done")
    assert Bilingual("甲").text(EN) == "甲"
    assert Counted("{count} day late", "{count} days late", 2).text(EN) == "2 days late"
    assert Joined((1, "a", Message("done")), Message("; ")).text(EN) == "1; a; done"
    assert Sentences((Message("Withdrawn."), Message("Withdrawn."))).text(EN) == "Withdrawn. Withdrawn."
