"""Articles in any number, made of the annotated ones: paragraphs mixed anew, names changed. For measuring alone.

``python -m tests.bench.corpus 10000 > articles.jsonl`` writes so many as JSON Lines, the same ones each time.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from kg.tables import read_rows, resource

GOLD = Path(__file__).parents[1] / "gold" / "train"
# Characters that names of companies, projects and parks are made of: within names they change places.
_SYLLABLES = "金凤西永兴隆天龙海云石板青山临江新港东湖汉阳松滨平安泰和丰华康正元德盛宏远卓越启明星辰光谷蓝田玉泉"
_PARAGRAPHS = (5, 7, 9)


def _places() -> list[str]:
    rows = read_rows(resource("seeds", "gazetteer", "prefectures.tsv"), ("code", "name", "short"))
    shorts = (row["short"].split("|")[0] for _, row in rows)
    return sorted({short for short in shorts if len(short) == 2})


def _paragraphs() -> list[tuple[str, tuple[str, ...]]]:
    """Every paragraph with the names in it, the longest first."""
    found = []
    for path in sorted(GOLD.glob("*.json")):
        entities = json.loads(path.read_text(encoding="utf-8"))["entities"]
        names = {name for entity in entities for name in entity["names"] if len(name) > 2}
        for line in path.with_suffix(".txt").read_text(encoding="utf-8").split("\n"):
            if len(line.strip()) > 20:
                inside = sorted((name for name in names if name in line), key=len, reverse=True)
                found.append((line.strip(), tuple(inside)))
    return found


def corpus(number: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """So many articles: `id`, `title`, `published`, `text`. The first of more are the same as those of fewer."""
    paragraphs, places = _paragraphs(), _places()
    any_place = re.compile(f"({'|'.join(places)})")
    for n in range(number):
        chance = random.Random(f"{seed} {n}")
        moved = dict(zip(places, chance.sample(places, len(places)), strict=True))
        letters = str.maketrans(_SYLLABLES, "".join(chance.sample(_SYLLABLES, len(_SYLLABLES))))
        lines = []
        for text, names in chance.sample(paragraphs, chance.choice(_PARAGRAPHS)):
            for name in names:
                text = text.replace(name, name.translate(letters))
            lines.append("".join(moved.get(part, part) for part in any_place.split(text)))
        day = f"{chance.randint(2015, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield {"id": f"n{n:07}", "title": lines[0][:30], "published": day, "text": "\n".join(lines)}


if __name__ == "__main__":
    for one in corpus(int(sys.argv[1])):
        sys.stdout.write(json.dumps(one, ensure_ascii=False) + "\n")
