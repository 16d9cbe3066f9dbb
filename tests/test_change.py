"""Change between two snapshots: every kind by hand, in values and in words, and what is compared with what."""

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import MEISHAN, SEED, portal, table
from office import command, released
from reader import Page, _Parser

from generator.changes.compare import compare
from generator.changes.diff import CommitmentChange, Diff, FigureKind, Life, MilestoneKind
from generator.changes.formats import render_diff_json, render_diff_markdown, render_sign_off_sheet
from generator.changes.history import read_release
from generator.changes.reference import assess_folder, compare_with_reference
from generator.changes.snapshot import Snapshot, read_snapshot, render_release_files, take_snapshot
from generator.changes.wording import ChangeWording
from generator.exports.records import record_commitments
from generator.language.words import Words
from generator.model import Status, TargetState
from generator.releases.release import FOLDER

Cells = Mapping[str, object]
PORTAL = "title_zh: 测试\nyear: 2023\nas_of: 2023-{month}-30\n"
EN, ZH = Words("en"), Words("zh")
HOSTILE = "<script>alert(1)</script>|\"&'](javascript:x)"


def commitment(key: str = "A", **cells: object) -> dict[str, object]:
    base = {"commitment_id": key, "pillar_id": "growth", "title_zh": f"事项{key}", "kind": "quantity"}
    return base | {"target_value": 100, "unit_zh": "家"} | cells


@pytest.fixture
def snap(portal_folder: Callable[..., Path]) -> Callable[..., Snapshot]:
    """Read a portal given as rows, as a release of it would be."""

    def read(month: str = "06", **tables: Iterable[Cells]) -> Snapshot:
        tables = {"commitments": [commitment()], **tables}
        texts = {name: table(rows) for name, rows in tables.items() if rows}
        progress, _ = assess_folder(portal_folder(PORTAL.format(month=month), **texts))
        assert progress is not None
        return read_snapshot(render_release_files(record_commitments(progress)))

    return read


@pytest.fixture
def changed(snap: Callable[..., Snapshot]) -> Callable[..., CommitmentChange | None]:
    """Compare one figure before and after; each is the cells of its row, or None."""

    def find(old: Cells | None, new: Cells | None) -> CommitmentChange | None:
        row = {"commitment_id": "A", "period": "2023-03"}
        before, after = (snap(observations=[{**row, **cells}] if cells is not None else []) for cells in (old, new))
        return next(iter(compare(before, after).changes), None)

    return find


def told(change: CommitmentChange, words: Words) -> list[str]:
    wording = ChangeWording(words, {})
    return [wording.text(line) for line in wording.lines(change)]


FIGURES = [
    (None, {"value": 5}, FigureKind.ADDED, "March 2023: 5 家 (new)"),
    ({"value": ""}, {"value": 0}, FigureKind.ADDED, "March 2023: 0 家 (new)"),
    (None, {"value": ""}, FigureKind.NOT_REPORTED, "March 2023: not reported (not reported)"),
    (
        {"value": 5, "status": "provisional"},
        {"value": 6},
        FigureKind.REVISED,
        "March 2023: 5 家 → 6 家 (planned revision)",
    ),
    (
        {"value": 5, "status": "estimated"},
        {"value": 6},
        FigureKind.REVISED,
        "March 2023: 5 家 → 6 家 (planned revision)",
    ),
    ({"value": 5}, {"value": 6, "note_zh": "更正"}, FigureKind.CORRECTED, "March 2023: 5 家 → 6 家 (correction); 更正"),
    (
        {"value": 5, "status": "illustrative"},
        {"value": 0},
        FigureKind.CORRECTED,
        "March 2023: 5 家 → 0 家 (correction)",
    ),
    ({"value": 5}, {"value": "***"}, FigureKind.WITHHELD, "March 2023: 5 家 → not disclosed (no longer disclosed)"),
    (
        {"value": 5},
        {"value": 7, "status": "suppressed"},
        FigureKind.WITHHELD,
        "March 2023: 5 家 → not disclosed (no longer disclosed)",
    ),
    ({"value": "**"}, {"value": 5}, FigureKind.DISCLOSED, "March 2023: not disclosed → 5 家 (now disclosed)"),
    ({"value": 5}, {"value": ""}, FigureKind.REMOVED, "March 2023: 5 家 → not reported (removed)"),
    ({"value": 5}, None, FigureKind.REMOVED, "March 2023: 5 家 → removed (removed)"),
    (
        {"value": 5, "status": "provisional"},
        {"value": 5},
        FigureKind.RESTATED,
        "March 2023: 5 家 (provisional) → 5 家 (final) (same value, restated)",
    ),
    ({"value": "***"}, None, FigureKind.REMOVED, "March 2023: not disclosed → removed (removed)"),
]


@pytest.mark.parametrize(("old", "new", "kind", "text"), FIGURES)
def test_what_became_of_a_figure_is_told(
    changed: Callable[..., CommitmentChange | None], old: Cells | None, new: Cells | None, kind: FigureKind, text: str
) -> None:
    change = changed(old, new)
    assert change is not None
    assert [figure.kind for figure in change.figures] == [kind]
    assert text in told(change, EN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"value": 5}, {"value": 5}),
        ({"value": "5.0"}, {"value": "5.00"}),
        ({"value": ""}, None),
        ({"value": "**"}, {"value": "***"}),
    ],
)
def test_what_means_the_same_is_no_change(
    changed: Callable[..., CommitmentChange | None], old: Cells, new: Cells | None
) -> None:
    assert changed(old, new) is None


def test_the_working_data_are_compared_as_a_release_of_them_would_be() -> None:
    """What is taken from the progress is what would be read from the files of a release, but for their hash."""
    for folder in (SEED, MEISHAN):
        progress, _ = assess_folder(folder)
        assert progress is not None
        records = record_commitments(progress)
        written = read_snapshot(render_release_files(records))
        assert take_snapshot(records) == replace(written, content="")


def test_a_withheld_figure_is_in_no_snapshot(snap: Callable[..., Snapshot]) -> None:
    row = {"commitment_id": "A", "period": "2023-03", "value": 4711, "status": "suppressed"}
    observed = snap(observations=[row]).entries["A"].observed["2023-03"]
    assert (observed.value, observed.masked) == (None, True)


def test_a_figure_keeps_the_zeros_it_was_published_with(snap: Callable[..., Snapshot]) -> None:
    row = {"commitment_id": "A", "period": "2023-03", "value": "12.50"}
    assert str(snap(observations=[row]).entries["A"].observed["2023-03"].value) == "12.50"


def test_a_status_moves_with_its_reasons(snap: Callable[..., Snapshot]) -> None:
    # 50 of 100 by June (50.0% expected): on pace; 50 of 125 is 40%, a gap of -10: behind
    rows = [{"commitment_id": "A", "period": "2023-06", "value": 50}]
    change = [{"commitment_id": "A", "effective_on": "2023-05-01", "target_value": 125, "reason_zh": "中期调整"}]
    diff = compare(snap(observations=rows), snap(observations=rows, target_changes=change))
    (found,) = diff.changes
    assert found.target
    assert (found.target.old, found.target.new, found.target.reason_zh) == (100, 125, "中期调整")
    assert found.status
    assert (found.status.old.status, found.status.new.status) == (Status.ON_PACE, Status.BEHIND)
    assert (found.status.old.gap_points, found.status.new.gap_points) == (0, -10)
    why = "target 100 家 or more → 125 家 or more; share 50.0% → 40.0%; gap 0.0 points → \u221210.0 points"
    assert f"Status: On pace → Behind (status changed); {why}" in told(found, EN)
    assert "Target: 100 家 or more → 125 家 or more (target changed); 中期调整" in told(found, EN)
    assert diff.counts.statuses == diff.counts.targets == 1


def test_a_target_that_is_hidden_is_told_in_words(snap: Callable[..., Snapshot]) -> None:
    hidden = snap(commitments=[commitment(target_value="***", target_state="masked")])
    (found,) = compare(snap(), hidden).changes
    assert found.target
    assert (found.target.new, found.target.new_state) == (None, TargetState.MASKED)
    assert any("100 家 or more → not disclosed" in line for line in told(found, EN))
    assert any("100家以上 → 未公开" in line for line in told(found, ZH))


def test_time_alone_can_move_a_status(snap: Callable[..., Snapshot]) -> None:
    commitments = [commitment(kind="stage", target_value="")]
    milestones = [{"commitment_id": "A", "position": 1, "stage_zh": "开工", "planned_on": "2023-07-15"}]
    before, after = (snap(month, commitments=commitments, milestones=milestones) for month in ("06", "09"))
    (found,) = compare(before, after).changes
    assert found.status
    assert (found.status.old.status, found.status.new.status) == (Status.NOT_STARTED, Status.BEHIND)


def test_commitments_come_go_and_are_reworded(snap: Callable[..., Snapshot]) -> None:
    old = snap(commitments=[commitment("A"), commitment("B"), commitment("C", lead_unit_id="fgw")], units=UNITS)
    new = snap(
        commitments=[
            commitment("A", state="withdrawn", state_reason_zh="政策调整"),
            commitment("C", lead_unit_id="czj", title_zh="新的说法"),
            commitment("D"),
        ],
        units=UNITS,
    )
    diff = compare(old, new)
    by_id = {change.entry.commitment_id: change for change in diff.changes}
    lives = {key: change.life for key, change in by_id.items()}
    assert lives == {"A": Life.WITHDRAWN, "B": Life.REMOVED, "C": None, "D": Life.ADDED}
    assert [(f.name, f.old, f.new) for f in by_id["C"].fields] == [
        ("title_zh", "事项C", "新的说法"),
        ("lead_unit_id", "fgw", "czj"),
    ]
    wording = ChangeWording(ZH, {}, diff.names)
    assert "牵头单位：发改委 → 财政局（内容调整）" in [wording.text(line) for line in wording.lines(by_id["C"])]
    assert wording.text(wording.lines(by_id["A"])[0]).endswith("政策调整")
    counts = diff.counts
    assert (counts.commitments_added, counts.commitments_changed, counts.commitments_withdrawn) == (1, 1, 2)


UNITS = [{"unit_id": "fgw", "name_zh": "发改委"}, {"unit_id": "czj", "name_zh": "财政局"}]


def test_milestones_updates_tables_and_bands_are_told_too(
    snap: Callable[..., Snapshot], portal_folder: Callable[..., Path]
) -> None:
    key = {"commitment_id": "A"}
    stage = {**key, "position": 1, "stage_zh": "开工", "planned_on": "2023-03-31"}
    old = snap(milestones=[stage], units=UNITS[:1])
    update = {**key, "published_on": "2023-05-05", "progress_zh": "已开工"}
    new = snap(milestones=[{**stage, "achieved_on": "2023-03-30"}], updates=[update], units=UNITS)
    diff = compare(old, new)
    (found,) = diff.changes
    assert [moved.kind for moved in found.milestones] == [MilestoneKind.ACHIEVED]
    assert [update.progress_zh for update in found.updates] == ["已开工"]
    assert [(t.name, t.added, t.removed) for t in diff.tables] == [("units", 1, 0)]
    assert "开工: planned 31 March 2023 → achieved 30 March 2023 (milestone achieved)" in told(found, EN)
    folder = portal_folder(PORTAL.format(month="06") + "status: {ahead: 8}\n", commitments=table([commitment()]))
    progress, _ = assess_folder(folder)
    assert progress
    bands = compare(snap(), read_snapshot(render_release_files(record_commitments(progress)))).bands
    assert bands
    assert [edges["ahead"] for edges in bands] == [5, 8]


def test_compared_with_nothing_everything_is_new(snap: Callable[..., Snapshot]) -> None:
    diff = compare(None, snap(observations=[{"commitment_id": "A", "period": "2023-03", "value": 5}]))
    assert diff.old is None
    assert (diff.counts.commitments_added, diff.counts.added) == (1, 1)


@pytest.fixture
def office(portal_folder: Callable[..., Path]) -> Path:
    """A data folder with one release, whose figure the working data correct."""
    rows = [{"commitment_id": "A", "period": "2023-06", "value": 50, "note_zh": ""}]
    title = [commitment(title_zh=f"事项{HOSTILE}")]
    folder = portal_folder(PORTAL.format(month="06"), commitments=table(title), observations=table(rows))
    released(folder, "2023-07-10")
    rows[0] |= {"value": 45, "note_zh": f"更正{HOSTILE}"}
    (folder / "observations.csv").write_text(table(rows), encoding="utf-8")
    return folder


def diff_of(folder: Path, reference: str = "") -> Diff:
    progress, _ = assess_folder(folder)
    assert progress
    return compare_with_reference(reference, folder, progress)


def test_json_holds_the_figures_unrounded_and_null_for_what_is_not_known(office: Path) -> None:
    run = command("diff", "--data", office, "--format", "json")
    assert run.exit_code == 0
    value = json.loads(run.output)
    assert value["counts"]["corrected"] == 1
    (change,) = value["changes"]
    assert change["entry"]["commitment_id"] == "A"
    assert [(f["kind"], f["old"]["value"], f["new"]["value"]) for f in change["figures"]] == [("corrected", 50, 45)]
    assert (change["status"]["old"]["status"], change["status"]["new"]["status"]) == ("on_pace", "slightly_behind")
    assert Fraction(change["status"]["new"]["share"]).limit_denominator(100) == Fraction(45, 100)
    assert value["new"]["released_on"] is None
    assert change["target"] is None


def test_the_sheet_names_what_is_signed_and_runs_nothing(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "审签表.html"
    run = portal("diff", "--data", office, "--format", "html", "--out", out, "--lang", "zh")
    assert run.returncode == 0, run.stderr
    page = Page("")
    parser = _Parser(page)
    parser.feed(out.read_text(encoding="utf-8"))
    text = "".join(passage.text for passage in page.passages)
    for word in ("填报人", "审核人", "签发人", "50家", "45家", HOSTILE):
        assert word in text, word
    diff = diff_of(office)
    assert diff.new.content in text
    assert not page.all("script")
    assert page.links() == []  # nothing from anywhere
    folder = released(office, "2023-08-10")
    assert json.loads((folder / "manifest.json").read_bytes())["content_sha256"] == diff.new.content


def test_markdown_for_a_pull_request_cannot_be_broken_by_a_cell(office: Path) -> None:
    progress, _ = assess_folder(office)
    assert progress
    text = render_diff_markdown(diff_of(office), progress.dataset.portal, EN)
    assert "<script" not in text
    tables = [re.sub(r"\\.", "", line).count("|") for line in text.splitlines() if line.startswith("|")]
    assert tables
    assert set(tables) == {6}  # five columns in every row
    assert render_sign_off_sheet(diff_of(office), progress.dataset.portal, EN) != text


def test_the_working_data_are_compared_with_a_release_a_folder_or_a_revision(office: Path, tmp_path: Path) -> None:
    assert diff_of(office).counts.corrected == 1
    assert diff_of(office, "2023-07-10").counts.corrected == 1
    other = Path(shutil.copytree(office, tmp_path / "other"))
    assert not diff_of(office, str(other))
    assert diff_of(office, str(office / FOLDER / "2023-07-10")).counts.corrected == 1
    repository = office.parent
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.cn", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"], ["tag", "v1"]):
        subprocess.run([*git, *arguments], cwd=repository, check=True)
    rows = table([{"commitment_id": "A", "period": "2023-06", "value": 46}])
    (office / "observations.csv").write_text(rows, encoding="utf-8")
    (found,) = diff_of(office, "v1").changes
    (figure,) = found.figures
    assert figure.old and figure.new
    assert (figure.old.value, figure.new.value) == (Decimal(45), Decimal(46))


@pytest.mark.parametrize("reference", ["2023-01-01", "no-such-thing", "--output=/tmp/x", "/nowhere"])
def test_a_reference_to_nothing_is_wrong_usage(office: Path, reference: str) -> None:
    run = command("diff", "--data", office, "--", reference)
    assert run.exit_code == 2
    assert reference in run.output


def test_wrong_data_are_not_compared(portal_folder: Callable[..., Path]) -> None:
    folder = portal_folder(observations="commitment_id,period,value\nA,2023-01,十二\n")
    run = command("diff", "--data", folder)
    assert run.exit_code == 1
    assert "十二" in run.output


def test_the_seed_ships_with_releases_that_tell_its_history() -> None:
    folders = [SEED / FOLDER / day for day in ("2023-08-18", "2023-09-15", "2023-10-16")]
    july, august, september = (read_release(folder).snapshot for folder in folders)
    first, second = compare(july, august), compare(august, september)
    assert (first.counts.corrected, first.counts.targets, second.counts.corrected) == (1, 1, 1)
    corrected = {
        (c.entry.commitment_id, f.old.value, f.new.value)
        for diff in (first, second)
        for c in diff.changes
        for f in c.of(FigureKind.CORRECTED)
        if f.old and f.new
    }
    assert corrected == {("GR-10", Decimal("3.79"), Decimal("3.97")), ("UR-40", 9683, 9388)}
    moved = {c.entry.commitment_id: (c.target.old, c.target.new) for c in first.changes if c.target}
    assert moved == {"GR-15": (35, 38)}
    # what moved since is the rule alone: UR-26 is worse than its baseline, so it is no longer slightly behind
    (change,) = diff_of(SEED).changes
    assert change.entry.commitment_id == "UR-26"
    assert change.status is not None
    assert (change.status.old.status, change.status.new.status) == (Status.SLIGHTLY_BEHIND, Status.BEHIND)
    for folder in folders:
        assert sum(path.stat().st_size for path in folder.iterdir()) < 1_500_000
    assert render_diff_json(second).count("\n") > 100
