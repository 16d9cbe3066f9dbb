"""A branch of a Git repository whose tree is the site, for hosts that serve one (Pages).

A commit a publication, and no history rewritten: going back is a commit too, with the older site. A push is all or
nothing, and is refused where somebody else has pushed meanwhile; so Git itself is the lock. What people have put on the
branch by hand, which no site on it lists, stays, unless the new site has a file of that path.
"""

import os
import re
import shlex
import subprocess
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.errors import PublishError
from generator.files.manifest import FILE, SiteManifest, parse_manifest
from generator.language.words import mark
from generator.publish import kept
from generator.publish.kept import choose_kept
from generator.publish.outcome import NO_PROGRAM, OnSwitch, Outcome, prove, read_site
from generator.publish.ssh import limit_waiting
from generator.publish.steps import NO_OLDER

RESTORES = "Restores"  # the trailer of a commit that goes back: the commit whose site it shows again
NO_JEKYLL = ".nojekyll"  # has GitHub serve every file as it is
ABSENT = 2  # what `git ls-remote --exit-code` answers where the repository has no such branch
FAILED = mark("Git could not do its part with {target}: {reason}")
LONGEST = 1800.0  # seconds for one command of Git
LOW_SPEED = {"GIT_HTTP_LOW_SPEED_LIMIT": "100", "GIT_HTTP_LOW_SPEED_TIME": "60"}  # bytes a second, and for how long
SLOW = mark("{target} does not answer any more; what is live there is whole. Try again when it can be reached.")
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

    def manifest(self, commit: str, list_name: str = FILE) -> SiteManifest | None:
        """Return the manifest of the site in a commit, or another of its lists."""
        try:
            return parse_manifest(self.git("show", f"{commit}:{list_name}", fine=(0, 128)).encode()) if commit else None
        except ValueError:
            return None

    def entries(self, tree: str) -> dict[str, str]:
        """Return what a tree or commit holds: mode, kind and hash as Git lists them, by path; nothing of none."""
        listed = self.git("ls-tree", "-r", "-z", "--full-tree", tree).split("\0")[:-1] if tree else []
        return {path: entry for entry, _, path in (line.partition("\t") for line in listed)}

    def find_gone(self, own: Collection[str]) -> set[str]:
        """Return the paths of the branch that are the last site's, and not of those given nor kept for its readers."""
        listed, kept_list = self.manifest(self.head), self.manifest(self.head, kept.FILE)
        still = {*kept_list.files, kept.FILE} if kept_list else set()
        return set(listed.files if listed else ()) - set(own) - still

    def complete(self, own: Mapping[str, str], manifest: SiteManifest, keep: int) -> str:
        """Return a tree of a site's entries, the assets of the last few sites with their list, and what is by hand."""
        commits = self.git("rev-list", "--first-parent", f"--max-count={keep}", self.head).split() if self.head else []
        former = {commit: found for commit in commits if (found := self.manifest(commit))}
        assets = choose_kept(manifest, former)
        trees = {commit: self.entries(commit) for commit in {commit for commit, _ in assets.values()}}
        assets = {path: found for path, found in assets.items() if path in trees[found[0]]}
        whole = self._find_foreign() | {path: trees[commit][path] for path, (commit, _) in assets.items()} | dict(own)
        if assets:
            text = SiteManifest({path: proof for path, (_, proof) in assets.items()}).text
            blob = self.git("hash-object", "-w", "--stdin", typed=text).strip()
            whole[kept.FILE] = f"100644 blob {blob}"
        folders = {str(folder) for path in own for folder in PurePosixPath(path).parents}
        whole = {path: entry for path, entry in whole.items() if path not in folders and not _is_below(path, own)}
        self.git("read-tree", "--empty")
        lines = (f"{entry.replace(' blob ', ' ').replace(' commit ', ' ')}\t{path}\0" for path, entry in whole.items())
        self.git("update-index", "-z", "--add", "--index-info", typed="".join(lines))
        return self.git("write-tree").strip()

    def _find_foreign(self) -> dict[str, str]:
        """Return the entries of the branch that are no part of the last site on it."""
        listed, kept_list = self.manifest(self.head), self.manifest(self.head, kept.FILE)
        ours = {*(listed.files if listed else ()), *(kept_list.files if kept_list else ()), FILE, NO_JEKYLL, kept.FILE}
        return {path: entry for path, entry in self.entries(self.head).items() if path not in ours}

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
    inside = (f"--work-tree={work_tree}",) if work_tree else ()
    try:
        with subprocess.Popen(
            ["git", f"--git-dir={scratch}", *inside, *arguments],  # noqa: S607 - git is wherever the user has it
            cwd=work_tree,
            env=make_environment(os.environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
        ) as run:
            try:
                printed, complaint = run.communicate(typed, LONGEST)
            except subprocess.TimeoutExpired as error:  # what it has started may live on, and is not waited for
                run.kill()
                raise PublishError(SLOW, target=target) from error
    except FileNotFoundError as error:
        raise PublishError(NO_PROGRAM, program="git") from error
    if run.returncode not in fine:
        raise PublishError(FAILED, target=target, reason=without_password(complaint.strip()))
    return printed


def make_environment(own: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of Git: nothing of a hook's repository, English, no waiting without an end."""
    found = {name: text for name, text in own.items() if name not in HOOKED}
    if not {"GIT_SSH", "GIT_SSH_COMMAND"} & own.keys():
        found["GIT_SSH_COMMAND"] = shlex.join(limit_waiting(["ssh"]))
    return LOW_SPEED | found | {"LC_ALL": "C.UTF-8"}


def without_password(text: str) -> str:
    """Take the user and password out of every address."""
    return re.sub(r"(?<=://)[^/@\s]+@", "", text)


def _is_below(path: str, files: Collection[str]) -> bool:
    """Whether a path leads through one of these files, which cannot be a folder as well."""
    return any(str(folder) in files for folder in PurePosixPath(path).parents)


@contextmanager
def open_branch(url: str, name: str, depth: int | None) -> Iterator[Branch]:
    """Fetch a branch into a scratch repository: its last few commits, or (None) its whole history.

    Raises:
        PublishError: the repository cannot be reached, or does not answer.
    """
    url = str(Path(url).absolute()) if Path(url).exists() else url
    target = without_password(f"{url}#{name}")
    with tempfile.TemporaryDirectory(prefix="portal-branch-", ignore_cleanup_errors=True) as folder:
        scratch, ref = Path(folder) / ".git", f"refs/heads/{name}"
        run_git(target, scratch, "init", "--quiet")
        there = run_git(target, scratch, "ls-remote", "--exit-code", url, ref, fine=(0, ABSENT))
        if there:
            so_deep = () if depth is None else (f"--depth={depth}",)
            run_git(target, scratch, "fetch", "--quiet", *so_deep, url, f"{ref}:refs/portal/live")
        head = run_git(target, scratch, "rev-parse", "refs/portal/live").strip() if there else ""
        yield Branch(target, url, name, scratch, head)


def publish(branch: Branch, site: Path, manifest: SiteManifest, keep: int, on_switch: OnSwitch) -> Outcome:
    """Commit a built site to the branch, if it is another than the one there, with the assets of the last few."""
    before = branch.manifest(branch.head)
    branch.git(*EXACT, "add", "--all", "--force", ".", work_tree=site)
    prove(manifest, dict(read_site(site).files), site)  # it may have been built anew meanwhile
    blob = branch.git("hash-object", "-w", "--stdin").strip()
    branch.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{NO_JEKYLL}")
    own = branch.entries(branch.git("write-tree").strip())
    there = branch.entries(branch.head)
    on_switch(before, manifest)
    if branch.head and own.items() <= there.items() and not branch.find_gone(own.keys()):
        return Outcome(before, manifest, switched=False)
    branch.push(branch.complete(own, manifest, keep), f"Site {manifest.digest[:12]}\n")
    return Outcome(before, manifest, switched=True)


def roll_back(branch: Branch, keep: int, on_switch: OnSwitch) -> Outcome:
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
    own = {path: entry for path, entry in branch.entries(older).items() if path in {*after.files, FILE, NO_JEKYLL}}
    tree = branch.complete(own, after, keep)
    branch.push(tree, f"Back to the site {after.digest[:12]}\n\n{RESTORES}: {older}\n")
    return Outcome(before, after, switched=True)
