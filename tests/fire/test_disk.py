"""A disk that is full, a folder that refuses, two builds at once, files cut short: one clear line, nothing lost."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fire import victim
from tests.fire.world import AFTER, BEFORE, ROOT, exported, kg, no_traceback, write_folder

LONG = bool(os.environ.get("KG_LONG"))
pytestmark = pytest.mark.timeout(3600 if LONG else 600)
# Mounting is done in a user namespace: nothing outside sees it, and no rights are needed where the system allows it.
_MOUNTS = subprocess.run(["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
mounted = pytest.mark.skipif(_MOUNTS.returncode != 0, reason="this system lets nobody mount in a namespace of his own")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, bytes, bytes]:
    """The two folders, and what a store of each exports."""
    root = tmp_path_factory.mktemp("folders")
    before, after = write_folder(root / "before", BEFORE), write_folder(root / "after", AFTER)
    for folder in (before, after):
        assert kg("build", folder, "--store", root / f"{folder.name}-graph").returncode == 0
    return before, after, exported(root / "before-graph"), exported(root / "after-graph")


def _inside(script: str) -> subprocess.CompletedProcess[str]:
    command = ["unshare", "-rm", "sh", "-c", f'set -e; kg() {{ "{sys.executable}" -m kg.cli "$@"; }}\n{script}']
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@mounted
@pytest.mark.parametrize("room", ["40k", "500k", "1200k"])
def test_a_full_disk(folders: tuple[Path, Path, bytes, bytes], tmp_path: Path, room: str) -> None:
    before, _, expected, _ = folders
    disk, out = tmp_path / "disk", tmp_path / "out.nq"
    disk.mkdir()
    done = _inside(
        f"mount -t tmpfs -o size={room} none {disk}\n"
        f"kg build {before} --store {disk}/graph > {tmp_path}/said 2>&1 && echo fits || true\n"
        f"mount -o remount,size=200m {disk}\n"
        f"kg build {before} --store {disk}/graph > {tmp_path}/again 2>&1\n"
        f"kg export {out} --format nquads --store {disk}/graph > {tmp_path}/exported 2>&1\n"
    )
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert done.returncode == 0, (done.stderr, said, (tmp_path / "again").read_text(encoding="utf-8"))
    assert no_traceback(said)
    if "fits" not in done.stdout:
        assert "full" in said and len(said.strip().splitlines()) <= 2, said
    assert out.read_bytes() == expected


@mounted
def test_a_folder_that_may_not_be_written(folders: tuple[Path, Path, bytes, bytes], tmp_path: Path) -> None:
    before, after, expected, _ = folders
    disk = tmp_path / "disk"
    disk.mkdir()
    done = _inside(
        f"mount -t tmpfs -o size=200m none {disk}\n"
        f"kg build {before} --store {disk}/graph > /dev/null\n"
        f"mount -o remount,ro {disk}\n"
        f"kg query agreements --store {disk}/graph > {tmp_path}/asked\n"
        f"for i in 'build {after}' 'remove council' 'same 岳州高新区 湘南大学'; do\n"
        f"  ! kg $i --store {disk}/graph >> {tmp_path}/said 2>&1\n"
        f"done\n"
        f"! kg build {after} --store {disk}/new/graph >> {tmp_path}/said 2>&1\n"
        f"kg export {tmp_path}/out.nq --format nquads --store {disk}/graph > /dev/null\n"
    )
    said = (tmp_path / "said").read_text(encoding="utf-8")
    assert done.returncode == 0, done.stderr + said
    assert no_traceback(said) and len(said.strip().splitlines()) == 4, said
    assert "合作" in (tmp_path / "asked").read_text(encoding="utf-8")
    assert (tmp_path / "out.nq").read_bytes() == expected


def test_two_builds_at_once(folders: tuple[Path, Path, bytes, bytes], tmp_path: Path) -> None:
    before, after, _, _ = folders
    store = tmp_path / "graph"
    command = [sys.executable, "-m", "kg.cli", "build", "--store", str(store)]
    both = [
        subprocess.Popen([*command, str(folder)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=ROOT)
        for folder in (before, after)
    ]
    said = [process.communicate()[0] for process in both]
    assert all(map(no_traceback, said)), said
    for process, text in zip(both, said, strict=True):
        assert process.returncode == 0 or "in use" in text, text
    assert 0 in [process.returncode for process in both], said
    for folder in (before, after):  # in order, whoever came first
        assert kg("build", folder, "--store", store).returncode == 0
    assert {*BEFORE, *AFTER} == {*_articles(store)}


def _articles(store: Path) -> list[str]:
    from kg.store import Store

    with Store(store) as opened:
        return list(opened.articles().values())


def _cut(file: Path) -> None:
    with file.open("rb+") as handle:
        handle.truncate(file.stat().st_size // 2)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _noise(file: Path) -> None:
    """Its middle as another program would have it."""
    data = bytearray(file.read_bytes())
    start, end = len(data) // 4, max(len(data) // 2, len(data) // 4 + 1)
    data[start:end] = random.Random(5).randbytes(end - start)
    file.write_bytes(data)


@pytest.mark.parametrize("harm", [_cut, _emptied, _noise, Path.unlink] if LONG else [_cut])
def test_files_that_are_harmed(
    folders: tuple[Path, Path, bytes, bytes], tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """Whatever file of the store is harmed: the right answer, or one line that says what to do, and it helps."""
    before, _, expected, _ = folders
    whole, hurt = tmp_path / "whole", tmp_path / "hurt"
    assert kg("build", before, "--store", whole / "graph").returncode == 0
    files = sorted(f.relative_to(whole) for f in whole.rglob("*") if f.is_file() and f.stat().st_size > 1)
    kinds = {(f.parent.name, f.name.rstrip("0123456789-") if f.suffix != ".sst" else ".sst"): f for f in files}
    for file in kinds.values():
        shutil.rmtree(hurt, ignore_errors=True)
        shutil.copytree(whole, hurt)
        harm(hurt / file)
        out = tmp_path / "out.nq"
        out.unlink(missing_ok=True)
        for arguments in (["export", out, "--format", "nquads"], ["query", "agreements"], ["build", before]):
            status, said = victim.run([*arguments, "--store", hurt / "graph"], tmp_path / "said")
            assert no_traceback(said), f"{file}: {said}"
            if status:
                assert status == 1 and len(said.strip().splitlines()) == 1, f"{file}: {said}"
                assert any(word in said for word in ("build it again", "remove", "run it again", "kg build")), (
                    f"{file}: {said}"
                )
        if out.exists():
            assert out.read_bytes() == expected, file
    shutil.rmtree(hurt)  # as they say
    assert victim.run(["build", before, "--store", hurt / "graph"], tmp_path / "said")[0] == 0
    assert exported(hurt / "graph") == expected
