"""Sites kept in a folder of another machine, over SSH: rsync carries the files, a small script does the rest there.

The two connections are independent: the script holds the lock for as long as this process lives, and moves the name
only on command, after it has proved that all has arrived. Neither is waited for without an end.
"""

import secrets
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.errors import PublishError, UsageError
from generator.files.manifest import FILE
from generator.language.words import mark
from generator.publish.outcome import NO_PROGRAM
from generator.publish.session import Session
from generator.publish.steps import BUSY, FOREIGN, LEFT, NAME, SITES

SCRIPT = Path(__file__).with_name("ssh.sh")
SSH = ("ssh", "ssh.exe")
LIMITS = ("ConnectTimeout=30", "ServerAliveInterval=15", "ServerAliveCountMax=4")  # of OpenSSH, in seconds and times
SILENCE = 120  # seconds in which rsync must send or receive something
RSYNC_TIMEOUT = 30  # the exit code of rsync where nothing came in that time
LOST = mark("The connection to {target} ended before all was done; what is live there is whole. See the message above.")
NOT_SENT = mark("rsync could not send the site to {target}; what is live there is as it was. See the message above.")
SILENT = mark("{target} does not answer any more; what is live there is whole. Try again when it can be reached.")


def limit_waiting(shell: Sequence[str]) -> list[str]:
    """Return an SSH command that gives up where the other machine does not answer; what it sets itself holds."""
    options = LIMITS if Path(shell[0]).name in SSH else ()
    return [*shell, *(part for option in options for part in ("-o", option))]


@contextmanager
def open_ssh(host: str, path: str, shell: Sequence[str]) -> Iterator["SshDestination"]:
    """Open a folder of another machine for one publication; `shell` is the SSH command with its options.

    Raises:
        UsageError: the folder holds something else.
        PublishError: the machine cannot be reached or does not answer, or somebody else is publishing.
    """
    target, shell = f"{host}:{path}", limit_waiting(shell)
    there = f"exec sh -c {shlex.quote(SCRIPT.read_text(encoding='utf-8'))} portal {shlex.quote(path)}"
    try:
        session = Session([*shell, "--", host, there])
    except FileNotFoundError as error:
        raise PublishError(NO_PROGRAM, program=error.filename) from error
    try:
        far = SshDestination(target, shell, session)
        verdict, _, name = far.hear().strip().partition(" ")
        if verdict == "foreign":
            raise UsageError(FOREIGN, target=target, name=name)
        if verdict == "busy":
            raise PublishError(BUSY, target=target)
        if verdict == "left":
            raise PublishError(LEFT, target=target, name=name)
        if verdict != "ready":
            raise PublishError(LOST, target=target)
        yield far
    finally:
        session.close()


class SshDestination:
    """The sites of an open folder of another machine."""

    def __init__(self, target: str, shell: Sequence[str], session: Session) -> None:
        """Take a session whose script is starting."""
        self.target = target
        self._shell = shell
        self._session = session

    def names(self) -> list[str]:
        """List the sites that are whole, oldest first."""
        return sorted(name for name in self._ask("names") if NAME.fullmatch(name))

    def current(self) -> str:
        """Return the name of the site that is live, also where it has gone; empty where there never was one."""
        return "".join(self._ask("current"))

    def read(self, name: str, list_name: str) -> bytes:
        """Return a list that lies in a site; empty where it has none."""
        return "".join(f"{line}\n" for line in self._ask("read", name, list_name)).encode()

    def write(self, name: str, list_name: str, text: str) -> None:
        """Put a list into a site, in the place of the one it has."""
        lines = text.removesuffix("\n").split("\n")
        self._ask("write", name, list_name, str(len(lines)), typed=lines)

    def sums(self, name: str) -> dict[str, str]:
        """Return the SHA-256 of every file of a site but its manifest, as the far side computes them."""
        listed = (line.split("  ./", 1) for line in self._ask("sums", name))
        return {path: found for found, path in listed if path != FILE}

    def receive(self, sources: Sequence[Path], base: str) -> str:
        """Send a site; of files that `base` has just so nothing travels but their hash."""
        incoming = f".incoming-{secrets.token_hex(4)}"
        command = ["rsync", "--recursive", "--checksum", "--compress", "--perms", "--chmod=D755,F644"]
        command += ["--protect-args", f"--timeout={SILENCE}", "--rsh", shlex.join(self._shell)]
        command += [f"--link-dest=../{base}"] if base else []
        try:
            given = [f"{folder}/" for folder in sources]
            sent = subprocess.run([*command, "--", *given, f"{self.target}/{SITES}/{incoming}/"], check=False)
        except FileNotFoundError as error:
            raise PublishError(NO_PROGRAM, program="rsync") from error
        if sent.returncode:
            with suppress(PublishError):
                self.discard(incoming)
            raise PublishError(SILENT if sent.returncode == RSYNC_TIMEOUT else NOT_SENT, target=self.target)
        return incoming

    def carry(self, source: str, name: str, path: str, proof: str) -> bool:
        """Put a file of one site into another too; False where it is not there with this SHA-256."""
        return self._ask("carry", source, name, path, proof) != []

    def accept(self, incoming: str, name: str) -> None:
        """Write what arrived to the disk, and move it to its name."""
        self._ask("accept", incoming, name)

    def point(self, name: str) -> None:
        """Make a site the one that is live: a new link is renamed over the old one."""
        self._ask("point", name)

    def remove(self, name: str) -> None:
        """Remove a site that is not live."""
        self._ask("remove", name)

    def discard(self, incoming: str) -> None:
        """Remove what arrived and is no site yet."""
        self._ask("discard", incoming)

    def hear(self) -> str:
        """Return the next line of the far side; "" where it has ended.

        Raises:
            PublishError: it does not answer.
        """
        try:
            return self._session.hear()
        except TimeoutError as error:
            raise PublishError(SILENT, target=self.target) from error

    def _ask(self, *words: str, typed: Sequence[str] = ()) -> list[str]:
        """Send one command, with the lines that belong to it, and return the lines of the answer."""
        lines: list[str] = []
        try:
            self._session.tell("\n".join([" ".join(words), *typed]))
            while (line := self.hear()) != ".\n":
                if not line:
                    raise PublishError(LOST, target=self.target)
                lines.append(line.rstrip("\n"))
        except BrokenPipeError as error:
            raise PublishError(LOST, target=self.target) from error
        return lines
