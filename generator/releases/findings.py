"""What verifying finds: faults, where something is not as it was released, and notes on what is proved."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.language.words import Words, mark
from generator.releases.release import MANIFEST

FAULTS: Mapping[str, str] = {
    "changed": mark("{file} has been changed: its SHA-256 is {found}, the manifest says {expected}"),
    "removed": mark("{file} is missing"),
    "added": mark("{file} has been added; the manifest does not know it"),
    "renamed": mark("{expected} has been renamed to {file}"),
    "stray": mark("{file} does not belong among the releases"),
    "manifest": mark("{file} cannot be read"),
    "reordered": mark("the manifest has been reordered or rewritten: it says the same in another form"),
    "day": mark("the manifest is of the release of {found}"),
    "as-of": mark("the manifest names the as-of date {found}, the statuses name {expected}"),
    "content": mark("the manifest gives {found} as the hash of its list of files; it is {expected}"),
    "chain-gap": mark("the manifest follows a release of {expected}, which is missing"),
    "chain-order": mark("the manifest follows {found}; the release before is {expected}"),
    "chain": mark("the manifest of {found} is not the one that this release follows: it has been changed since"),
    "index": mark("the list of releases gives another hash of the manifest"),
    "listed": mark("the list of releases names it, and it is missing"),
    "unsigned": mark("the signature is missing; if nobody signed yet, set valid-after in the list of signers"),
    "signature": mark("the signature of {file} is not good: {found}"),
    "no-keygen": mark("the signature was not checked, because ssh-keygen is not installed"),
    "origin": mark("the checkpoint is of {found}, the manifest of {expected}"),
    "checkpoint": mark("the checkpoint is not that of the releases: it says {found}; they make {expected}"),
    "fewer": mark("your checkpoint counts {expected} releases, and there are {found}: some were removed"),
    "rewritten": mark(
        "the first {found} releases are not those of your checkpoint: some were changed, removed or replaced"
    ),
    "proof": mark("{file} does not prove that the log holds this release"),
    "token": mark("no authority that you trust has stamped this checkpoint"),
}
NOTES: Mapping[str, str] = {
    "no-keygen": mark("signed; the signature was not checked, because ssh-keygen is not installed"),
    "unknown-signer": mark("signed, and the signature is good; whose key it is was not checked"),
    "signed": mark("signed by {found}"),
    "listed-signer": mark("signed by {found}, as allowed_signers in the same folder says"),
    "witnessed": mark("witnessed by {found}"),
    "stamped": mark("stamped by an authority that you trust at {found}"),
    "kept": mark("your checkpoint of {found} releases holds"),
    "origin": mark("your checkpoint is of {expected}, and this portal calls its releases {found}"),
    "draft": mark("{found} is not what the newest release holds: the pages show data that are not released yet"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was released: the kind (of `FAULTS`), the release, and what fills the words."""

    kind: str
    release: str
    file: str = MANIFEST
    found: str = ""
    expected: str = ""

    def message(self, words: Words) -> str:
        """Return what is wrong, in words."""
        return words.t(FAULTS[self.kind], file=self.file, found=self.found or "—", expected=self.expected or "—")


@dataclass(frozen=True, slots=True)
class Note:
    """What is worth knowing of a release that is whole."""

    kind: str
    release: str
    found: str = ""
    expected: str = ""

    def message(self, words: Words) -> str:
        """Return the note in words."""
        return words.t(NOTES[self.kind], found=self.found, expected=self.expected)
