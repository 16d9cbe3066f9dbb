"""The report of a check is one page that anyone can open, with every cell shown as text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.checks.check import check_folder
from generator.findings.report import as_html
from generator.language.words import Words

HOSTILE = "<script>alert(1)</script>"
FILE = f"commitment_id,period,value\nA,2023-06,十二\nA,2023-07,{HOSTILE}\n"


@pytest.mark.parametrize(
    ("lang", "said", "row", "column"),
    [("zh", "“十二”不是数字。", "第2行", "数值（value）"), ("en", "“十二” is not a number.", "row 2", "value")],
)
def test_it_names_the_row_what_is_wrong_and_how_to_mend_it(
    portal_folder: Callable[..., Path], lang: str, said: str, row: str, column: str
) -> None:
    _, findings = check_folder(portal_folder(observations=FILE))
    report = as_html(findings, Words(lang))
    for text in (said, row, "observations.csv", f"<td>{column}</td>"):
        assert text in report
    assert str(Path.cwd()) not in report


def test_it_asks_no_other_host_and_shows_cells_as_text(portal_folder: Callable[..., Path]) -> None:
    _, findings = check_folder(portal_folder(observations=FILE))
    report = as_html(findings, Words("zh"))
    assert "<script" not in report
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in report
    assert not any(sign in report for sign in ("src=", "href=", "url(", "@import"))
