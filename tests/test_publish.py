"""Publishing: what is refused, a branch of a repository, the check of the public address, and the command's words."""

import threading
from pathlib import Path

import pytest
from conftest import Quiet, Run, portal
from hosts import FILE, PATIENCE, SAME, Sites, git, small_site, version_of, whole_version
from reader import HAN

from benchmarks.host import hosted
from generator.errors import PublishError, UsageError
from generator.files.manifest import SiteManifest
from generator.publish import live, steps
from generator.publish.folder import FolderDestination, open_folder
from generator.publish.live import check_live
from generator.publish.outcome import Outcome, read_site
from generator.publish.target import Target, parse_target

SWITCHES = 300


def publish(target: str, site: Path) -> Outcome:
    return parse_target(target).publish(site, read_site(site), 5, ["ssh"], lambda *_: None)


def roll_back(target: str) -> Outcome:
    return parse_target(target).roll_back(["ssh"], lambda *_: None)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/srv/portal", Target("/srv/portal")),
        ("public", Target("public")),
        ("./a:b", Target("./a:b")),  # as for rsync: a slash before the colon makes it a folder
        ("C:\\portal", Target("C:\\portal")),
        ("web@www.example.gov.cn:/srv/portal", Target("/srv/portal", host="web@www.example.gov.cn")),
        ("www:~/portal", Target("portal", host="www")),
        ("git+https://git.example.gov.cn/a.git#pages", Target("https://git.example.gov.cn/a.git", branch="pages")),
        ("git+git@git.example.gov.cn:a/b.git", Target("git@git.example.gov.cn:a/b.git", branch="gh-pages")),
        ("git+../pages.git#live", Target("../pages.git", branch="live")),
    ],
)
def test_a_target_is_read_as_rsync_and_pip_read_theirs(text: str, target: Target) -> None:
    assert parse_target(text) == target


@pytest.mark.parametrize(
    "text",
    [
        *("", "https://www.example.gov.cn/", "ftp://x/y", "-oProxyCommand=x:/y", "git+--upload-pack=x", "git+x#-f"),
        *(
            "www:~/",
            "www:~",
            "www:~other/portal",
            "www:",
            "www:~//portal",
            "~/portal",
        ),  # a folder called ~ is meant by none
        *("web@www:/srv/portal\n", "web@www:/srv\nportal", "/srv/por\ttal", "\n", "git+x\n#y", " /srv/portal"),
    ],
)
def test_what_is_no_target_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="no place to publish to"):
        parse_target(text)


def test_a_folder_without_a_site_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    run = portal("publish", tmp_path / "host", "--site", tmp_path / "site")
    assert run.returncode == 2
    assert "portal build" in run.stderr
    assert not (tmp_path / "host").exists()


@pytest.mark.parametrize("fault", ["changed", "added", "removed"])
def test_a_site_that_was_altered_since_it_was_built_is_not_published(fault: str, sites: Sites, tmp_path: Path) -> None:
    publish(str(tmp_path / "host"), sites(1))
    file = sites(2) / "growth" / "extra.html" if fault == "added" else sites(2) / "growth" / "index.html"
    file.unlink() if fault == "removed" else file.write_text("version 9")
    run = portal("publish", tmp_path / "host", "--site", sites(2))
    assert run.returncode == 1
    assert file.relative_to(sites(2)).as_posix() in run.stderr
    assert whole_version(tmp_path / "host" / "current") == 1


def test_a_site_that_is_built_anew_meanwhile_is_not_mixed(
    sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder is exchanged for another while its files are copied."""
    site, receive = sites(1), FolderDestination.receive

    def receive_another(self: FolderDestination, folder: Path, base: str) -> str:
        incoming = receive(self, folder, base)
        (tmp_path / "host" / "sites" / incoming / "index.html").write_bytes((sites(2) / "index.html").read_bytes())
        return incoming

    publish(str(tmp_path / "host"), sites(3))
    monkeypatch.setattr(FolderDestination, "receive", receive_another)
    with pytest.raises(PublishError, match="not as it was built"):
        publish(str(tmp_path / "host"), site)
    assert whole_version(tmp_path / "host" / "current") == 3


def test_the_changed_addresses_are_known_before_the_switch(sites: Sites, tmp_path: Path) -> None:
    """Whoever is stopped in between still has the list."""
    root = tmp_path / "host"
    told: list[tuple[str, ...]] = []

    def tell(before: SiteManifest | None, after: SiteManifest) -> None:
        assert not (root / "current").exists()
        told.append(after.changes_since(before))

    manifest = read_site(sites(1))
    with open_folder(root) as opened:
        steps.publish(opened, sites(1), manifest, 5, tell)
    assert told == [(*sorted(manifest.files), FILE)]


def test_everything_is_on_the_disk_before_the_switch(
    sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the power fails, what the link names has all been written: every new file and folder was synced before."""
    written: list[str] = []
    synced = "generator.publish.folder.os.fsync"
    monkeypatch.setattr(synced, lambda descriptor: written.append(str(Path(f"/proc/self/fd/{descriptor}").readlink())))
    with open_folder(tmp_path / "host") as opened:
        incoming = opened.receive([sites(1)], "")
        opened.accept(incoming, "000001-000000000000")
        before = len(written)
        opened.point("000001-000000000000")
    arrived = tmp_path / "host" / "sites" / "000001-000000000000"
    below = {str(tmp_path / "host" / "sites" / incoming / path.relative_to(arrived)) for path in arrived.rglob("*")}
    assert below | {str(tmp_path / "host" / "sites" / incoming), str(tmp_path / "host" / "sites")} == set(
        written[:before]
    )
    assert written[before:] == [str(tmp_path / "host")]


def test_there_is_no_moment_without_a_live_site(sites: Sites, tmp_path: Path) -> None:
    done, missing = threading.Event(), list[OSError]()
    live = tmp_path / "host" / "current" / "index.html"

    def read() -> None:
        while not done.is_set() and not missing:
            try:
                live.stat()
            except OSError as error:
                missing.append(error)

    for version in (1, 2):
        publish(str(tmp_path / "host"), sites(version))
    with open_folder(tmp_path / "host") as opened:
        reader = threading.Thread(target=read)
        reader.start()
        try:
            for number in range(SWITCHES):
                opened.point(opened.names()[number % 2])
        finally:
            done.set()
            reader.join()
    assert missing == []


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--bare", "pages.git")
    return tmp_path / "pages.git"


def shown(repository: Path, path: str) -> bytes:
    return git(repository, "show", f"live:{path}").encode()


def test_a_branch_holds_the_site_a_commit_a_publication_and_goes_back(repository: Path, sites: Sites) -> None:
    target = f"git+{repository}#live"

    def version() -> int:
        assert git(repository, "show", "live:.nojekyll") == ""
        return version_of(shown(repository, "index.html"))

    assert publish(target, sites(1)).before is None
    assert version() == 1
    with pytest.raises(PublishError, match="no site from before"):
        roll_back(target)
    for number in (2, 3):
        assert publish(target, sites(number)).switched
    assert not publish(target, sites(3)).switched
    assert git(repository, "rev-list", "--count", "live") == "3"
    assert set(git(repository, "ls-tree", "-r", "--name-only", "live").split()) == {
        *read_site(sites(3)).files,
        FILE,
        ".nojekyll",
    }
    outcome = roll_back(target)
    assert outcome.before and outcome.before.files == read_site(sites(3)).files
    assert outcome.after.files == read_site(sites(2)).files
    assert version() == 2
    roll_back(target)
    assert version() == 1
    with pytest.raises(PublishError, match="no site from before"):
        roll_back(target)
    publish(target, sites(4))
    roll_back(target)  # from 4 to what was live before it
    assert version() == 1


def test_a_domain_that_the_host_has_put_on_the_branch_stays(repository: Path, sites: Sites, tmp_path: Path) -> None:
    publish(f"git+{repository}#live", sites(1))
    git(tmp_path, "clone", "--quiet", "--branch", "live", str(repository), "clone")
    (tmp_path / "clone" / "CNAME").write_text("www.example.gov.cn\n")
    git(tmp_path / "clone", "add", "CNAME")
    git(tmp_path / "clone", "commit", "--quiet", "--message", "Set the domain")
    git(tmp_path / "clone", "push", "--quiet", "origin", "live")
    assert not publish(f"git+{repository}#live", sites(1)).switched
    assert publish(f"git+{repository}#live", sites(2)).switched
    assert shown(repository, "CNAME") == b"www.example.gov.cn"


def test_a_branch_that_somebody_else_pushed_to_meanwhile_is_not_overwritten(repository: Path, sites: Sites) -> None:
    target = parse_target(f"git+{repository}#live")
    publish(f"git+{repository}#live", sites(1))

    def meanwhile(*_: object) -> None:
        publish(f"git+{repository}#live", sites(2))

    with pytest.raises(PublishError, match="Git could not"):
        target.publish(sites(3), read_site(sites(3)), 5, ["ssh"], meanwhile)
    assert version_of(shown(repository, "index.html")) == 2


def test_a_repository_that_is_not_there_is_told_without_its_password(sites: Sites) -> None:
    with pytest.raises(PublishError, match="Git could not") as error:
        publish("git+https://user:secret@127.0.0.1:9/a.git", sites(1))
    assert "127.0.0.1:9/a.git" in str(error.value.parts)
    assert "secret" not in str(error.value.parts)


def test_the_live_site_is_compared_with_what_was_published(sites: Sites, tmp_path: Path) -> None:
    old, new = read_site(sites(1)), read_site(sites(2))
    published = Outcome(old, new, switched=True)
    with hosted(tmp_path / "built", Quiet) as url:
        check_live(f"{url}2/", published, 0)
        with pytest.raises(PublishError, match="still shows the site from before"):
            check_live(f"{url}1", published, 0)
        with pytest.raises(PublishError, match="shows another site") as error:
            check_live(f"{url}{sites(3).name}", published, 0)
        assert error.value.parts["path"] == "404.html"
        with pytest.raises(PublishError, match="cannot be fetched") as error:
            check_live(f"{url}nowhere", published, 0)
        assert error.value.parts["reason"] == "HTTP 404"
        (sites(2) / FILE).write_text("<p>Welcome to another site</p>")
        with pytest.raises(PublishError, match="another site stands"):
            check_live(f"{url}2", published, 0)
    with pytest.raises(PublishError, match="cannot be fetched"):
        check_live(url, published, 0)  # no server is there any more


@pytest.mark.parametrize("path", ["index.html", "growth/index.html"])
def test_a_page_that_is_changed_on_the_way_to_its_reader_is_told(path: str, sites: Sites, tmp_path: Path) -> None:
    published = Outcome(read_site(sites(1)), read_site(sites(2)), switched=True)
    with (sites(2) / path).open("a") as page:
        page.write("<script src='//ads.example.com/'></script>")
    with hosted(tmp_path / "built", Quiet) as url, pytest.raises(PublishError, match="not what was published") as error:
        check_live(f"{url}2", published, 0)
    assert error.value.parts["url"] == f"{url}2/{path.removesuffix('index.html')}"


def test_the_check_waits_for_a_host_that_takes_its_time(
    sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host shows the new site when it is asked for the third time."""
    monkeypatch.setattr(live, "PAUSE", 0.01)
    asked = list[str]()

    class Late(Quiet):
        def do_GET(self) -> None:  # noqa: N802 - the name it has in Python
            asked.append(self.path)
            if len(asked) == 3:
                (tmp_path / "live").symlink_to(sites(2))
            super().do_GET()

    with hosted(tmp_path, Late) as url:
        check_live(f"{url}live", Outcome(None, read_site(sites(2)), switched=True), PATIENCE)
    assert set(asked[:3]) == {f"/live/{FILE}"}


def test_only_the_web_is_asked_for_the_live_site(sites: Sites) -> None:
    with pytest.raises(PublishError, match="cannot be fetched"):
        check_live(sites(1).as_uri(), Outcome(None, read_site(sites(1)), switched=True), 0)


def test_the_command_says_what_it_did_in_either_language(sites: Sites, tmp_path: Path) -> None:
    def command(*arguments: object) -> Run:
        return portal("publish", tmp_path / "host", "--site", small, *arguments)

    small = sites(1)
    run = command()
    assert (run.returncode, run.stderr) == (0, "")
    assert "10 files changed" in run.stdout  # 6 pages, one of this version, a stylesheet, an index, the manifest
    assert "Not checked" in run.stdout
    run = command("--lang", "zh")
    assert run.returncode == 0
    assert HAN.search(run.stdout)
    run = command("--rollback", "--lang", "zh")
    assert run.returncode == 1
    assert HAN.search(run.stderr)


def test_the_address_that_the_site_was_built_for_is_checked(tmp_path: Path) -> None:
    with hosted(tmp_path, Quiet) as url:
        site = small_site(tmp_path / "built", 1, f"{url}host/current/")
        run = portal("publish", tmp_path / "host", "--site", site, "--changed", tmp_path / "changed.txt")
        assert run.returncode == 0, run.stderr
        assert f"Checked: {url}host/current/" in run.stdout
        addresses = (tmp_path / "changed.txt").read_text().split()
        assert f"{url}host/current/growth/" in addresses
        assert f"{url}host/current/{SAME}" in addresses
        assert portal("publish", tmp_path / "other", "--site", site, "--wait", 0).returncode == 0
        (tmp_path / "host" / "current").unlink()
        run = portal("publish", tmp_path / "other", "--site", site, "--wait", 0)
        assert run.returncode == 1
        assert "cannot be fetched: HTTP 404" in run.stderr
