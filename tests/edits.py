"""Edits a portal at random, again and again, and builds it twice each time: with what the cache keeps, and without.

Prints what came of it, a line of JSON each time. The builds happen in one process, as those of a preview do; but every
few times the one without the cache in a process of its own, which knows nothing of what was before. Run it on a copy of
the repository, in which templates and stylesheets are edited as well: edits.py COPY SEED (TIMES or SECONDSs).
"""

import csv
import hashlib
import json
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from generator.build import rebuild
from generator.changes.reference import assess_folder
from generator.changes.snapshot import render_release_files
from generator.charts.drawing.client import DrawingClient, open_client
from generator.errors import DrawingError, ReleaseError, SiteError
from generator.exports.records import record_commitments
from generator.files.cache import Cache, open_cache
from generator.releases.freeze import freeze
from generator.releases.release import FOLDER
from generator.stages import Silent

COMMITMENTS = [
    "commitment_id,pillar_id,title_zh,title_en,kind,target_value,unit_zh,lead_unit_id,quote",
    "A,growth,投资,Investment,quantity,100,亿元,fgw,完成投资100亿元",
    "B,growth,增速,Growth,level,6,%,gxj,",
    "C,projects,道路,Road,stage,,,fgw,",
]
OBSERVATIONS = ["commitment_id,period,value,status", "A,2023-03,20,final", "A,2023-06,55,final", "B,2023-06,5.5,final"]
TABLES = {
    "commitments": COMMITMENTS,
    "observations": OBSERVATIONS,
    "units": ["unit_id,name_zh,name_en", "fgw,发改委,Planning", "gxj,工信局,Industry"],
    "milestones": ["commitment_id,position,stage_zh,planned_on,achieved_on", "C,1,开工,2023-03-31,2023-03-20"],
    "updates": ["commitment_id,published_on,progress_zh", "C,2023-06-30,顺利"],
}
SETTINGS = {"title_zh": "测试", "title_en": "Test", "year": 2023, "as_of": "2023-06-30"}
WIDE = (  # edits after which nearly every page is rendered anew
    *("change_address", "remove_address", "change_configuration", "change_date", "change_frame", "change_portal_title"),
    *("change_script", "change_stylesheet", "change_template", "change_words", "change_announcement", "change_palette"),
)
OWN = 8  # every eighth build without the cache has a process of its own
CONFIGURATION = """theme:
  palette:
    primary: teal
  custom_dir: overrides
markdown_extensions:
  - attr_list
  - tables
"""
ANNOUNCEMENT = '{{% extends "base.html" %}}{{% block announce %}}<p>公告{number}</p>{{% endblock %}}'
FRAGMENTS = ("methodology", "commitment", "home", "pillar", "_parts", "quality", "embed")


class Office:
    """Those who edit: the tables, the settings, the pages and how they look."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - the same edits in every run
        self.root, self.data, self.docs = root, root / "portal", root / "docs"
        self.theme = root / "generator" / "theme"
        self.settings: dict[str, object] = dict(SETTINGS)
        self.released = date(2023, 7, 1)
        self.turns: list[tuple[str, ...]] = []
        self.data.mkdir()
        for name, lines in TABLES.items():
            (self.data / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.set_up()

    def set_up(self) -> None:
        (self.data / "portal.yml").write_text(json.dumps(self.settings, ensure_ascii=False), encoding="utf-8")

    def edit(self) -> tuple[str, ...]:
        """Make two edits, both of which change a few pages, or both all of them; gives their names.

        Every kind of edit is made before one is made again.
        """
        if not self.turns:
            edits = [name for name in dir(self) if name.startswith(("change_", "add_", "remove_"))]
            for some in ([name for name in edits if name in WIDE], [name for name in edits if name not in WIDE]):
                self.chance.shuffle(some)
                self.turns += [tuple(some[at : at + 2]) for at in range(0, len(some), 2)]
            self.chance.shuffle(self.turns)
        names = self.turns.pop()
        for name in names:
            getattr(self, name)()
        return names

    def number(self) -> int:
        return self.chance.randrange(1, 200)

    def rows(self, table: str, change: Callable[[list[dict[str, str]]], object]) -> None:
        file = self.data / f"{table}.csv"
        if not file.exists():
            file.write_text("\n".join(TABLES[table]) + "\n", encoding="utf-8")
        with file.open(encoding="utf-8", newline="") as text:
            reader = csv.DictReader(text)
            rows, columns = list(reader), list(reader.fieldnames or ())
        change(rows)
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def text(self, file: Path, old: str, new: str) -> None:
        text = file.read_text(encoding="utf-8")
        assert re.search(old, text), (file, old)
        file.write_text(re.sub(old, new, text, count=1), encoding="utf-8")

    def change_value(self) -> None:
        self.rows("observations", lambda rows: rows and self.chance.choice(rows).update(value=str(self.number())))

    def add_observation(self) -> None:
        period = f"2023-{self.chance.randrange(1, 7):02}"
        row = {"commitment_id": "A", "period": period, "value": str(self.number()), "status": "provisional"}
        self.rows("observations", lambda rows: period in {r["period"] for r in rows} or rows.append(row))

    def remove_observation(self) -> None:
        self.rows("observations", lambda rows: rows and rows.pop(self.chance.randrange(len(rows))))

    def add_commitment(self) -> None:
        key = f"D{self.number()}"
        row = {"commitment_id": key, "pillar_id": "innovation", "title_zh": f"事项{key}", "kind": "action"}
        self.rows("commitments", lambda rows: key in {r["commitment_id"] for r in rows} or rows.append(row))

    def remove_commitment(self) -> None:
        def remove(rows: list[dict[str, str]]) -> None:
            loose = [row for row in rows if row["commitment_id"].startswith("D")]
            if loose:
                rows.remove(self.chance.choice(loose))

        self.rows("commitments", remove)

    def change_title(self) -> None:
        self.rows("commitments", lambda rows: self.chance.choice(rows).update(title_zh=f"事项 {self.number()}"))

    def change_unit(self) -> None:
        self.rows("units", lambda rows: self.chance.choice(rows).update(name_zh=f"单位{self.number()}"))

    def remove_table(self) -> None:
        (self.data / f"{self.chance.choice(['updates', 'milestones'])}.csv").unlink(missing_ok=True)

    def add_table(self) -> None:
        self.rows("updates", lambda rows: rows[0].update(progress_zh=f"进展{self.number()}"))
        self.rows("milestones", lambda rows: None)

    def add_release(self) -> None:
        progress, _ = assess_folder(self.data)
        if progress is not None:
            self.released += timedelta(1)
            try:
                freeze(
                    self.data / FOLDER,
                    render_release_files(record_commitments(progress)),
                    self.released,
                    progress.as_of,
                    origin="example.gov.cn/p",
                )
            except ReleaseError:  # nothing has changed since the last one
                return

    def change_portal_title(self) -> None:
        self.settings["title_zh"] = f"门户{self.number()}"
        self.set_up()

    def change_date(self) -> None:
        self.settings["as_of"] = f"2023-{self.chance.randrange(6, 13):02}-28"
        self.set_up()

    def change_address(self) -> None:
        self.settings["site"] = {"url": f"https://www.example.gov.cn/{self.number()}/"}
        self.set_up()

    def remove_address(self) -> None:
        self.settings.pop("site", None)
        self.set_up()

    def change_status(self) -> None:
        style = {"color": f"#{self.chance.randrange(0x100000, 0xFFFFFF):06x}", "word_zh": f"状态{self.number()}"}
        self.settings["statuses"] = {self.chance.choice(["ahead", "behind", "met", "far_behind"]): style}
        self.settings["status"] = {"ahead": self.chance.randrange(1, 9)}
        self.set_up()

    def change_page(self) -> None:
        folder = self.docs / self.chance.choice(["zh", "en"])
        self.text(folder / "about.md", r"(?s)\Z", f"\n## 段落{self.number()}\n\n文字\n")

    def add_page(self) -> None:
        """A page that leads to another, and to a commitment that may go."""
        text = f"# 页面{self.number()}\n\n[办法](methodology/index.md)\n"
        keys = sorted(path.name for path in (self.root / "kept" / "commitments").glob("d*"))
        text += "".join(f"\n[事项](commitments/{key}/index.md)\n" for key in keys[:1])
        (self.docs / "zh" / "help").mkdir(exist_ok=True)
        (self.docs / "zh" / "help.md").write_text(text, encoding="utf-8")
        (self.docs / "zh" / "help" / "file.txt").write_text(str(self.number()))

    def add_link(self) -> None:
        """A link to a heading that a later edit may rename."""
        found = re.findall(r"^## 段落(\d+)$", (self.docs / "zh" / "about.md").read_text(encoding="utf-8"), re.MULTILINE)
        anchor = f"#_{len(found)}" if found else ""
        self.text(self.docs / "zh" / "guide.md", r"(?s)\Z", f"\n[段落](about.md{anchor})\n")

    def remove_pages(self) -> None:
        """All that people have added to the pages goes; what is edited next stands on them as they were."""
        for lang in ("zh", "en"):
            shutil.rmtree(self.docs / lang)
            shutil.copytree(self.root / "original" / lang, self.docs / lang)

    def change_template(self) -> None:
        name = self.chance.choice(FRAGMENTS)
        file = next((self.root / "generator" / "templates").glob(f"{name}.*.j2"))
        text = file.read_text(encoding="utf-8")
        fresh = f'<p class="p-note-{self.number()}">'
        old = re.search(r"<p( class=\"p-note-\d+\")?>", text)
        if old:
            file.write_text(text.replace(old[0], fresh, 1), encoding="utf-8")

    def change_stylesheet(self) -> None:
        name = self.chance.choice(["portal.css", "embed.css"])
        self.text(
            self.theme / "assets" / "stylesheets" / name,
            r"(?s)\Z",
            f"\n.n{self.number()}{{color:inherit}}\n",
        )

    def change_script(self) -> None:
        self.text(self.theme / "assets" / "javascripts" / "lists.js", r"(?s)\Z", f"// {self.number()}\n")

    def change_frame(self) -> None:
        footer = self.theme / "partials" / "footer.html"
        self.text(footer, r"<footer[^>]*>", f'<footer class="p-foot md-footer" data-n="{self.number()}">')

    def change_configuration(self) -> None:
        extension = self.chance.choice(["def_list", "abbr", "footnotes"])
        self.text(self.root / "mkdocs.yml", r"- attr_list(\n  - \w+)?(?=\n  - tables)", f"- attr_list\n  - {extension}")

    def change_palette(self) -> None:
        self.text(self.root / "mkdocs.yml", r"primary: \w+", f"primary: {self.chance.choice(['teal', 'red', 'amber'])}")

    def change_announcement(self) -> None:
        text = ANNOUNCEMENT.format(number=self.number())
        (self.root / "overrides" / "main.html").write_text(text, encoding="utf-8")

    def change_shared_file(self) -> None:
        (self.docs / "images" / "logo.svg").write_text(f"<svg id='n{self.number()}'/>", encoding="utf-8")

    def change_words(self) -> None:
        catalogue = self.root / "generator" / "locale" / "zh" / "LC_MESSAGES" / "portal.po"
        self.text(catalogue, r'msgid "Lead unit"\nmsgstr "[^"]*"', f'msgid "Lead unit"\\nmsgstr "单位{self.number()}"')

    def change_synonyms(self) -> None:
        self.text(self.docs / "synonyms.txt", r"(?s)\Z", f"\n词{self.number()} 词{self.number()}\n")


def tree(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def built(data: Path, out: Path, drawing: DrawingClient, cache: Cache) -> dict[str, Any]:
    """Build; gives what was done, or in its place what the site builder says."""
    try:
        done = rebuild(data, out, None, Silent(), drawing, cache, live=False)
    except (SiteError, DrawingError) as error:
        return {"refused": str(error).replace(str(out.parent), ""), "published": False, "rendered": 0}
    return {"refused": "", "published": done.progress is not None, "rendered": done.rendered}


def built_alone(root: Path, data: Path, out: Path) -> dict[str, Any]:
    """Build in a process of its own."""
    command = [sys.executable, __file__, data, out]
    run = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return dict(json.loads(run.stdout))


def build_alone(data: Path, out: Path) -> None:
    """Build without a cache, and print what was done."""
    with open_cache(None) as nothing, open_client(nothing) as drawing:
        print(json.dumps(built(data, out, drawing, nothing), ensure_ascii=False))


def main(root: Path, seed: int, end: str) -> None:
    defaults = root / "generator" / "defaults"
    for name in ("docs", "original"):
        shutil.copytree(defaults / "docs", root / name)
    shutil.copy(defaults / "synonyms.txt", root / "docs" / "synonyms.txt")
    (root / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    (root / "overrides").mkdir()
    (root / "docs" / "images").mkdir()
    (root / "docs" / "images" / "logo.svg").write_text("<svg/>", encoding="utf-8")
    office, begun, count = Office(root, seed), time.monotonic(), 0
    with ExitStack() as stack:
        cache, nothing = (stack.enter_context(open_cache(folder)) for folder in (root / "cache", None))
        one, two = (stack.enter_context(open_client(known)) for known in (cache, nothing))
        names: tuple[str, ...] = ("begin",)
        while time.monotonic() - begun < float(end[:-1]) if end.endswith("s") else count < int(end):
            kept = built(office.data, root / "kept", one, cache)
            if count % OWN == OWN - 1:
                clean = built_alone(root, office.data, root / "clean")
            else:
                clean = built(office.data, root / "clean", two, nothing)
            cache.save()
            wrong = tree(root / "kept").items() ^ tree(root / "clean").items()
            differ = sorted({path for path, _ in wrong})
            print(json.dumps({"edits": names, "differ": differ, "kept": kept, "clean": clean}), flush=True)
            names, count = office.edit(), count + 1


if __name__ == "__main__":
    if len(sys.argv) == 3:
        build_alone(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
