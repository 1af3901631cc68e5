"""``python -m kg.learn floors FILE``: raise the quality floors to what is measured now; they never fall."""

from __future__ import annotations

import argparse
import json
import math
import sys
from pathlib import Path

from kg.learn.evaluation import load_folder, measure

Floors = dict[str, dict[str, float]]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", type=Path, help="the floors, by gold folder and figure")
    parser.add_argument("--gold", type=Path, default=Path("tests/gold"), help="where the gold folders are")
    parser.add_argument("--texts", type=Path, default=Path("seeds/articles"), help="texts that are not beside the gold")


def run(arguments: argparse.Namespace) -> int:
    """Measure every folder named in the file, and write the file again."""
    floors: Floors = json.loads(arguments.file.read_text(encoding="utf-8"))
    measured = {folder: measure(load_folder(arguments.gold / folder, arguments.texts)) for folder in floors}
    figures = {f: {name: measured[f].figure(name).f1 for name in names} for f, names in floors.items()}
    new = raised(floors, figures)
    lines = ",\n".join(f" {json.dumps(folder)}: {json.dumps(names)}" for folder, names in new.items())
    arguments.file.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    for folder, names in figures.items():
        sys.stdout.writelines(f"{folder:8} {name:18} {v:.4f}  floor {new[folder][name]}\n" for name, v in names.items())
    return 0


def raised(floors: Floors, figures: Floors) -> Floors:
    """The higher of each floor and its figure, the figure cut to three digits.

    >>> raised({"dev": {"facts": 0.5, "entities": 0.8}}, {"dev": {"facts": 0.61273, "entities": 0.7}})
    {'dev': {'facts': 0.612, 'entities': 0.8}}
    """
    return {
        folder: {name: max(floor, math.floor(figures[folder][name] * 1000) / 1000) for name, floor in names.items()}
        for folder, names in floors.items()
    }
