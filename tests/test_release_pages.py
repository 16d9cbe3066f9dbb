"""What the pages and the feeds tell of releases: old and new values, drafts, and the same numbers everywhere."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest
from conftest import SEED, portal, table
from office import released
from reader import HAN, Page, broken_links, read_page, read_site, tree

from generator.releases.release import FOLDER

Pages = dict[str, Page]
HOSTILE = "<script>alert(1)</script>&\"'**"
SETTINGS = "title_zh: 测试\ntitle_en: Test\nyear: 2023\nas_of: 2023-06-30\n"
URL = "https://www.example.gov.cn/gzjz"
DAYS = ("2023-08-18", "2023-09-15", "2023-10-16")


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of working data that correct what two releases published: 50, then 52 as planned, now 47 in error."""
    data = tmp_path_factory.mktemp("draft") / "data"
    data.mkdir()
    site = tmp_path_factory.mktemp("draft-site") / "site"
    head = {"pillar_id": "growth", "kind": "quantity", "target_value": 100, "unit_zh": "家", "lead_unit_id": "fgw"}
    commitments = [{"commitment_id": "A", "title_zh": f"事项{HOSTILE}", **head}]
    (data / "commitments.csv").write_text(table(commitments), encoding="utf-8")
    (data / "units.csv").write_text("unit_id,name_zh\nfgw,发改委\n", encoding="utf-8")
    (data / "portal.yml").write_text(SETTINGS + f"site: {{url: {URL}}}\n", encoding="utf-8")
    steps = (
        (50, "provisional", "", "2023-07-10"),
        (52, "", f"核定{HOSTILE}", "2023-08-10"),
        (47, "", "录入有误", ""),
    )
    for value, status, note, day in steps:
        row = {"commitment_id": "A", "period": "2023-06", "value": value, "status": status, "note_zh": note}
        (data / "observations.csv").write_text(table([row]), encoding="utf-8")
        if day:
            released(data, day)
    run = portal("build", "--data", data, "--out", site)
    assert run.returncode == 0, run.stdout + run.stderr
    return site


@pytest.fixture(scope="module")
def draft_pages(draft: Path) -> Pages:
    return read_site(draft)


@pytest.mark.parametrize("lang", ["", "en/"])
def test_a_commitment_shows_every_value_that_was_ever_published(draft_pages: Pages, lang: str) -> None:
    page = draft_pages[f"{lang}commitments/a/"]
    text = page.text[page.text.index("As published" if lang else "历次发布情况") :]
    unit = " 家" if lang else "家"
    for value in ("50", "52", "47"):
        assert f"{value}{unit}" in text
    assert [p.text for p in page.passages if p.around[-1:] == ("del",)] == [f"50{unit}", f"52{unit}"]
    kinds = ["planned revision", "correction"] if lang else ["例行修订", "更正"]
    assert [p.text for p in page.passages if p.text in kinds] == kinds
    assert f"核定{HOSTILE}" in text
    assert "录入有误" in text


def test_a_draft_says_so_without_alarm(draft_pages: Pages) -> None:
    assert "These pages show working data that are not released yet" in draft_pages["en/releases/"].text
    assert "1 value corrected" in draft_pages["en/releases/"].text
    assert "本站当前显示待发布数据" in draft_pages["releases/"].text
    assert "draft, not yet released" in draft_pages["en/"].text
    assert "draft, not yet released" in draft_pages["en/commitments/a/"].text
    # what is not released has corrected nothing yet
    assert "No figure has been corrected so far." in draft_pages["en/errata/"].text


def test_an_old_release_leads_to_the_newest(draft_pages: Pages) -> None:
    old, new = draft_pages["en/releases/2023-07-10/"], draft_pages["en/releases/2023-08-10/"]
    assert "The newest is the release of 10 August 2023." in old.text
    assert "../../releases/2023-08-10/" in old.links()
    assert "earlier release" not in new.text
    assert "50 家" in new.text  # before
    assert "52 家" in new.text  # after


@pytest.mark.parametrize("lang", ["", "en/"])
def test_no_cell_becomes_markup_or_script(draft: Path, draft_pages: Pages, lang: str) -> None:
    for path in ("updates/", "releases/", "releases/2023-08-10/", "errata/", "commitments/a/"):
        page = draft_pages[lang + path]
        assert not [script for script in page.scripts if "alert(1)" in script], path
    assert HOSTILE in draft_pages[f"{lang}releases/2023-08-10/"].text
    entries = feedparser.parse((draft / lang / "feed.xml").read_bytes(), sanitize_html=False).entries
    contents = [entry.content[0].value for entry in entries]
    assert all("<script" not in content for content in contents)
    assert any("&lt;script&gt;alert(1)" in content for content in contents)
    assert any(HOSTILE in ElementTree.fromstring(f"<t>{content}</t>").findtext(".//li", "") for content in contents)  # noqa: S314 - our own


def test_a_site_with_an_address_has_absolute_links_in_its_feeds(draft: Path) -> None:
    for lang in ("", "en/"):
        feed = feedparser.parse((draft / lang / "feed.xml").read_bytes())
        assert {entry.link.startswith(f"{URL}/{lang}") for entry in feed.entries} == {True}
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{URL}/{lang}feed.xml"]


def test_links_lead_somewhere(draft: Path, draft_pages: Pages) -> None:
    assert [link for link in broken_links(draft, draft_pages) if "releases" in link or "feed" in link] == []


def test_a_release_is_published_byte_for_byte_at_its_own_address(seed_site: Path) -> None:
    for day in DAYS:
        own = SEED / FOLDER / day
        for path in own.iterdir():
            assert (seed_site / FOLDER / day / path.name).read_bytes() == path.read_bytes()
    run = portal("verify", seed_site)
    assert run.returncode == 0, run.stdout
    assert "3 releases" in run.stdout


def test_the_list_of_releases_gives_the_hash_of_every_manifest(seed_site: Path) -> None:
    listed = json.loads((seed_site / FOLDER / "index.json").read_bytes())["releases"]
    assert [entry["released_on"] for entry in listed] == list(DAYS)
    hashes = tree(seed_site / FOLDER)
    assert [entry["manifest_sha256"] for entry in listed] == [hashes[f"{day}/manifest.json"] for day in DAYS]


def test_the_seed_tells_its_history(seed_pages: Pages) -> None:
    page = seed_pages["commitments/gr-10/"]
    assert "3.79亿元" in page.text
    assert "（示例）更正：首次发布时数字录入颠倒" in page.text
    assert {f"../../releases/{day}/" for day in DAYS} <= set(page.links())
    assert "待发布数据" in page.text  # the rules have been revised since the newest release
    home = seed_pages["en/"].text
    assert "since the release of 16 October 2023: 1 status changed" in home
    errata = seed_pages["en/errata/"].text
    assert errata.index("9,683 people") < errata.index("3.79 × 100 million yuan")  # the newest first
    target = seed_pages["en/releases/2023-09-15/"].text
    assert "35 firms or more" in target
    assert "38 firms or more" in target


def test_updates_stand_by_day_with_the_releases_among_them(seed_pages: Pages) -> None:
    days = [e.attributes["datetime"] for e in seed_pages["updates/"].all("time") if "article" in e.around]
    assert days == sorted(days, reverse=True)
    assert set(DAYS) <= set(days)


def test_a_release_counts_the_statuses_it_held(seed_site: Path, seed_pages: Pages) -> None:
    for day in DAYS:
        listed = json.loads((seed_site / FOLDER / day / "statuses.json").read_bytes())["commitments"]
        met = sum(entry["status"] == "met" for entry in listed)
        assert f"Met {met}" in seed_pages[f"en/releases/{day}/"].text


@pytest.mark.parametrize(("lang", "word"), [("", "更正"), ("en/", "correction")])
def test_the_feed_tells_the_same_numbers_as_the_pages(seed_site: Path, seed_pages: Pages, lang: str, word: str) -> None:
    feed = feedparser.parse((seed_site / lang / "feed.xml").read_bytes())
    assert feed.bozo == 0
    assert feed.feed.language == ("zh-CN" if not lang else "en-GB")
    assert feed.entries[0].updated.startswith(DAYS[-1])
    pillar = feedparser.parse((seed_site / lang / "feeds" / "integration.xml").read_bytes())
    (entry,) = [e for e in pillar.entries if "9,388" in e.content[0].value]
    assert word in entry.content[0].value
    assert entry.link == "../commitments/ur-40/"
    page = seed_pages[urljoin(f"{lang}feeds/integration.xml", entry.link)]
    for value in ("9,683", "9,388"):
        assert value in entry.content[0].value
        assert value in page.text
    assert (lang == "") == bool(HAN.search(entry.title))


def test_entries_have_names_of_their_own_that_last(seed_site: Path) -> None:
    names: dict[str, str] = {}
    for path in sorted(seed_site.rglob("*.xml")):
        if path.name == "sitemap.xml":
            continue
        feed = feedparser.parse(path.read_bytes())
        assert feed.bozo == 0, path
        assert feed.entries == sorted(feed.entries, key=lambda e: e.updated, reverse=True)
        ids = [entry.id for entry in feed.entries]
        assert len(set(ids)) == len(ids)
        for entry in feed.entries:
            assert entry.id.startswith("urn:uuid:")
            assert names.setdefault(entry.id, entry.title) == entry.title  # the same wherever it is told
    assert len(names) > 100


def test_every_page_names_the_feed_of_its_language(seed_site: Path, seed_pages: Pages) -> None:
    for path, page in seed_pages.items():
        if not page.all("link"):
            continue
        hrefs = [e.attributes["href"] for e in page.all("link") if e.attributes.get("type") == "application/atom+xml"]
        root = "en/" if path.startswith("en/") else ""
        assert [urljoin(f"/{path}", href) for href in hrefs] == [f"/{root}feed.xml"], path


def test_a_portal_without_releases_has_feeds_and_no_empty_pages(
    portal_folder: Callable[..., Path], tmp_path: Path
) -> None:
    commitments = table([{"commitment_id": "A", "pillar_id": "growth", "title_zh": "事项", "kind": "action"}])
    updates = table([{"commitment_id": "A", "published_on": "2023-05-05", "progress_zh": "已开工"}])
    data = portal_folder(SETTINGS, commitments=commitments, updates=updates)
    run = portal("build", "--data", data, "--out", tmp_path / "site")
    assert run.returncode == 0, run.stdout + run.stderr
    site = tmp_path / "site"
    assert not (site / "releases").exists()
    assert not (site / "errata").exists()
    (entry,) = feedparser.parse((site / "feed.xml").read_bytes()).entries
    assert (entry.title, entry.link, "已开工" in entry.content[0].value) == ("事项", "./commitments/a/", True)
    assert entry.updated.startswith("2023-05-05")
    home = read_page(site, site / "index.html")
    assert "发布版" not in home.text


def test_two_builds_with_releases_give_the_same_bytes(draft: Path, tmp_path: Path) -> None:
    data = next(path for path in draft.parents[1].glob("draft[0-9]*/data"))
    surroundings = {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "99", "LC_ALL": "zh_CN.UTF-8"}
    surroundings |= {"XDG_CACHE_HOME": str(tmp_path / "empty")}
    run = portal("build", "--data", data, "--out", tmp_path / "b", folder=tmp_path, **surroundings)
    assert run.returncode == 0, run.stdout + run.stderr
    assert tree(draft) == tree(tmp_path / "b")
