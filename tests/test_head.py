"""What each page says of itself to machines: the tags of government sites, the way to it, its data; nothing untrue."""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from conftest import portal, table
from reader import HOME, Page, broken_links, read_embeds, read_site

URL = "https://www.example.gov.cn/xxgk/gzjz"
SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource"}
KINDS = {"工作动态", "数据发布", "信息公开目录"}
PORTAL = f"""title_zh: 进展公开
title_en: Progress
region_zh: 示例区
year: 2023
as_of: 2023-09-30
publisher:
  name_zh: 示例区政府办
  credit_code: 91110000600037341L
  feedback_url: https://zhaocuo.example.gov.cn/?a=1&b=2
site: {{name_zh: 示例区政府网, url: {URL}/, id_code: '3201000012', icp: 苏ICP备05001234号-1,
  police: 苏公网安备 32010002000123号}}
"""
COMMITMENTS = [
    {"commitment_id": "A", "pillar_id": "growth", "title_zh": "</script>甲&乙", "title_en": "A", "kind": "quantity"}
    | {"target_value": 100, "lead_unit_id": "u", "quote": "承诺"},
]
OBSERVATIONS = [{"commitment_id": "A", "period": "2023-08", "value": 60, "published_on": "2023-09-12"}]

Pages = dict[str, Page]


@pytest.fixture(scope="module")
def known_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small portal that knows its own address and identity."""
    folder = tmp_path_factory.mktemp("known")
    (folder / "data").mkdir()
    (folder / "data" / "portal.yml").write_text(PORTAL, encoding="utf-8")
    for name, rows in {
        "commitments": COMMITMENTS,
        "observations": OBSERVATIONS,
        "units": [{"unit_id": "u", "name_zh": "发改委"}],
    }.items():
        (folder / "data" / f"{name}.csv").write_text(table(rows), encoding="utf-8")
    run = portal("release", "--data", folder / "data", "--date", "2023-10-16")
    assert run.returncode == 0, run.stdout + run.stderr
    with (folder / "data" / "commitments.csv").open("a", encoding="utf-8") as file:
        file.write("B,projects,乙,,action,,u,\n")  # after the release
    run = portal("build", "--data", folder / "data", "--out", folder / "site")
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def known(known_site: Path) -> Pages:
    return read_site(known_site)


def tags(page: Page) -> dict[str, str]:
    named = [e.attributes for e in page.all("meta") if "name" in e.attributes]
    assert len({a["name"] for a in named}) == len(named), page.path
    return {a["name"]: a["content"] for a in named}


def linked(page: Page) -> list[dict[str, Any]]:
    return [thing for text in page.linked for thing in json.loads(text)["@graph"]]


def is_detail(path: str) -> bool:
    return bool(re.fullmatch(r"(en/)?commitments/[^/]+/", path))


def test_every_page_bears_the_tags_of_its_kind(known: Pages) -> None:
    for path, page in known.items():
        asked = SITE | (set() if path in ("", "en/") else COLUMN)
        asked |= ARTICLE if path in ("commitments/a/", "en/commitments/a/") else set()
        assert asked <= tags(page).keys(), path
        if not is_detail(path):
            assert not ARTICLE & tags(page).keys(), path


def test_no_tag_is_empty_or_says_that_it_is_nothing(known: Pages, seed_pages: Pages) -> None:
    for path, page in [*known.items(), *seed_pages.items()]:
        for name, content in tags(page).items():
            assert content.strip(), (path, name)
            assert content.strip().lower() not in ("null", "none", "undefined", "nan"), (path, name)
            assert not re.search(r"\{\w|\bNone,|,None\b", content), (path, name, content)


def test_what_is_not_known_has_no_tag(known: Pages, seed_pages: Pages) -> None:
    assert not {"SiteDomain", "SiteIDCode", "Url", "Image"} & tags(seed_pages["commitments/gr-10/"]).keys()
    assert "PubDate" not in tags(known["commitments/b/"])  # a draft


def test_the_tags_say_what_the_settings_and_the_data_say(known: Pages) -> None:
    found = tags(known["commitments/a/"])
    assert (found["SiteName"], found["SiteDomain"], found["SiteIDCode"]) == (
        "示例区政府网",
        "www.example.gov.cn",
        "3201000012",
    )
    assert found["ColumnName"] == "稳定增长"
    assert found["ArticleTitle"] == "</script>甲&乙"
    assert found["PubDate"] == "2023-10-16 00:00"
    assert found["ContentSource"] == "发改委"
    assert found["Url"] == f"{URL}/commitments/a/"
    assert found["Image"] == f"{URL}/share/commitments/a.png"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("updates/", "工作动态"), ("directory/", "信息公开目录"), ("growth/", "数据发布"), ("guide/", "信息公开目录")],
)
def test_a_column_is_of_a_kind_of_the_standard(seed_pages: Pages, path: str, kind: str) -> None:
    assert tags(seed_pages[path])["ColumnType"] == tags(seed_pages["en/" + path])["ColumnType"] == kind
    assert {tags(page)["ColumnType"] for path, page in seed_pages.items() if path not in ("", "en/")} == KINDS


def test_a_page_is_dated_by_the_release_that_first_showed_it_as_it_is(seed_site: Path, seed_pages: Pages) -> None:
    def shown(entry: dict[str, Any]) -> object:
        names = ("status", "target", "state", "title_zh", "observations", "milestones", "updates", "target_changes")
        return [[sorted(o.items(), key=str) for o in v] if isinstance(v := entry[n], list) else v for n in names]

    releases = sorted((seed_site / "releases").glob("*/statuses.json"))
    held = {
        file.parent.name: {e["commitment_id"]: e for e in json.loads(file.read_bytes())["commitments"]}
        for file in releases
    }
    seen = set()
    for file in sorted((seed_site / "api/v1/commitments").glob("*.json")):
        key = json.loads(file.read_text(encoding="utf-8"))["commitment_id"]
        first, newest = "", sorted(held)[-1]
        for day in sorted(held, reverse=True):
            if key not in held[day] or shown(held[day][key]) != shown(held[newest][key]):
                break
            first = day
        found = tags(seed_pages[f"commitments/{key.lower()}/"]).get("PubDate", "")
        wanted = "" if key == "UR-26" else f"{first} 00:00"  # a draft: its rule was revised since
        assert found == wanted, key
        seen.add(found)
    assert len(seen) == 4  # each of the three releases, and the draft


def test_no_page_is_dated_before_its_data(seed_site: Path, seed_pages: Pages) -> None:
    for file in sorted((seed_site / "api/v1/commitments").glob("*.json")):
        entry = json.loads(file.read_text(encoding="utf-8"))
        found = tags(seed_pages[f"commitments/{entry['commitment_id'].lower()}/"]).get("PubDate", "")
        days = [o.get("published_on", "") for o in entry["observations"]] + [
            u["published_on"] for u in entry["updates"]
        ]
        assert not found or found[:10] >= max(days, default=""), entry["commitment_id"]


def test_each_page_names_itself_and_its_twin_by_whole_addresses(known: Pages) -> None:
    for path, page in known.items():
        bare = path.removeprefix("en/")
        links = {
            (e.attributes["rel"].strip(), e.attributes.get("hreflang", "")): e.attributes["href"]
            for e in page.all("link")
            if e.attributes["rel"].strip() in ("canonical", "alternate") and "type" not in e.attributes
        }
        assert links == {
            ("canonical", ""): f"{URL}/{path}",
            ("alternate", "zh"): f"{URL}/{bare}",
            ("alternate", "en"): f"{URL}/en/{bare}",
            ("alternate", "x-default"): f"{URL}/{bare}",
        }, path


def test_a_shared_link_has_a_title_a_text_and_a_picture(known_site: Path, known: Pages) -> None:
    for path, page in known.items():
        named = [e.attributes for e in page.all("meta") if "property" in e.attributes]
        found = {attributes["property"]: attributes["content"] for attributes in named}
        assert found["og:title"], path
        picture = known_site / found["og:image"].removeprefix(f"{URL}/")
        raw = picture.read_bytes()
        assert raw.startswith(b"\x89PNG"), path
        assert (int.from_bytes(raw[16:20]), int.from_bytes(raw[20:24])) == (600, 315)
        assert len(raw) < 30_000


def test_the_way_to_a_page_is_its_breadcrumbs(known: Pages, seed_pages: Pages) -> None:
    for path, page in [*known.items(), *seed_pages.items()]:
        ways = [thing for thing in linked(page) if thing["@type"] == "BreadcrumbList"]
        if path in ("", "en/") or not page.linked:
            assert not ways
            continue
        (way,) = ways
        steps = way["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        here = [urljoin(HOME + path, step["item"]).replace(f"{URL}/", HOME).removeprefix(HOME) for step in steps]
        assert here[-1] == path
        assert all(target in known or target in seed_pages for target in here)


def test_the_data_of_a_page_can_be_fetched_from_where_it_says(seed_site: Path, seed_pages: Pages) -> None:
    for path in ("data/", "en/data/", "commitments/gr-10/", "en/commitments/gr-10/"):
        (data,) = [thing for thing in linked(seed_pages[path]) if thing["@type"] == "Dataset"]
        assert data["temporalCoverage"] == "2023-01-01/2023-09-30"
        assert len(data["distribution"]) >= 2
        for download in data["distribution"]:
            target = urljoin(HOME + path, download["contentUrl"]).removeprefix(HOME)
            assert (seed_site / target).is_file(), target
        assert data.get("dateModified", "2023-10-16") == "2023-10-16"


def test_no_cell_ends_the_data_of_a_page(known_site: Path, known: Pages) -> None:
    names = {thing["name"] for thing in linked(known["commitments/a/"]) if thing["@type"] == "Dataset"}
    assert names == {"</script>甲&乙"}
    raw = (known_site / "commitments/a/index.html").read_text(encoding="utf-8")
    block = re.search(r'<script type="application/ld\+json">(.*)', raw)
    assert block
    assert not re.search("[<>&]", block[1].split("</script>")[0])


def test_the_site_map_dates_pages_by_their_data(known_site: Path, known: Pages) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = ET.fromstring((known_site / "sitemap.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own
    entries = {url.findtext("s:loc", "", space): url for url in root.findall("s:url", space)}
    assert {address.removeprefix(f"{URL}/") for address in entries} == set(known) - {"patterns/", "en/patterns/"}
    dated = {a.removeprefix(f"{URL}/"): u.findtext("s:lastmod", "", space) for a, u in entries.items()}
    for path in ("growth/", "commitments/a/", "en/commitments/a/"):
        assert dated[path] == "2023-10-16", path
    for path in ("", "units/u/", "data/", "commitments/b/", "projects/", "methodology/", "about/", "guide/"):
        assert dated[path] == "", path
    assert all(len(url.findall("x:link", space)) == 2 for url in entries.values())
    assert f"Sitemap: {URL}/sitemap.xml" in (known_site / "robots.txt").read_text()
    assert not (known_site / "en/sitemap.xml").exists()


def test_without_an_address_there_is_no_site_map(seed_site: Path) -> None:
    assert not list(seed_site.rglob("sitemap.xml*"))
    assert (seed_site / "robots.txt").read_text() == "User-agent: *\nAllow: /\n"


def test_the_footer_names_who_is_answerable(known: Pages, seed_pages: Pages) -> None:
    for path, page in known.items():
        footer = "".join(p.text for p in page.passages if "footer" in p.around)
        for part in ("示例区政府办", "3201000012", "苏ICP备05001234号-1", "苏公网安备 32010002000123号"):
            assert part in footer, (path, part)
        links = page.links()
        assert "https://beian.miit.gov.cn/" in links
        assert "https://beian.mps.gov.cn/#/query/webSearch?code=32010002000123" in links
        assert "https://zhaocuo.example.gov.cn/?a=1&b=2" in links
    assert "我为政府网站找错" in "".join(p.text for p in known[""].passages)
    assert "我为政府网站找错" not in "".join(p.text for p in seed_pages[""].passages)  # no address to send it to


def test_a_frame_and_a_citation_give_the_whole_address(known: Pages, known_site: Path) -> None:
    text = " ".join("".join(p.text for p in known["commitments/a/"].passages).split())
    assert f'<iframe src="{URL}/embed/a/"' in text
    assert "示例区政府办. </script>甲&乙: 进展公开: 数据截至2023年9月30日[DS/OL]. (2023-10-16)[引用日期]. " in text
    assert f"(2023, October 16). A (data to 30 September 2023) [Data set]. Progress. {URL}/commitments/a/" in text
    embeds = read_embeds(known_site)
    (canonical,) = [e for e in embeds["en/embed/a/"].all("link") if e.attributes["rel"] == "canonical"]
    assert canonical.attributes["href"] == f"{URL}/en/commitments/a/"


def test_every_link_of_a_portal_with_an_address_leads_somewhere(known_site: Path, known: Pages) -> None:
    assert broken_links(known_site, known | read_embeds(known_site)) == []
