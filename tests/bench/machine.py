"""What was measured, on what, and how: clocks, interleaved runs, the machine, versions."""

from __future__ import annotations

import gc
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

LIBRARIES = ("pyoxigraph", "rdflib", "oxrdflib", "jieba", "rjieba", "jiagu", "python-crfsuite", "click", "rich")
# The command as it was installed, or the same without its script.
_SCRIPT = Path(sys.executable).with_name("kg")
KG: tuple[str | Path, ...] = (_SCRIPT,) if _SCRIPT.exists() else (sys.executable, "-m", "kg.cli")


@dataclass(frozen=True)
class Spent:
    """Seconds: on the clock, of the processor."""

    wall: float
    cpu: float


def timed(work: Callable[[], Any]) -> Spent:
    """What one run takes in this process, all of its threads together."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - cpu)


@dataclass(frozen=True)
class Ran:
    """What a program took: seconds, and the largest memory (MB) of one of its processes."""

    wall: float
    cpu: float
    memory: float
    out: str


def ran(command: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Ran:
    """Run a program to its end. Raises RuntimeError with what it said: it failed."""
    wall = time.perf_counter()
    child = subprocess.Popen(
        [str(word) for word in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(env or {})},
    )
    assert child.stdout is not None
    out = child.stdout.read().decode(errors="replace")
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}: {out[-600:]}")
    scale = 2**20 if sys.platform == "darwin" else 2**10
    return Ran(time.perf_counter() - wall, used.ru_utime + used.ru_stime, used.ru_maxrss / scale, out)


def interleaved(works: Mapping[str, Callable[[], Any]], runs: int) -> dict[str, Spent]:
    """The median of so many runs of each, one after the other by turns, so that a busy moment meets them all."""
    found: dict[str, list[Spent]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            found[name].append(timed(work))
    return {name: median(spent) for name, spent in found.items()}


def median(spent: Sequence[Spent | Ran]) -> Spent:
    """The medians of the clock's and the processor's seconds."""
    return Spent(statistics.median(one.wall for one in spent), statistics.median(one.cpu for one in spent))


def plain(spent: Mapping[str, Spent]) -> dict[str, dict[str, float]]:
    """As JSON has it."""
    return {name: {key: round(value, 5) for key, value in asdict(one).items()} for name, one in spent.items()}


def memory_peak() -> float:
    """The largest memory that this process has had, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (2**20 if sys.platform == "darwin" else 2**10)


def machine() -> dict[str, Any]:
    """Processor, cores, memory, system, and how busy it is."""
    return {
        "cpu": _processor(), "cores": os.cpu_count(), "cores_usable": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity") else os.cpu_count(), "memory_gb": _memory(),
        "load": [round(one, 2) for one in os.getloadavg()], "system": platform.platform(),
    }  # fmt: skip


def versions() -> dict[str, str | None]:
    """Python, kg and the libraries that it is compared with; None: not installed."""
    found: dict[str, str | None] = {"python": platform.python_version()}
    for name in ("kg", *LIBRARIES):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (ValueError, OSError):
        return None
