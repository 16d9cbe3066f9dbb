"""Texts in a drawing are no longer than its line."""

from generator.charts.canvas import fit_text


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert fit_text("亚威智能制造项目") == "亚威智能制造项目"
    assert fit_text("Speed up construction of the Yawei project") == "Speed up construction of the Yawei project"


def test_a_longer_one_ends_with_dots_before_the_edge() -> None:
    # 400 px: 30 Chinese signs of 13 px are 390, the 31st does not fit; of 7 px there is room for 57 letters
    assert fit_text("项" * 30) == "项" * 30
    assert fit_text("项" * 40) == "项" * 29 + "…"
    assert fit_text("a" * 57) == "a" * 57
    assert fit_text("a" * 58) == "a" * 56 + "…"
