"""Texts in a drawing are no longer than its line."""

from generator.charts.canvas import fitted


def test_a_text_that_fits_stays_as_it_is() -> None:
    assert fitted("亚威智能制造项目") == "亚威智能制造项目"
    assert fitted("Speed up construction of the Yawei project") == "Speed up construction of the Yawei project"


def test_a_longer_one_ends_with_dots_before_the_edge() -> None:
    # 400 px: 30 Chinese signs of 13 px are 390, the 31st does not fit; of 7 px there is room for 57 letters
    assert fitted("项" * 30) == "项" * 30
    assert fitted("项" * 40) == "项" * 29 + "…"
    assert fitted("a" * 57) == "a" * 57
    assert fitted("a" * 58) == "a" * 56 + "…"
