"""Assets of former sites: who loaded a page before a switch, or before a roll-back, still finds what the page names."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hosts import ASSET_TEXT, asset_of, git, small_site, sshd, whole_version

from generator.errors import PublishError
from generator.files.manifest import SiteManifest
from generator.publish import ssh, steps
from generator.publish.folder import open_folder
from generator.publish.kept import FILE, choose_kept
from generator.publish.outcome import Outcome, read_site
from generator.publish.target import parse_target

KEEP = 3


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sshd(tmp_path_factory.mktemp("far") / "sshd") as command:
        yield command


@pytest.fixture(params=["near", "far"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"{'far:' if request.param == 'far' else ''}{tmp_path / 'host'}"


@pytest.fixture
def dressed(tmp_path: Path) -> list[Path]:
    """Sites, each with a stylesheet of its own beside one that all share; the first is version 1."""
    return [small_site(tmp_path / "built" / str(version), version, dressed=True) for version in range(1, 6)]


def publish(target: str, site: Path, shell: str = "ssh", keep: int = KEEP) -> Outcome:
    return parse_target(target).publish(site, read_site(site), keep, shell.split(), lambda *_: None)


def roll_back(target: str, shell: str = "ssh") -> None:
    parse_target(target).roll_back(shell.split(), lambda *_: None)


def test_the_assets_of_the_sites_that_are_kept_stay_and_are_listed(
    target: str, shell: str, dressed: list[Path], tmp_path: Path
) -> None:
    live = tmp_path / "host" / "current"
    for version, site in enumerate(dressed, 1):
        publish(target, site, shell)
        assert whole_version(live) == version
        former = {asset_of(other) for other in range(max(1, version - KEEP), version)}
        listed = json.loads((live / FILE).read_text())["files"] if former else {}
        assert listed.keys() == former
        for path in (*former, asset_of(version)):
            assert hashlib.sha256((live / path).read_bytes()).hexdigest()[:10] == path.split(".")[1]
        assert not publish(target, site, shell).switched
    assert not (live / asset_of(1)).exists()  # three sites after it, its page is no longer open anywhere
    assert (live / asset_of(4)).stat().st_ino == next(
        (tmp_path / "host" / "sites").glob("000004-*/" + asset_of(4))
    ).stat().st_ino


def test_after_a_roll_back_the_pages_of_the_site_taken_back_are_still_dressed(
    target: str, shell: str, dressed: list[Path], tmp_path: Path
) -> None:
    live = tmp_path / "host" / "current"
    for site in dressed[:3]:
        publish(target, site, shell)
    for version in (2, 1):
        roll_back(target, shell)
        assert whole_version(live) == version
        assert (live / asset_of(3)).read_text() == ASSET_TEXT.format(3)
        assert asset_of(3) in json.loads((live / FILE).read_text())["files"]
    with pytest.raises(PublishError, match="no site from before"):
        roll_back(target, shell)
    publish(target, dressed[4], shell)
    assert whole_version(live) == 5
    assert (live / asset_of(1)).exists()


def test_a_roll_back_that_was_cut_off_can_be_done_again(
    dressed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between its list and the assets that it names."""
    for site in dressed[:2]:
        publish(str(tmp_path / "host"), site)

    def carry(*_: object) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("generator.publish.folder.FolderDestination.carry", carry)
        with pytest.raises(KeyboardInterrupt):
            roll_back(str(tmp_path / "host"))
    assert whole_version(tmp_path / "host" / "current") == 2
    roll_back(str(tmp_path / "host"))
    assert whole_version(tmp_path / "host" / "current") == 1


def test_an_asset_that_was_altered_on_the_host_is_not_kept(
    target: str, shell: str, dressed: list[Path], tmp_path: Path
) -> None:
    live = tmp_path / "host" / "current"
    for site in dressed[:2]:
        publish(target, site, shell)
    (live / asset_of(2)).write_text("* { display: none }")
    publish(target, dressed[2], shell)
    assert whole_version(live) == 3
    assert json.loads((live / FILE).read_text())["files"].keys() == {asset_of(1)}
    assert not (live / asset_of(2)).exists()


def test_only_what_bears_the_hash_of_its_content_is_kept() -> None:
    paths = (
        "assets/a.0123456789.css",
        "x/assets/b.0123456789.js",
        "assets/c.css",
        "index.html",
        "assets/../d.0123456789.js",
    )
    former = {
        "2": SiteManifest(dict.fromkeys(paths, "2")),
        "1": SiteManifest({paths[0]: "1", "assets/e.aaaaaaaaaa.svg": "1"}),
    }
    assert choose_kept(SiteManifest({}), former) == {
        "assets/a.0123456789.css": ("2", "2"),
        "assets/e.aaaaaaaaaa.svg": ("1", "1"),
        "x/assets/b.0123456789.js": ("2", "2"),
    }
    assert choose_kept(SiteManifest(dict.fromkeys(paths, "3")), {"2": former["2"]}) == {}


def test_what_fails_on_the_way_leaves_nothing(
    dressed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "host"
    publish(str(root), dressed[0])
    before = sorted(path.name for path in (root / "sites").iterdir())

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("write", "accept", "point"):
        with open_folder(root) as opened, monkeypatch.context() as patched:
            patched.setattr(opened, step, full)
            with pytest.raises(OSError, match="No space"):
                steps.publish(opened, dressed[1], read_site(dressed[1]), KEEP, lambda *_: None)
        assert sorted(path.name for path in (root / "sites").iterdir()) == before
    assert whole_version(root / "current") == 1


def test_a_leftover_that_cannot_be_removed_is_told(
    target: str, shell: str, dressed: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They would become more and more; the far side tries for some seconds, as an rsync may still write."""
    publish(target, dressed[0], shell)
    (tmp_path / "host" / "sites" / ".incoming-0badcafe").mkdir()
    if target.startswith("far:"):
        script = ssh.SCRIPT.read_text(encoding="utf-8").replace("rm -rf sites/.[!.]*", "false").replace("sleep 1", ":")
        (tmp_path / "ssh.sh").write_text(script, encoding="utf-8")
        monkeypatch.setattr(ssh, "SCRIPT", tmp_path / "ssh.sh")
    else:
        monkeypatch.setattr("generator.publish.folder.shutil.rmtree", lambda *_, **__: None)
    with pytest.raises(PublishError, match="cannot be removed") as error:
        publish(target, dressed[1], shell)
    assert error.value.parts["name"] == "sites/.incoming-0badcafe"
    monkeypatch.undo()
    publish(target, dressed[1], shell)
    assert not list((tmp_path / "host" / "sites").glob(".*"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "pages.git")
    return tmp_path / "pages.git"


def held(repository: Path) -> set[str]:
    return set(git(repository, "-c", "core.quotePath=false", "ls-tree", "-r", "--name-only", "live").split("\n"))


def test_a_branch_keeps_the_assets_of_the_last_few_sites(repository: Path, dressed: list[Path]) -> None:
    target = f"git+{repository}#live"
    for version, site in enumerate(dressed, 1):
        publish(target, site)
        former = {asset_of(other) for other in range(max(1, version - KEEP), version)}
        assert held(repository) == {
            *read_site(site).files,
            *former,
            "site-manifest.json",
            ".nojekyll",
            *([FILE] if former else []),
        }
        assert not publish(target, site).switched
    assert json.loads(git(repository, "show", f"live:{FILE}"))["files"].keys() == former
    roll_back(target)
    assert {asset_of(version) for version in (2, 3, 4, 5)} <= held(repository)
    assert "only-in-4/index.html" in held(repository)
    assert "only-in-5/index.html" not in held(repository)


def test_what_was_put_on_a_branch_by_hand_stays(repository: Path, dressed: list[Path], tmp_path: Path) -> None:
    target, clone = f"git+{repository}#live", tmp_path / "clone"
    publish(target, dressed[0])
    git(tmp_path, "clone", "--quiet", "--branch", "live", str(repository), "clone")
    by_hand = {
        "CNAME": "www.example.gov.cn",
        "旧文件/说明 1.txt": "by hand",
        "only-in-2": "in the way",
        "run.sh": "true",
    }
    for name, text in by_hand.items():
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_text(text)
    (clone / "run.sh").chmod(0o755)
    git(clone, "add", "--all")
    git(clone, "commit", "--quiet", "--message", "By hand")
    git(clone, "push", "--quiet", "origin", "live")
    assert not publish(target, dressed[0]).switched
    publish(target, dressed[1])
    assert {"CNAME", "旧文件/说明 1.txt", "run.sh", "only-in-2/index.html"} <= held(repository)
    assert "only-in-2" not in held(repository)  # the new site has a folder there
    assert "only-in-1/index.html" not in held(repository)
    assert git(repository, "ls-tree", "live", "run.sh").startswith("100755")
    roll_back(target)
    assert {"CNAME", "旧文件/说明 1.txt", "run.sh", "only-in-1/index.html"} <= held(repository)
    assert "only-in-2/index.html" not in held(repository)


def test_a_branch_that_held_something_else_keeps_it(repository: Path, dressed: list[Path], tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--initial-branch", "live", "other")
    (tmp_path / "other" / "README.md").write_text("mine")
    git(tmp_path / "other", "add", "README.md")
    git(tmp_path / "other", "commit", "--quiet", "--message", "Mine")
    git(tmp_path / "other", "push", "--quiet", str(repository), "live")
    publish(f"git+{repository}#live", dressed[0])
    assert {"README.md", "index.html"} <= held(repository)
