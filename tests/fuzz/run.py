"""The long form: atheris feeds each target inputs that reach new lines of `kg`, millions of them.

    python -m tests.fuzz.run [--executions 10000000] [--target NAME]… [--folder build/fuzz]

An input that goes wrong is kept below `--folder` and the others go on; the last lines say how many of each ran. It
goes on where it was stopped: what has run is counted in `--folder`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST = 300  # bytes of an input
SLICE = 60  # seconds of its own that a target runs before it is the next one's turn
STUCK = 60  # seconds that one input may take


def child(name: str, folder: Path, runs: int, seconds: int) -> None:
    """Fuzz one target in this process; atheris never returns."""
    import atheris

    with atheris.instrument_imports(include=["kg"], enable_loader_override=False):
        from tests.fuzz.targets import TARGETS
    from random import Random

    from tests.fuzz.mutation import mutated
    from tests.fuzz.seeds import seeds, words

    check, first, known = TARGETS[name].check, seeds(name), words(name)
    counted = folder / f"{name}.runs"
    begun, done, faults = time.process_time(), 0, set[str]()

    def one(data: bytes) -> None:
        nonlocal done
        done += 1
        try:
            check(data)
        except Exception as error:
            _keep(folder, name, data, error, faults)
        if done >= runs or (done % 64 == 0 and time.process_time() - begun > seconds):
            counted.write_text(str(_runs(counted) + done))
            os._exit(0)

    def by_words(data: bytes, most: int, seed: int) -> bytes:
        chance = Random(seed)
        if chance.random() < 0.3:
            return bytes(atheris.Mutate(data, most))
        return mutated(data, first, known, chance, most)

    started = folder / name
    started.mkdir(parents=True, exist_ok=True)
    for data in first:
        if len(data) <= 4 * LONGEST:
            (started / hashlib.sha1(data).hexdigest()).write_bytes(data)
    options = [
        f"-max_len={LONGEST}",
        f"-timeout={STUCK}",
        "-rss_limit_mb=1500",
        "-verbosity=0",
        "-report_slow_units=600",
        "-print_final_stats=0",
    ]
    artifacts = f"-artifact_prefix={folder}/stuck-{name}-"
    atheris.Setup([sys.argv[0], *options, artifacts, str(started)], one, custom_mutator=by_words)
    atheris.Fuzz()


def _keep(folder: Path, name: str, data: bytes, error: Exception, faults: set[str]) -> None:
    """One input for each place where something goes wrong."""
    last = [f"{Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)][-2:]
    place = f"{type(error).__name__} {' '.join(last)}"
    if place not in faults:
        faults.add(place)
        digest = hashlib.sha1(place.encode()).hexdigest()[:10]
        (folder / f"fault-{name}-{digest}").write_bytes(data)
        (folder / f"fault-{name}-{digest}.txt").write_text("".join(traceback.format_exception(error)))


def _runs(path: Path) -> int:
    return int(path.read_text()) if path.exists() else 0


def main() -> None:
    """Parse the options; each target in turn, for a slice of time, until all have run as often as they are to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--executions", type=int, default=10_000_000)
    parser.add_argument("--target", action="append", default=[])
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "fuzz")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.child:
        name, runs, seconds = told.child
        child(name, told.folder, int(runs), int(seconds))
    told.folder.mkdir(parents=True, exist_ok=True)
    from tests.fuzz.targets import TARGETS

    whole = sum(target.share for target in TARGETS.values())
    wanted = {name: -(-told.executions * target.share // whole) for name, target in TARGETS.items()}
    names = told.target or [*TARGETS]
    while due := [name for name in names if _runs(told.folder / f"{name}.runs") < wanted[name]]:
        for name in due:
            _slice(name, told.folder, wanted[name])
    _report(told.folder, wanted)
    sys.exit(bool([*told.folder.glob("fault-*"), *told.folder.glob("stuck-*")]))


def _slice(name: str, folder: Path, wanted: int) -> None:
    counted = folder / f"{name}.runs"
    left = wanted - _runs(counted)
    command = [sys.executable, "-m", "tests.fuzz.run", "--folder", str(folder), "--child", name, str(left), str(SLICE)]
    before = _runs(counted)
    with (folder / f"{name}.log").open("ab") as log:
        done = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False)
    print(f"{name}: {_runs(counted):,} of {wanted:,}", flush=True)
    if _runs(counted) == before:
        sys.exit(f"{name} ended with {done.returncode} before it ran; see {folder / f'{name}.log'}")


def _report(folder: Path, wanted: dict[str, int]) -> None:
    ran = {name: _runs(folder / f"{name}.runs") for name in wanted}
    faults = sorted(path.name for path in folder.glob("fault-*.txt")) + sorted(p.name for p in folder.glob("stuck-*"))
    (folder / "report.json").write_text(json.dumps({"executions": ran, "faults": faults}, indent=1))
    for name, number in ran.items():
        print(f"{name:12}{number:>12,}")
    print(f"{'together':12}{sum(ran.values()):>12,}   inputs that went wrong: {len(faults)}")


if __name__ == "__main__":
    main()
