"""A far side that freezes holds nobody for ever: one sentence, exit code 1, and what is live there is whole."""

import fcntl
import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hosts import PATIENCE, Sites, sshd, whole_version

from generator.errors import PublishError
from generator.publish import branch, live, session, ssh
from generator.publish.outcome import OnSwitch, Outcome, read_site
from generator.publish.target import parse_target

SOON = 1.0  # seconds; so long does each of these tests wait


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with sshd(tmp_path_factory.mktemp("far") / "sshd") as command:
        yield command


def publish(target: str, site: Path, shell: str = "ssh", tell: OnSwitch = lambda *_: None) -> bool:
    return parse_target(target).publish(site, read_site(site), 5, shell.split(), tell).switched


def far_script(root: Path) -> int:
    """Return the process of the far side that is at a folder."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if words[0] == b"sh" and words[-2:-1] == [os.fsencode(root)] and b"portal" in words:
            return int(process.name)
    raise AssertionError("the far side does not run")


def parent(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.mark.parametrize("frozen", ["script", "connection"])
def test_a_far_side_that_freezes_before_the_switch_is_given_up(
    frozen: str, shell: str, sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script of the far side; or the SSH server of the connection, whose silence the client of SSH notices."""
    root, stopped = tmp_path / "host", list[int]()
    publish(f"far:{root}", sites(1), shell)
    if frozen == "script":
        monkeypatch.setattr(session, "ANSWER", SOON)
    monkeypatch.setattr(session, "GRACE", SOON)
    monkeypatch.setattr(ssh, "LIMITS", ("ServerAliveInterval=1", "ServerAliveCountMax=1"))

    def freeze(*_: object) -> None:
        script = far_script(root)
        stopped.append(script if frozen == "script" else parent(script))
        os.kill(stopped[0], signal.SIGSTOP)

    try:
        with pytest.raises(PublishError, match=r"answer any more|ended before") as error:
            publish(f"far:{root}", sites(2), shell, freeze)
        assert whole_version(root / "current") == 1
    finally:
        for process in stopped:
            os.kill(process, signal.SIGCONT)
    assert error.value.code == 1
    with (root / ".lock").open("rb") as lock:  # what it was asked last it may still do, when it goes on
        fcntl.flock(lock, fcntl.LOCK_EX)
    assert whole_version(root / "current") in (1, 2)


def program_of(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def test_a_machine_that_says_nothing_at_all_is_given_up(
    sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "ANSWER", SOON)
    monkeypatch.setattr(session, "GRACE", SOON)
    silent = program_of(tmp_path, "silent", f"exec sleep {PATIENCE * 10}")
    with pytest.raises(PublishError, match="answer any more"):
        publish("far:/srv/portal", sites(1), str(silent))


def test_a_transfer_that_freezes_is_given_up(
    shell: str, sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ssh, "SILENCE", 1)
    half = program_of(
        tmp_path, "half", f'case "$*" in *"rsync --server"*) exec sleep {PATIENCE * 10} ;; esac\nexec {shell} "$@"'
    )
    with pytest.raises(PublishError, match="answer any more"):
        publish(f"far:{tmp_path}/host", sites(1), str(half))
    assert list((tmp_path / "host" / "sites").iterdir()) == []


def test_the_limits_are_given_to_ssh_and_what_the_user_sets_holds() -> None:
    assert ssh.limit_waiting(["/usr/bin/ssh", "-o", "ConnectTimeout=5"])[:3] == [
        "/usr/bin/ssh",
        "-o",
        "ConnectTimeout=5",
    ]
    assert ssh.limit_waiting(["ssh"]) == [
        *("ssh", "-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4"),
    ]
    assert ssh.limit_waiting(["plink"]) == ["plink"]
    assert "ServerAliveInterval=15" in branch.make_environment({})["GIT_SSH_COMMAND"]
    assert branch.make_environment({"GIT_SSH_COMMAND": "mine"})["GIT_SSH_COMMAND"] == "mine"


@contextmanager
def silent_server(answer: bytes = b"") -> Iterator[int]:
    """Take every connection, and answer with a byte a tenth of a second at most; gives the port."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        held = list[socket.socket]()

        def take() -> None:
            left = iter(answer)
            while not done.wait(0.05):
                with suppress(TimeoutError):
                    held.append(server.accept()[0])
                for connection in held:
                    if (byte := next(left, None)) is not None:
                        connection.send(bytes([byte]))

        thread = threading.Thread(target=take)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            done.set()
            thread.join()
            for connection in held:
                connection.close()


def test_a_git_server_that_says_nothing_is_given_up(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(branch.LOW_SPEED, "GIT_HTTP_LOW_SPEED_TIME", "1")
    with silent_server() as port, pytest.raises(PublishError, match="Git could not") as error:
        publish(f"git+http://127.0.0.1:{port}/pages.git", sites(1))
    assert error.value.code == 1


def test_a_git_that_hangs_is_given_up(sites: Sites, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branch, "LONGEST", SOON)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(program_of(tmp_path, "silent", f"exec sleep {PATIENCE * 10}")))
    with pytest.raises(PublishError, match="answer any more"):
        publish("git+git@far.example:pages.git", sites(1))


def test_a_web_server_that_dribbles_is_given_up(sites: Sites, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte comes in time, and the end never."""
    monkeypatch.setattr(live, "LONGEST", SOON)
    answer = b"HTTP/1.0 200 OK\r\n\r\n" + bytes(PATIENCE * 100)
    monkeypatch.setattr(live, "PATIENCE", PATIENCE)
    outcome = Outcome(None, read_site(sites(1)), switched=True)
    with silent_server(answer) as port, pytest.raises(PublishError, match="cannot be fetched"):
        live.check_live(f"http://127.0.0.1:{port}/", outcome, 0)
