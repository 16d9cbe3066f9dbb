"""A branch of a Git repository whose tree is the site, for hosts that serve one (Pages).

A commit a publication, and no history rewritten: going back is a commit too, with the older tree. A push is all or
nothing, and is refused where somebody else has pushed meanwhile; so Git itself is the lock.
"""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.errors import PublishError
from generator.files.manifest import FILE, SiteManifest, parse_manifest
from generator.language.words import mark
from generator.publish.outcome import NO_PROGRAM, OnSwitch, Outcome, prove, read_site
from generator.publish.steps import NO_OLDER

RESTORES = "Restores"  # the trailer of a commit that goes back: the commit whose site it shows again
KEPT = "CNAME"  # the host's own domain, which GitHub writes into the branch
ABSENT = 2  # what `git ls-remote --exit-code` answers where the repository has no such branch
FAILED = mark("Git could not do its part with {target}: {reason}")
HOOKED = {"GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"}  # what Git sets for hooks, of another repository
IDENTITY = ("-c", "user.name=Progress portal", "-c", "user.email=portal@localhost")
EXACT = (
    "-c",
    "core.autocrlf=false",
    "-c",
    "core.fileMode=false",
    "-c",
    "core.excludesFile=",
    "-c",
    "core.safecrlf=false",
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch that was fetched into a scratch repository; `head` is empty where there is none yet."""

    target: str
    url: str
    name: str
    scratch: Path
    head: str

    def git(self, *arguments: str, typed: str = "", fine: tuple[int, ...] = (0,), work_tree: Path | None = None) -> str:
        """Run git in the scratch repository and return what it prints.

        Raises:
            PublishError: it fails; the message holds what it said, without passwords.
        """
        return run_git(self.target, self.scratch, *arguments, typed=typed, fine=fine, work_tree=work_tree)

    def manifest(self, commit: str) -> SiteManifest | None:
        """Return the manifest of the site in a commit."""
        try:
            return parse_manifest(self.git("show", f"{commit}:{FILE}", fine=(0, 128)).encode()) if commit else None
        except ValueError:
            return None

    def restored(self, commit: str) -> str:
        """Return the commit that a commit goes back to, or itself."""
        trailer = f"%(trailers:key={RESTORES},valueonly,separator=)"
        return self.git("log", "-1", f"--format={trailer}", commit).strip() or commit

    def push(self, tree: str, message: str) -> None:
        """Commit a tree on top of the branch and push it."""
        known = self.git("var", "GIT_COMMITTER_IDENT", fine=(0, 128)).strip()
        parent = ("-p", self.head) if self.head else ()
        commit = self.git(*(() if known else IDENTITY), "commit-tree", tree, *parent, typed=message).strip()
        self.git("push", "--quiet", self.url, f"{commit}:refs/heads/{self.name}")


def run_git(
    target: str,
    scratch: Path,
    *arguments: str,
    typed: str = "",
    fine: tuple[int, ...] = (0,),
    work_tree: Path | None = None,
) -> str:
    """Run git and return what it prints.

    Raises:
        PublishError: it answers with another code than those that are `fine`.
    """
    environment = {name: text for name, text in os.environ.items() if name not in HOOKED} | {"LC_ALL": "C.UTF-8"}
    inside = (f"--work-tree={work_tree}",) if work_tree else ()
    try:
        run = subprocess.run(
            ["git", f"--git-dir={scratch}", *inside, *arguments],  # noqa: S607 - git is wherever the user has it
            input=typed,
            cwd=work_tree,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    except FileNotFoundError as error:
        raise PublishError(NO_PROGRAM, program="git") from error
    if run.returncode not in fine:
        raise PublishError(FAILED, target=target, reason=without_password(run.stderr.strip()))
    return run.stdout


def without_password(text: str) -> str:
    """Take the user and password out of every address."""
    return re.sub(r"(?<=://)[^/@\s]+@", "", text)


@contextmanager
def open_branch(url: str, name: str, *, whole: bool) -> Iterator[Branch]:
    """Fetch a branch into a scratch repository: its last commit, or the `whole` history.

    Raises:
        PublishError: the repository cannot be reached.
    """
    url = str(Path(url).absolute()) if Path(url).exists() else url
    target = without_password(f"{url}#{name}")
    with tempfile.TemporaryDirectory(prefix="portal-branch-") as folder:
        scratch, ref = Path(folder) / ".git", f"refs/heads/{name}"
        run_git(target, scratch, "init", "--quiet")
        there = run_git(target, scratch, "ls-remote", "--exit-code", url, ref, fine=(0, ABSENT))
        if there:
            depth = () if whole else ("--depth=1",)
            run_git(target, scratch, "fetch", "--quiet", *depth, url, f"{ref}:refs/portal/live")
        head = run_git(target, scratch, "rev-parse", "refs/portal/live").strip() if there else ""
        yield Branch(target, url, name, scratch, head)


def publish(branch: Branch, site: Path, manifest: SiteManifest, on_switch: OnSwitch) -> Outcome:
    """Commit a built site to the branch, if it is another than the one there."""
    before = branch.manifest(branch.head)
    branch.git(*EXACT, "add", "--all", "--force", ".", work_tree=site)
    prove(manifest, dict(read_site(site).files), site)  # it may have been built anew meanwhile
    blob = branch.git("hash-object", "-w", "--stdin").strip()
    branch.git("update-index", "--add", "--cacheinfo", f"100644,{blob},.nojekyll")
    domain = branch.git("rev-parse", "--quiet", "--verify", f"{branch.head}:{KEPT}", fine=(0, 1, 128)).strip()
    if branch.head and domain and KEPT not in manifest.files:
        branch.git("update-index", "--add", "--cacheinfo", f"100644,{domain},{KEPT}")
    tree = branch.git("write-tree").strip()
    on_switch(before, manifest)
    if branch.head and branch.git("rev-parse", f"{branch.head}^{{tree}}").strip() == tree:
        return Outcome(before, manifest, switched=False)
    branch.push(tree, f"Site {manifest.digest[:12]}\n")
    return Outcome(before, manifest, switched=True)


def roll_back(branch: Branch, on_switch: OnSwitch) -> Outcome:
    """Commit the site from before the one on the branch.

    Raises:
        PublishError: there is none.
    """
    shown = branch.restored(branch.head) if branch.head else ""
    parent = branch.git("rev-parse", "--quiet", "--verify", f"{shown}^", fine=(0, 1, 128)).strip() if shown else ""
    older = branch.restored(parent) if parent else ""
    after = branch.manifest(older)
    if after is None:
        raise PublishError(NO_OLDER, target=branch.target)
    before = branch.manifest(branch.head)
    on_switch(before, after)
    tree = branch.git("rev-parse", f"{older}^{{tree}}").strip()
    branch.push(tree, f"Back to the site {after.digest[:12]}\n\n{RESTORES}: {older}\n")
    return Outcome(before, after, switched=True)
