"""The container image: what its recipe promises, and its own steps run where no container can be.

The rest, on a bare Debian with mounts, is `make image-check`.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import MEISHAN, ROOT
from reader import tree

RECIPE = ROOT / "deploy" / "Containerfile"
TOOLS = "tools/bin/pip"
PREFIX = "/opt/portal"
Instruction = tuple[str, str]


def read_stages() -> list[list[Instruction]]:
    """The instructions of each stage, by their names; what stands before the first FROM is left out."""
    text = re.sub(r"^#.*\n", "", RECIPE.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    stages: list[list[Instruction]] = []
    for line in text.splitlines():
        name, _, rest = line.strip().partition(" ")
        if name == "FROM":
            stages.append([])
        if name and stages:
            stages[-1].append((name, rest.strip()))
    return stages


def find(stage: list[Instruction], name: str) -> list[str]:
    return [rest for found, rest in stage if found == name]


def test_the_base_is_named_by_a_tag_and_no_registry() -> None:
    (base,) = re.findall(r"^ARG BASE=(.*)$", RECIPE.read_text(encoding="utf-8"), re.MULTILINE)
    assert re.fullmatch(r"[a-z]+:[a-z0-9.-]+", base)
    assert not base.endswith(":latest")
    assert [find(stage, "FROM")[0].split()[0] for stage in read_stages()] == ["${BASE}", "${BASE}"]


def test_the_program_is_run_by_another_user_than_root_and_has_a_volume_each_for_data_and_site() -> None:
    build, final = read_stages()
    assert find(final, "USER") == ["10001"]
    assert "USER" not in [name for name, _ in final[final.index(("USER", "10001")) + 1 :]]
    assert "useradd --uid 10001 " in " ".join(find(final, "RUN"))
    assert json.loads(find(final, "VOLUME")[0]) == ["/portal", "/site"]
    assert find(final, "WORKDIR") == ["/portal"]
    assert json.loads(find(final, "ENTRYPOINT")[0]) == ["portal"]
    assert find(build, "USER") == find(build, "VOLUME") == []


def test_every_package_is_installed_by_the_hashes_of_the_locks() -> None:
    build, final = read_stages()
    installed = [line for line in find(build, "RUN") if TOOLS in line and "/source" not in line]
    assert len(installed) == 3
    for line in installed:
        assert "--require-hashes" in line or "--no-index --no-deps" in line
    assert "pip" not in " ".join(find(final, "RUN")).split()


def test_what_the_image_copies_is_there_and_is_sent() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert "*" in ignored
    for line in find(read_stages()[0], "COPY"):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert any(f"!{part}" in ignored for part in (source, source.split("/")[0])), source


def run_steps(folder: Path) -> None:
    """Run those steps of the first stage that make and install the wheel, with folders of our own and our own pip."""
    (folder / "build").mkdir(parents=True)
    venv = [sys.executable, "-m", "venv", "--without-pip", folder / PREFIX.strip("/")]
    subprocess.run(venv, check=True)
    (packages,) = (folder / PREFIX.strip("/")).glob("lib/python*/site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib"))  # those of run.lock are there already
    for name, rest in read_stages()[0]:
        if name == "COPY" and "source" in rest:
            *sources, target = rest.split()
            (folder / "build" / "source").mkdir(exist_ok=True)
            for source in sources:
                copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
                copy(ROOT / source, folder / "build" / target)
        elif name == "RUN" and ("./source" in rest or "wheels/*.whl" in rest):
            pip = f"{shlex.quote(sys.executable)} -m pip"
            step = rest.replace(TOOLS, pip).replace(PREFIX, f"{folder}{PREFIX}")
            command = ["bash", "-ec", step]
            run = subprocess.run(command, cwd=folder / "build", capture_output=True, text=True, check=False)
            assert run.returncode == 0, run.stdout + run.stderr


def set_writable(folder: Path, bits: int) -> None:
    """Let everyone, or nobody, write what is in a folder, as far as permissions stop this user at all."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode & ~0o222 | bits)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users may enter, unlike those of pytest."""
    folder = Path(tempfile.mkdtemp(prefix="image-"))
    folder.chmod(0o755)
    yield folder
    set_writable(folder, 0o200)
    shutil.rmtree(folder)


def become(user: int, volumes: Path, closed: list[Path]) -> list[str]:
    """Return what a command begins with so that it may write to the volumes and not to the closed folders."""
    if os.geteuid() != 0:
        for folder in closed:
            set_writable(folder, 0)
        return []
    for path in (volumes, *volumes.iterdir()):  # root, whom no permission stops, becomes the user of the image
        os.chown(path, user, user)
    rights = "dac_read_search"  # the packages of run.lock may lie where others cannot look
    drop = f"--reuid {user} --regid {user} --clear-groups --no-new-privs --bounding-set=-all,+{rights}"
    return ["setpriv", *drop.split(), f"--inh-caps=-all,+{rights}", f"--ambient-caps=+{rights}"]


@pytest.mark.slow
def test_its_steps_install_a_program_that_writes_the_site_and_nothing_else(
    open_folder: Path, meishan_sites: dict[str, Path]
) -> None:
    run_steps(open_folder)
    shutil.rmtree(open_folder / "build")
    final = read_stages()[1]
    opt, data, volumes = (open_folder / name for name in ("opt", "portal", "volumes"))
    site, temporary = volumes / "site", volumes / "tmp"
    shutil.copytree(MEISHAN, data / "data")
    for folder in (site, temporary):
        folder.mkdir(parents=True)
    before = tree(opt), tree(data)
    prefix = become(int(find(final, "USER")[0]), volumes, [opt, data])
    owner = volumes.stat().st_uid
    environment = dict(pair.split("=", 1) for pair in find(final, "ENV")[0].split())
    environment["PATH"] = environment["PATH"].replace(PREFIX, f"{open_folder}{PREFIX}")
    environment |= {"XDG_CACHE_HOME": f"{temporary}/cache", "TMPDIR": str(temporary), "HOME": "/nowhere"}
    words = json.loads(find(final, "ENTRYPOINT")[0]) + json.loads(find(final, "CMD")[0])
    command = [*prefix, "env", "-i", *(f"{name}={value}" for name, value in environment.items())]
    command += [str(site) if word == "/site" else word for word in words]
    run = subprocess.run(command, cwd=data, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert tree(site) == tree(meishan_sites["2017-07-31"])
    assert (tree(opt), tree(data)) == before
    assert {path.stat().st_uid for path in site.rglob("*")} == {owner}
