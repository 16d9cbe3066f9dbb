"""The files as a stranger reads them, with frictionless, pandas, openpyxl, rdflib and a calendar: the same values."""

import hashlib
import io
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest
from conftest import MEISHAN, ROOT, SEED
from frictionless import Package
from icalendar import Calendar
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF
from test_exports import Reader

from generator.checks.check import check_folder
from generator.exports.bundle import render_bundle, render_texts
from generator.exports.records import record_commitments
from generator.exports.spreadsheet import Book
from generator.status.progress import assess_all

SPDX = Namespace("http://spdx.org/rdf/terms#")
BASE = "https://portal.invalid/xxgk/gzjz/"
WITHHELD = "345.678"

Files = dict[str, bytes]


def bundled(folder: Path) -> Files:
    dataset, findings = check_folder(folder)
    assert dataset is not None
    progress = assess_all(dataset, dataset.as_of, findings)
    return render_bundle(record_commitments(progress))


@pytest.fixture(scope="module")
def seed() -> Files:
    return bundled(SEED)


@pytest.fixture(scope="module", params=["seed", "meishan"])
def files(request: pytest.FixtureRequest, seed: Files) -> Files:
    return seed if request.param == "seed" else bundled(MEISHAN)


@pytest.fixture(scope="module")
def folder(files: Files, tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("files")
    for path, content in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(content)
    return site


def entries(files: Files) -> dict[str, dict[str, Any]]:
    return {e["commitment_id"]: e for e in json.loads(files["api/v1/commitments.json"])["commitments"]}


def sheet_rows(files: Files, title: str) -> list[dict[str, Any]]:
    """Return a sheet's rows by the English half of their headers."""
    sheet = openpyxl.load_workbook(io.BytesIO(files["data/portal.xlsx"]))[title]
    header, *rows = sheet.iter_rows(values_only=True)
    names = [str(cell).split("\n")[1] for cell in header]
    return [dict(zip(names, row, strict=True)) for row in rows]


# the tables and their description


def test_the_description_names_the_bytes_and_the_hash_of_each_table(files: Files) -> None:
    for resource in json.loads(files["data/datapackage.json"])["resources"]:
        content = files[f"data/{resource['path']}"]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert not content.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in content


def test_the_description_says_whose_data_they_are_and_how_new(seed: Files) -> None:
    package = json.loads(seed["data/datapackage.json"])
    assert package["version"] == "2023.9.30"
    assert package["contributors"] == [{"title": "某区人民政府办公室（示例）", "roles": ["publisher"]}]
    assert "在全市经济社会高质量发展座谈会上的汇报材料" in [source["title"] for source in package["sources"]]
    assert "licenses" not in package  # not decided, hence not claimed
    labels = {"": "未报送", "***": "未公开"}
    for resource in package["resources"]:
        assert {m["value"]: m["label"] for m in resource["schema"]["missingValues"]} == labels


def test_a_licence_is_named_where_there_is_one(dataset_of: Reader) -> None:
    setting = (
        "title_zh: 测试\nyear: 2023\nlicense: {name: CC-BY-4.0, url: 'https://creativecommons.org/licenses/by/4.0/'}\n"
    )
    dataset = dataset_of(setting, commitments=[], observations=[])
    files = dict(render_texts(record_commitments(assess_all(dataset, date(2023, 9, 30)))))
    (license_,) = json.loads(files["data/datapackage.json"])["licenses"]
    assert license_ == {
        "name": "CC-BY-4.0",
        "path": "https://creativecommons.org/licenses/by/4.0/",
        "title": "CC-BY-4.0",
    }


def test_frictionless_finds_nothing_to_say(folder: Path) -> None:
    report = Package(str(folder / "data" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note", "rowNumber", "fieldName"])


def test_frictionless_finds_a_table_that_was_changed(folder: Path, tmp_path: Path) -> None:
    for file in (folder / "data").glob("*.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    target = tmp_path / "commitments.csv"
    target.write_bytes(target.read_bytes().replace(b"quantity", b"level"))
    found = Package(str(tmp_path / "datapackage.json")).validate().flatten(["type"])
    assert {"hash-count", "byte-count"} <= {error[0] for error in found}


def test_the_figures_of_one_commitment_are_its_rows_of_the_table(files: Files, folder: Path) -> None:
    whole = pd.read_csv(folder / "data" / "observations.csv", dtype=str, keep_default_na=False)
    for key in entries(files):
        own = pd.read_csv(folder / "data" / "commitments" / f"{key}.csv", dtype=str, keep_default_na=False)
        expected = whole[whole["commitment_id"] == key].reset_index(drop=True)
        pd.testing.assert_frame_equal(own, expected)


# one workbook, one archive


def test_the_workbook_says_the_same_as_the_api(files: Files) -> None:
    api = entries(files)
    rows = {row["Commitment no."]: row for row in sheet_rows(files, "各事项进展")}
    assert rows.keys() == api.keys()
    for key, row in rows.items():
        entry = api[key]
        assert row["Commitment"] == entry["title_zh"]
        figures = {"Value": "value", "Share": "share", "Expected share": "expected_share", "Gap, points": "gap_points"}
        for column, name in figures.items():
            known = entry[name] is not None
            assert row[column] == (pytest.approx(entry[name], rel=1e-15) if known else None), key  # 16 digits
        assert row["Due"] == entry["due_on"], key
        assert (row["Target"] if isinstance(row["Target"], int | float) else None) == entry["target"], key
        assert (row["Illustrative"] == "是") == entry["illustrative"], key


@pytest.mark.parametrize("text", ["<r>x</r>", "=1+1", "@SUM(A1)", '<b>&"', "a\nb", "http://a.invalid/", "一" * 40_000])
def test_a_text_of_the_workbook_is_a_text_whatever_it_looks_like(text: str) -> None:
    book = Book("t")
    book.put(book.sheet("s", ["a"], 1, [9]), 1, 0, text)
    cell = openpyxl.load_workbook(io.BytesIO(book.finish()))["s"]["A2"]
    assert (cell.data_type, cell.number_format) == ("s", "@")
    assert str(cell.value).rstrip() == text[:32_767]
    assert cell.quotePrefix == (text[0] in "=@")  # so that it stays a text when someone edits it


def test_a_table_of_the_workbook_holds_what_the_csv_holds(files: Files) -> None:
    book = openpyxl.load_workbook(io.BytesIO(files["data/portal.xlsx"]))
    titles = {r["name"]: r["title"] for r in json.loads(files["data/datapackage.json"])["resources"]}
    for name, title in titles.items():
        csv = pd.read_csv(io.BytesIO(files[f"data/{name}.csv"]), dtype=str, keep_default_na=False)
        rows = list(book[title].iter_rows(min_row=2, values_only=True))
        assert len(rows) == len(csv), name
        for row, line in zip(rows, csv.itertuples(index=False), strict=True):
            for cell, text in zip(row, line, strict=True):
                same = float(text) == cell if isinstance(cell, int | float) else (cell or "") == text.strip()
                assert same, (name, cell, text)


def test_the_archive_holds_every_table_with_a_readme_in_both_languages(seed: Files) -> None:
    with ZipFile(io.BytesIO(seed["data/portal.zip"])) as packed:
        names = packed.namelist()
        held = {name: packed.read(name) for name in names}
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert names == sorted(names)
    for path, content in held.items():
        assert path.startswith(("README.", "METHOD.")) or content == seed[path], path
    assert {p for p in seed if p.startswith(("data/", "api/"))} - set(names) == {"data/portal.zip"}
    english, chinese = held["README.en.txt"].decode(), held["README.zh.txt"].decode()
    for part in ("30 September 2023", "examples, not real", "datapackage.json", "GB/T 7714", "Share = ", "−10 points"):
        assert part in english, part
    for part in ("2023年9月30日", "引用格式", "使用许可", "序时进度", "未公开"):
        assert part in chinese, part
    assert not re.search(r"[{}]|&#|&amp;|None|null", english + chinese.replace("null", "", 1))


def test_the_same_data_give_the_same_bytes(seed: Files) -> None:
    again = bundled(SEED)
    assert [path for path in seed if seed[path] != again[path]] == []


@pytest.mark.parametrize("measure_", ["cumulative", "increment"])
def test_a_suppressed_value_is_in_none_of_the_files(dataset_of: Reader, measure_: str) -> None:
    key = {"commitment_id": "A"}
    dataset = dataset_of(
        commitments=[{**key, "pillar_id": "growth", "title_zh": "甲", "kind": "quantity", "target_value": 500}],
        observations=[
            {**key, "period": "2023-01", "value": "11", "measure": measure_, "status": "final"},
            {**key, "period": "2023-02", "value": WITHHELD, "measure": measure_, "status": "suppressed"},
        ],
    )
    progress = assess_all(dataset, date(2023, 10, 31))
    files = render_bundle(record_commitments(progress))
    found = [path for path, content in files.items() if WITHHELD.encode() in content]
    for path in ("data/portal.xlsx", "data/portal.zip"):
        with ZipFile(io.BytesIO(files[path])) as packed:
            found += [f"{path}: {name}" for name in packed.namelist() if WITHHELD.encode() in packed.read(name)]
    assert found == []
    row = sheet_rows(files, "观测值")[1]
    assert list(row.values()).count("***") == 1


# the calendar


def events(files: Files, path: str) -> dict[str, Any]:
    calendar = Calendar.from_ical(files[path].decode())
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_has_each_deadline_and_each_announced_update(seed: Files) -> None:
    found, api = events(seed, "calendar.ics"), entries(seed)
    due = {k for k, e in api.items() if e["due_on_is_set"] and e["status"] != "withdrawn"}
    coming = {k for k, e in api.items() if e["next_update_on"] and e["status"] != "withdrawn"}
    for key in due:
        assert str(found[f"{key}-due-zh@progress-portal"]["dtstart"].dt) == api[key]["due_on"]
    for key in coming:
        assert str(found[f"{key}-update-zh@progress-portal"]["dtstart"].dt) == api[key]["next_update_on"]
    assert len(found) == len(due) + len(coming) + 1  # and one for all that is due by the end of the year
    assert found["2023-all-year-end-zh@progress-portal"]["dtstart"].dt == date(2023, 12, 31)


def test_the_calendars_of_the_pillars_share_their_events_with_the_whole(seed: Files) -> None:
    for root in ("", "en/"):
        whole = events(seed, f"{root}calendar.ics")
        parts = [events(seed, f"{root}{p}/calendar.ics") for p in ("growth", "projects", "innovation", "integration")]
        shared = {uid for part in parts for uid in part if "year-end" not in uid}
        assert shared == {uid for uid in whole if "year-end" not in uid}


def test_a_calendar_is_written_as_the_standard_asks(seed: Files) -> None:
    for path in ("calendar.ics", "en/growth/calendar.ics"):
        lines = seed[path].split(b"\r\n")
        assert b"\n" not in b"".join(lines)
        assert max(map(len, lines)) <= 75
        stamps = {str(event["dtstamp"].dt) for event in events(seed, path).values()}
        assert stamps == {"2023-09-30 00:00:00+00:00"}


# the catalogue


def graph(files: Files) -> Graph:
    return Graph().parse(data=files["catalog.jsonld"], format="json-ld", publicID=BASE + "catalog.jsonld")


def test_the_catalogue_keeps_to_its_shapes(seed: Files) -> None:
    from pyshacl import validate

    shapes = Graph().parse(ROOT / "tests" / "shapes" / "dcat.ttl")
    conforms, _, text = validate(graph(seed), shacl_graph=shapes)
    assert conforms, text
    broken = graph(seed)
    broken.remove((None, DCTERMS.title, None))
    broken.remove((None, DCAT.mediaType, None))
    assert not validate(broken, shacl_graph=shapes)[0]


def test_each_file_of_the_catalogue_is_there_with_its_size_and_hash(files: Files) -> None:
    found = graph(files)
    distributions = list(found.objects(None, DCAT.distribution))
    assert len(distributions) >= 6
    for distribution in distributions:
        address = str(found.value(distribution, DCAT.downloadURL))
        assert address.startswith(BASE)
        content = files[address.removeprefix(BASE)]
        assert int(str(found.value(distribution, DCAT.byteSize))) == len(content)
        checksum = found.value(distribution, SPDX.checksum)
        assert str(found.value(checksum, SPDX.checksumValue)).lower() == hashlib.sha256(content).hexdigest()


def test_the_catalogue_names_its_publisher_and_its_period(seed: Files) -> None:
    found = graph(seed)
    dataset = URIRef(BASE + "data/#dataset")
    names = {str(name) for name in found.objects(found.value(dataset, DCTERMS.publisher), FOAF.name)}
    assert "某区人民政府办公室（示例）" in names
    assert str(found.value(found.value(dataset, DCTERMS.temporal), DCAT.endDate)) == "2023-09-30"
    assert {t.language for t in found.objects(dataset, DCTERMS.title)} == {"zh", "en"}
