"""The signatures of releases, checked by OpenSSH against the keys that the verifier names."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.errors import ReleaseError
from generator.releases.findings import Fault, Note
from generator.releases.release import MANIFEST, NAMESPACE, SIGNATURE, read_manifest
from generator.releases.signers import Signers
from generator.releases.stores import Store


def check_signatures(store: Store, signers: Signers | None, *, listed: bool = False) -> Iterator[Fault | Note]:
    """Check the signature of every release against those who may sign, and that none is missing where they sign.

    Each release from the first signed one on needs a signature, and so does the newest: a chain of releases is worth
    what its last signature is. Where the keys say since when they are good, each since then does. `listed` says that
    the list of signers lies beside what is checked, so that it proves little.
    """
    begun = False
    for day in store.days():
        raw, signature = store.read(day, MANIFEST), store.read(day, SIGNATURE)
        if raw is None:
            continue  # reported by `find_faults`
        begun = begun or _is_signed(raw) or signature is not None
        if signature is None:
            asked = signers is not None and signers.ask_on(date.fromisoformat(day), newest=day == store.days()[-1])
            if begun or asked:
                yield Fault("unsigned", day, SIGNATURE)
        elif not shutil.which("ssh-keygen"):
            yield Fault("no-keygen", day, SIGNATURE) if signers and not listed else Note("no-keygen", day)
        else:
            yield _verify_signature(day, raw, signature, signers, "listed-signer" if listed else "signed")


def _is_signed(raw: bytes) -> bool:
    try:
        return read_manifest(raw).signed
    except ReleaseError:
        return False  # reported by `find_faults`


def _verify_signature(day: str, raw: bytes, signature: bytes, signers: Signers | None, kind: str) -> Fault | Note:
    with tempfile.TemporaryDirectory() as folder:
        file, allowed = Path(folder) / SIGNATURE, Path(folder) / "allowed"
        file.write_bytes(signature)
        if signers is None:
            checked = _run_keygen(["check-novalidate", "-n", NAMESPACE, "-s", str(file)], raw)
            good, who = checked.returncode == 0, ""
        else:
            allowed.write_text(signers.render(), encoding="utf-8")
            # keys are good for the day of the release, though they may have expired since
            given = ["-O", f"verify-time={day.replace('-', '')}235959Z", "-s", str(file), "-f", str(allowed)]
            found = _run_keygen(["find-principals", *given], raw)
            who = found.stdout.decode(errors="replace").split("\n", 1)[0].strip()
            checked = _run_keygen(["verify", "-n", NAMESPACE, "-I", who, *given], raw) if who else found
            good = checked.returncode == 0 and bool(who)
    if not good:
        said = checked.stderr or checked.stdout
        return Fault("signature", day, MANIFEST, said.decode(errors="replace").strip().split("\n")[-1])
    return Note(kind, day, who) if signers else Note("unknown-signer", day)


def _run_keygen(arguments: list[str], raw: bytes) -> subprocess.CompletedProcess[bytes]:
    command = ["ssh-keygen", "-Y", *arguments]
    return subprocess.run(command, input=raw, capture_output=True, check=False)
