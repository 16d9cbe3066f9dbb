"""The same Markdown also builds with Zensical, the successor of the theme: the same texts, anchors and links."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import MEISHAN, build_remembering
from reader import Page, read_site

from generator.paths import PortalFolder
from generator.website.configuration import read_configuration
from generator.website.sources import write_files


def content(page: Page) -> tuple[str, list[str], list[str]]:
    """What a reader gets of a page below the menu, which each builder makes of its own objects."""
    inside = [e for e in page.elements if "article" in e.around]
    ids = [e.attributes["id"] for e in inside if "id" in e.attributes]
    return page.text, ids, [e.attributes["href"] for e in inside if "href" in e.attributes]


def test_zensical_makes_the_same_pages_of_the_same_markdown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    written = build_remembering(MEISHAN, tmp_path / "mkdocs", monkeypatch)
    common = yaml.safe_load(read_configuration(PortalFolder(MEISHAN)).text)
    for inputs in written:
        folder = tmp_path / inputs.lang
        write_files(folder / "docs", dict(inputs.sources))
        config = {**common, **inputs.settings, "docs_dir": "docs", "site_dir": "site"}
        config |= {name: common[name] | inputs.settings[name] for name in ("theme", "extra")}
        (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
        command = [sys.executable, "-m", "zensical", "build", "--config-file", "mkdocs.yml"]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        first = tmp_path / "mkdocs" / ("" if inputs.lang == "zh" else inputs.lang)
        ours, theirs = read_site(first), read_site(folder / "site")
        assert len(inputs.pages) > 30
        for path in inputs.pages:
            assert content(theirs[path]) == content(ours[path]), path
