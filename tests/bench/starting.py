"""Starting: what a whole process takes, for every command, against Python and `import pyoxigraph`."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

from kg.cli import COMMANDS
from tests.bench.machine import KG, Ran, ran

BASES = {"python": (sys.executable, "-c", "pass"), "import pyoxigraph": (sys.executable, "-c", "import pyoxigraph")}


def starting(store: Path, runs: int, *, every_command: bool = True) -> dict[str, Any]:
    """Medians of so many runs by turns: seconds of the processor and on the clock, memory in MB."""
    name = "重庆高新区"
    commands: dict[str, tuple[str | Path, ...]] = {
        **BASES,
        "kg --help": (*KG, "--help"),
        "kg query SPARQL": (*KG, "query", "SELECT ?park { ?park a rc:Park } LIMIT 3", "--store", store),
        "kg query agreements": (*KG, "query", "agreements", "--of", name, "--store", store),
        "kg ask": (*KG, "ask", f"{name}签了哪些协议", "--store", store),
        "kg show": (*KG, "show", name, "--store", store),
        "kg stats": (*KG, "stats", "--store", store),
    }
    if not every_command:
        commands = {
            label: words for label, words in commands.items() if label in (*BASES, "kg --help", "kg query SPARQL")
        }
    else:
        commands |= {f"kg {command} --help": (*KG, command, "--help") for command in COMMANDS}
    found: dict[str, list[Ran]] = {label: [] for label in commands}
    for turn in range(runs):
        for label, words in commands.items():
            # What only prints its help is told once or twice: they are many.
            if turn < 2 or not label.endswith("--help") or label == "kg --help":
                found[label].append(ran(words))
    base = statistics.median(one.cpu for one in found["import pyoxigraph"])
    return {
        label: {
            "cpu": round(statistics.median(one.cpu for one in every), 4),
            "wall": round(statistics.median(one.wall for one in every), 4),
            "memory_mb": round(max(one.memory for one in every), 1),
            "times_import_pyoxigraph": round(statistics.median(one.cpu for one in every) / base, 2),
        }
        for label, every in found.items()
    }
