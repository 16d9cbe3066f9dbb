"""Where to publish, as it is written on the command line."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.errors import UsageError
from generator.files.manifest import SiteManifest
from generator.language.words import mark
from generator.publish import branch, steps
from generator.publish.folder import open_folder
from generator.publish.outcome import OnSwitch, Outcome
from generator.publish.ssh import open_ssh

GIT = re.compile(r"git\+(?P<url>.+?)(#(?P<branch>[^#]+))?")
FAR = re.compile(r"(?P<host>([^@/:\s]+@)?[^@/:\s]{2,}):(~/)?(?P<path>.*)")  # two letters: C: is a drive of Windows
WHOLE = re.compile(
    r"[^~\s\x00-\x1f\x7f][^\x00-\x1f\x7f]*"
)  # a folder by its name: none of a home folder, no line break
PAGES = "gh-pages"
KEEP = 5  # how many sites are kept, the live one counted, where nothing else is said
HOST = mark("{target} is no place to publish to: a folder, user@host:/folder, or git+ADDRESS#branch.")


@dataclass(frozen=True, slots=True)
class Target:
    """A folder, here or (`host`) on another machine; or a `branch` of a repository at `path`."""

    path: str
    host: str = ""
    branch: str = ""

    def publish(
        self, site: Path, manifest: SiteManifest, keep: int, shell: Sequence[str], on_switch: OnSwitch
    ) -> Outcome:
        """Make a built site the one that is live; `shell` is the SSH command."""
        if self.branch:
            with branch.open_branch(self.path, self.branch, keep) as opened:
                return branch.publish(opened, site, manifest, keep, on_switch)
        with self._open(shell) as opened:
            return steps.publish(opened, site, manifest, keep, on_switch)

    def roll_back(self, shell: Sequence[str], on_switch: OnSwitch) -> Outcome:
        """Make the site from before the one that is live."""
        if self.branch:
            with branch.open_branch(self.path, self.branch, None) as opened:
                return branch.roll_back(opened, KEEP, on_switch)
        with self._open(shell) as opened:
            return steps.roll_back(opened, on_switch)

    @contextmanager
    def _open(self, shell: Sequence[str]) -> Iterator[steps.Destination]:
        if self.host:
            with open_ssh(self.host, self.path, shell) as far:
                yield far
        else:
            with open_folder(Path(self.path).absolute()) as near:
                yield near


def parse_target(text: str) -> Target:
    """Read a target: `git+ADDRESS#branch`, `user@host:/folder` (as rsync and scp have it), or a folder.

    Raises:
        UsageError: it can be none of them.
    """
    if not WHOLE.fullmatch(text):
        pass
    elif match := GIT.fullmatch(text):
        name = match["branch"] or PAGES
        if not match["url"].startswith("-") and not name.startswith("-"):
            return Target(match["url"], branch=name)
    elif match := FAR.fullmatch(text):
        named = WHOLE.fullmatch(match["path"]) and not text.startswith(f"{match['host']}:~//")
        if named and not match["host"].startswith("-") and "//" not in text:
            return Target(match["path"], host=match["host"])
    elif text and "://" not in text:
        return Target(text)
    raise UsageError(HOST, target=" ".join(branch.without_password(text).split()))
