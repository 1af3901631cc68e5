"""The lock: every package that CI installs, by version and hash, and from nowhere in particular."""

from __future__ import annotations

import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.supply.licences import declared

LOCK = Path(__file__).parents[2] / ".ci" / "lock.txt"
ENTRY = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\\n(?P<hashes>(?: +--hash=\S+(?: \\)?\n)+)"
)


def test_every_requirement_is_pinned() -> None:
    pinned: dict[str, list[str]] = {}
    for found in ENTRY.finditer(LOCK.read_text("utf-8")):
        pinned.setdefault(found["name"], []).append(found["version"])
    for text in [*declared()[""], *declared()["dev"]]:
        wanted = Requirement(text)
        versions = pinned.get(canonicalize_name(wanted.name), [])
        assert versions and all(wanted.specifier.contains(one, prereleases=True) for one in versions), (
            f"{text} is not in .ci/lock.txt, or in another version; run: make lock"
        )


def test_it_is_hashes_and_names_and_nothing_else() -> None:
    text = LOCK.read_text("utf-8")
    rest = ENTRY.sub("", text)
    assert re.fullmatch(r"(#[^\n]*\n)*", rest), rest[:300]
    assert re.search(r"https?:|file:|--index|--find-links|@ |/", ENTRY.sub("", text).replace("# ", "")) is None
    for found in ENTRY.finditer(text):
        assert re.fullmatch(r"(\s+--hash=sha256:[0-9a-f]{64}( \\)?)+\s*", found["hashes"]), found["name"]
