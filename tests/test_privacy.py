"""Personal data and the words of the list are found wherever they would be published, and never printed whole."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import COMMITMENTS, OBSERVATIONS, SEED, portal

from generator.changes.history import make_history
from generator.charts.canvas import Canvas
from generator.charts.drawing.client import open_client
from generator.charts.figure import PendingFigures
from generator.charts.theme import make_palette
from generator.checks.check import check_folder
from generator.exports.bundle import render_texts
from generator.exports.records import record_commitments
from generator.files.cache import open_cache
from generator.findings.finding import Finding, as_github, as_json, sort_findings
from generator.findings.personal import find_personal_data, mask_personal
from generator.findings.rules.rule import Severity
from generator.language.message import Message
from generator.language.words import Words
from generator.pages.figures import plan_figures
from generator.pages.render import render_pages
from generator.pages.site import Site
from generator.status.progress import assess_all

Folder = Callable[..., Path]

DOMAINS = [
    *("qq.com", "vip.qq.com", "163.com", "126.com", "139.com", "gmail.com", "outlook.com", "hotmail.com", "sina.com"),
    *("foxmail.com", "yeah.net", "sohu.com", "icloud.com", "yahoo.com", "yahoo.com.cn", "yahoo.co.jp", "QQ.COM"),
]
UNITS = "unit_id,name_zh,contact\n"
ACKNOWLEDGED = "table,key,column,rule,reason_zh,reason_en\n"
WORDLIST = "word,severity,suggestion,note\n"


def rules(text: str) -> list[str]:
    return [private.rule for private in find_personal_data(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # the example of GB 11643: the weighted sum is 167, and 167 mod 11 is 2, which stands for X
        ("11010519491231002X", "1101**********002X"),
        ("11010519491231002x", "1101**********002x"),
        ("１１０１０５１９４９１２３１００２Ｘ", "1101**********002X"),
        ("身份证号：110105 19491231 002X。", "身份证号：1101**********002X。"),
        ("ID11010519491231002X", "ID1101**********002X"),
        ("1101 0519 4912 3100 2X", "1101**********002X"),  # in fours, as cards are
        ("1101-0519-4912-3100-2x，", "1101**********002x，"),
        ("1101.0519.4912.3100.2X", "1101**********002X"),
        ("１１０１　０５１９　４９１２　３１００　２Ｘ", "1101**********002X"),
        ("110105 1949 1231 002X", "1101**********002X"),
        ("110105491231002", "1101*******1002"),  # the same before 1999, without century and check character
    ],
)
def test_a_resident_id_number_is_found_and_masked(text: str, shown: str) -> None:
    assert rules(text) == ["resident-id"]
    assert mask_personal(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",  # the check character is X, not 1
        "11010519491331002X",  # no month 13
        "110105491331002",
        "990105491231002",  # no such province
        "0110105491231002",  # 16 digits
        "A110105491231002",  # a part of a longer code
        "1101 0519 4912 3100 21",  # the check character is X
        "1101 0519 4913 3100 2X",  # no month 13
        "1101 0519 4912 3100 2 X",
        "1101，0519，4912，3100，2X",  # figures side by side
        "21101 0519 4912 3100 2X",
    ],
)
def test_what_fails_its_check_is_no_resident_id_number(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+8613800138000",
        "+86 138 0013 8000",
        "86-13800138000",
        "0086 13800138000",
        "１３８００１３８０００",
        "138－0013－8000",
        "138\u00a00013\u00a08000",
        "138.0013.8000",
        "+86.138.0013.8000",
        "１３８．００１３．８０００",
    ],
)
def test_a_mobile_number_is_found_in_every_way_it_is_written(text: str) -> None:
    assert rules(text) == ["mobile-number"]
    assert mask_personal(f"电话{text}，张三") == "电话138****8000，张三"


@pytest.mark.parametrize(
    "text",
    [
        "0514-12345678",
        "051487654321",
        "12800138000",  # no mobile number begins with 12
        "138001380001",  # 12 digits
        "213800138000",
        "13800138000138001380",  # 20 digits
        "138****8000",
        "18 2023-06-30 5",  # counts and dates side by side
        "0.13800138000",
        "132.12345678",  # degrees east
        "1380013.8000",
        "138.00138000",
        "138.0013.80001",
        "138.001.38000",
        "138.0013,8000",
        "2302-321003-89-01-123456",  # the code of an investment project
        "减税降费138亿元、惠及1380户",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # doubled from the right, every second digit: 4 gives 8, seven times 1 gives 2; 8 + 7 × 2 + 8 × 1 = 30
        ("4111111111111111", "4111********1111"),
        ("4111 1111 1111 1111", "4111********1111"),
        ("4111-1111-1111-1111", "4111********1111"),
        ("4111 1111 1111 1111 50元", "4111********1111 50元"),
        # 6 + 4 + 2 + 4 and 1 + 4 + 9 make 30
        ("6222000000000000129", "6222***********0129"),
        ("6222 0000 0000 0000 129", "6222***********0129"),
    ],
)
def test_a_bank_card_number_is_found_and_masked(text: str, shown: str) -> None:
    assert rules(text) == ["bank-card"]
    assert mask_personal(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111112",  # fails the Luhn check
        "41111111111111110000",  # 20 digits
        "411111999999111",  # 15
        "0.4111111111111111",
        "2023063000000007",  # 4 + 4 + 3 + 6 + 6 + 7 make 30, but no bank's cards begin with 20
    ],
)
def test_other_numbers_are_no_bank_cards(text: str) -> None:
    assert rules(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "91110108551385082Q",
        "12321003MB13800138",  # letters in the middle
        "513210030000500368",  # digits alone: passes both the check of GB 32100 and that of cards
    ],
)
def test_a_unified_social_credit_code_is_public(text: str) -> None:
    assert rules(text) == []
    assert rules(f"统一社会信用代码{text}，电话13800138000") == ["mobile-number"]


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_private_mailbox_is_found_and_masked(domain: str) -> None:
    assert rules(f"邮箱zhang.san@{domain}。") == ["private-email"]
    assert mask_personal(f"邮箱zhang.san@{domain}。") == f"邮箱z***@{domain}。"
    assert mask_personal(f"13800138000＠{domain}") == f"1***@{domain}"


@pytest.mark.parametrize("address", ["fgw@yangzhou.gov.cn", "a@myqq.com", "a@qq.com.example.cn", "a@163.community"])
def test_an_office_mailbox_is_public(address: str) -> None:
    assert rules(address) == []


def test_all_personal_data_of_a_text_is_masked() -> None:
    text = "张三13800138000、li@qq.com，13900139000"
    assert rules(text) == ["mobile-number", "private-email", "mobile-number"]
    assert mask_personal(text) == "张三138****8000、l***@qq.com，139****9000"
    assert mask_personal(mask_personal(text)) == mask_personal(text)


def test_no_finding_prints_personal_data_whole() -> None:
    said = Finding("unknown-id", "a.csv", 2, "tel 13800138000", "fgw 13800138000", "见11010519491231002X")
    (safe,) = sort_findings([said])
    assert (safe.column, safe.value, safe.expected) == ("tel 138****8000", "fgw 138****8000", "见1101**********002X")


def test_other_findings_about_the_same_cell_are_masked_in_every_format(portal_folder: Folder) -> None:
    secrets = {"13800138000", "11010519491231002X", "4111111111111111", "zhang@qq.com"}
    folder = portal_folder(
        units=UNITS + "13800138000,甲,zhang@qq.com\n13800138000,乙,\n",  # twice the same key
        commitments="commitment_id,pillar_id,title_zh,kind,lead_unit_id\nA,11010519491231002X,事项,4111111111111111,\n",
        observations="commitment_id,period,value\nA,13800138000,身份证11010519491231002X\n4111111111111111,2023-06,1\n",
        places="place_id,name_zh,13800138000\n",  # a row where the header should be
    )
    _, findings = check_folder(folder)
    assert {"duplicate-key", "unknown-id", "not-in-list", "not-a-number", "not-a-period", "unknown-column"} <= {
        finding.rule for finding in findings
    }
    for words in (Words("zh"), Words("en")):
        written = as_json(findings) + "".join(as_github(finding, words) for finding in findings)
        assert not [secret for secret in secrets if secret in written]
    for form in ("text", "json", "github"):
        run = portal("check", "--data", folder, "--format", form)
        assert run.returncode == 1
        assert "138****8000" in run.stdout
        assert not [secret for secret in secrets if secret in run.stdout + run.stderr]


def test_only_text_is_searched(portal_folder: Folder) -> None:
    folder = portal_folder(observations=OBSERVATIONS + "A,2023-05,13800138000\n")
    assert check_folder(folder)[1] == ()


def test_a_fault_elsewhere_does_not_hide_personal_data(portal_folder: Folder) -> None:
    folder = portal_folder("title_zh: [", units=UNITS + "fgw,发改委,13800138000\n")
    assert {finding.rule for finding in check_folder(folder)[1]} == {"portal-yml", "mobile-number"}


def test_several_numbers_in_a_cell_are_several_findings_and_one_twice_is_one(portal_folder: Folder) -> None:
    folder = portal_folder(units=UNITS + "fgw,发改委,13800138000、13900139000、13800138000\n")
    assert [finding.value for finding in check_folder(folder)[1]] == ["138****8000", "139****9000"]


def test_hand_written_pages_and_settings_are_searched(portal_folder: Folder, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    for lang, text in {"zh": "# 关于\n\n电话13800138000\n规模空前\n", "en": "# About\n\nzhang@qq.com\n"}.items():
        (docs / lang).mkdir(parents=True)
        (docs / lang / "about.md").write_text(text, encoding="utf-8")
    settings = "title_zh: 测试\nyear: 2023\npublisher:\n  contact: 13900139000\n"
    folder = portal_folder(settings, wordlist=WORDLIST + "空前,error,较大,\n")
    dataset, findings = check_folder(folder)
    assert dataset is None
    assert [(finding.rule, finding.place, finding.value) for finding in findings] == [
        ("mobile-number", f"{folder}/portal.yml:4", "139****9000"),
        ("private-email", "docs/en/about.md:3", "z***@qq.com"),
        ("mobile-number", "docs/zh/about.md:3", "138****8000"),
        ("forbidden-word", "docs/zh/about.md:4", "空前"),
    ]
    acknowledged = ACKNOWLEDGED + (
        "docs/zh/about.md,138****8000,text,mobile-number,值班电话,\n"
        "docs/zh/about.md,空前,text,forbidden-word,引文,\n"
        "docs/en/about.md,z***@qq.com,text,private-email,公开信箱,\n"
        "portal.yml,139****9000,text,mobile-number,值班电话,\n"
    )
    (folder / "acknowledged.csv").write_text(acknowledged, encoding="utf-8")
    dataset, findings = check_folder(folder)
    assert dataset is not None
    assert {finding.rule for finding in findings} == {"private-data-acknowledged"}


def test_files_that_are_published_beside_the_pages_are_searched(portal_folder: Folder, tmp_path: Path) -> None:
    """A file of `docs/` goes to the site as it is, whatever its kind; what is hidden, or no text, does not count."""
    for name, content in {
        "docs/files/duty.csv": "name,phone\n张三,13800138000\n".encode(),
        "docs/zh/map.svg": b"<svg>\n<text>zhang@qq.com</text></svg>\n",
        "docs/.notes.txt": b"13800138000",
        "docs/photo.jpg": b"\xff\xd8\0 13800138000",
        "mkdocs.yml": b"theme: progress-portal\ncopyright: zhang@qq.com\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    dataset, findings = check_folder(portal_folder())
    assert dataset is None
    assert [(finding.rule, finding.place, finding.value) for finding in findings] == [
        ("mobile-number", "docs/files/duty.csv:2", "138****8000"),
        ("private-email", "docs/zh/map.svg:2", "z***@qq.com"),
        ("private-email", "mkdocs.yml:2", "z***@qq.com"),
    ]


def test_the_error_gives_the_row_that_acknowledges_it(portal_folder: Folder) -> None:
    updates = "commitment_id,published_on,unit_id,progress_zh\nA,2023-06-30,,联系13800138000\n"
    folder = portal_folder(updates=updates)
    (finding,) = check_folder(folder)[1]
    assert finding.severity is Severity.ERROR
    assert finding.expected in finding.advice(Words("zh"))
    row = finding.expected.replace(", ", ",") + ",防汛值班电话,Flood duty line\n"
    (folder / "acknowledged.csv").write_text(ACKNOWLEDGED + row, encoding="utf-8")
    dataset, (finding,) = check_folder(folder)
    assert dataset is not None
    assert (finding.rule, finding.severity) == ("private-data-acknowledged", Severity.WARNING)
    assert finding.message(Words("zh")) == "“138****8000”经确认予以公开，理由：防汛值班电话 / Flood duty line"


def test_an_acknowledgement_holds_for_its_cell_and_its_rule_alone(portal_folder: Folder) -> None:
    units = UNITS + "fgw,发改委,13800138000 a@qq.com\nczj,财政局,13800138000\n"
    folder = portal_folder(units=units, acknowledged=ACKNOWLEDGED + "units.csv,fgw,contact,mobile-number,值班,\n")
    assert [(finding.rule, finding.line) for finding in check_folder(folder)[1]] == [
        ("private-email", 2),
        ("mobile-number", 3),
        ("private-data-acknowledged", 2),
    ]


def test_an_acknowledgement_needs_a_reason_and_must_not_repeat_the_number(portal_folder: Folder) -> None:
    units = UNITS + "fgw,发改委,13800138000\n"
    bare = portal_folder(units=units, acknowledged=ACKNOWLEDGED + "units,fgw,contact,mobile-number,,\n")
    assert {finding.rule for finding in check_folder(bare)[1]} == {"mobile-number", "required"}
    told = portal_folder(units=units, acknowledged=ACKNOWLEDGED + "units,fgw,contact,mobile-number,13800138000,\n")
    (error, warning) = check_folder(told)[1]
    assert (error.rule, Path(error.file).name, error.column) == ("mobile-number", "acknowledged.csv", "reason_zh")
    assert "13800138000" not in warning.message(Words("zh"))


def test_a_word_is_found_inside_others_with_its_suggestion(portal_folder: Folder) -> None:
    words = WORDLIST + "砥砺奋斗,,砥砺奋进,\n奋斗目标,error,,\n(一),,（一）,\n"
    observations = "commitment_id,period,value,note_zh\nA,2023-05,1,砥砺奋斗目标，砥砺奋斗(一)\n"
    dataset, findings = check_folder(portal_folder(wordlist=words, observations=observations))
    assert dataset is None
    assert [(finding.severity, finding.value, finding.expected) for finding in findings] == [
        (Severity.ERROR, "奋斗目标", Message("another wording")),
        (Severity.WARNING, "(一)", "（一）"),
        (Severity.WARNING, "砥砺奋斗", "砥砺奋进"),
    ]


def test_the_list_does_not_find_itself_and_the_shipped_one_is_empty(portal_folder: Folder) -> None:
    folder = portal_folder(wordlist=WORDLIST + "甲乙,error,,“甲乙”不规范\n")
    assert check_folder(folder)[1] == ()
    assert (SEED / "wordlist.csv").read_text(encoding="utf-8") == WORDLIST


def test_what_is_for_the_office_alone_is_not_published(portal_folder: Folder) -> None:
    folder = portal_folder(
        units=UNITS + "fgw,发改委,13800138000\n",
        commitments=COMMITMENTS + "B,growth,砥砺奋斗,action\n",
        acknowledged=ACKNOWLEDGED + "units,fgw,contact,mobile-number,防汛值班电话,\n",
        wordlist=WORDLIST + "砥砺奋斗,,砥砺奋进,\n",
    )
    dataset, findings = check_folder(folder)
    assert dataset is not None
    assert {finding.rule for finding in findings} == {"private-data-acknowledged", "sensitive-word"}
    progress = assess_all(dataset, dataset.as_of, findings)
    files = dict(render_texts(record_commitments(progress)))
    assert {"data/acknowledged.csv", "data/wordlist.csv"}.isdisjoint(files)
    described = {resource["name"] for resource in json.loads(files["data/datapackage.json"])["resources"]}
    assert described == {"units", "commitments", "observations"}
    colors = make_palette(dataset.portal.statuses)
    with open_cache(None) as cache, open_client(cache) as drawing:
        (drawn,) = PendingFigures([plan_figures(Canvas(progress, colors))], colors, drawing).finish()
    for lang in ("zh", "en"):
        site = Site(progress, make_history((), record_commitments(progress)), drawn, Words(lang))
        written = {rendered.page.path: rendered.markdown for rendered in render_pages(site, site)}
        assert "acknowledged" not in written["data/"]
        assert "wordlist" not in written["data/"] + written["quality/"]
        assert "138****8000" not in written["quality/"]
