"""How long resolution takes, and how that grows: names made by rule, a part of them in other writing.

``python tests/bench/resolve_bench.py [10000 100000 1000000]`` prints seconds, names a second, and the largest memory.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator

from kg.resolve import Profile, resolve
from kg.resolve.places import full_name
from kg.tables import read_rows
from kg.tables import resource as table

_SYLLABLES = "金凤西永兴隆天龙海云石板青山临江新港东湖汉阳松滨平安泰和永丰华康正元德盛宏远卓越启明星辰光谷蓝田玉泉"
_KINDS = (
    ("高新技术产业开发区", "高新区", "Park"), ("产业园区", "产业园", "Park"), ("科技有限公司", "科技", "Company"),
    ("集团有限公司", "集团", "Company"), ("联合实验室", "联合实验室", "Research"), ("大桥", "大桥", "Project"),
    ("二期工程", "2期工程", "Project"), ("合作框架协议", "合作框架协议", "Agreement"),
    ("第三次联席会议", "第3次联席会议", "Event"),
)  # fmt: skip


def places() -> list[tuple[str, str]]:
    """(name, code) of every prefecture."""
    rows = read_rows(table("seeds", "gazetteer", "prefectures.tsv"), ("code", "name", "short"))
    return [(row["short"].split("|")[0] or row["name"], row["code"][:4]) for _, row in rows]


def names(number: int, seed: int = 1) -> Iterator[Profile]:
    """So many profiles of different names; about one in five is another's name in other writing."""
    chance, known = random.Random(seed), places()
    made = 0
    while made < number:
        place, code = chance.choice(known)
        core = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((3, 4, 4, 5))))
        long, short, kind = chance.choice(_KINDS)
        written = [f"{place}{core}{long}"]
        if chance.random() < 0.2:
            written.append(chance.choice((f"{full_name(code)}{core}{long}", f"{place}{core}{short}", f"{core}{long}")))
        for name in written[: number - made]:
            yield Profile(f"article{made}", name, (name,), (kind,), around=(code,))
            made += 1


def measure(number: int) -> tuple[float, float, int, float]:
    """(seconds, CPU seconds, canonical things, memory in MB) for so many names."""
    profiles = list(names(number))
    wall, used = time.perf_counter(), time.process_time()
    resolution = resolve(profiles)
    spent = time.perf_counter() - wall, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return *spent, len(resolution.members), memory


def main(sizes: list[int]) -> None:
    """Measure and print, the smallest first."""
    resolve(names(100))
    for size in sorted(sizes):
        wall, used, things, memory = measure(size)
        print(
            f"{size:>9,} names  {wall:7.1f} s ({used:.1f} s CPU)  {size / used:8,.0f} a second  {things:,} things  "
            f"{memory:,.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
