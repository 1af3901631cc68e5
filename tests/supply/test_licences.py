"""Nothing that runs with `kg` asks for more than its own licence gives."""

from __future__ import annotations

import pytest

from tests.supply.licences import TABLE, closure, declared, strong_copyleft

SHIPPED = sorted(set(declared()) - {"dev"})


@pytest.mark.parametrize("extra", SHIPPED)
def test_nothing_that_runs_is_under_strong_copyleft(extra: str) -> None:
    found = closure(declared()[extra])
    assert found
    assert [one for one in found.values() if strong_copyleft(one.licence) or one.licence == "not told"] == []


def test_the_table_names_all_that_runs() -> None:
    told = TABLE.read_text("utf-8")
    missing = [name for extra in SHIPPED for name in closure(declared()[extra]) if f"\n| {name} | " not in told]
    assert missing == [], "run: make licences"


@pytest.mark.parametrize(
    ("licence", "strong"),
    [("GNU Affero General Public License v3", True), ("GNU General Public License v2 or later (GPLv2+)", True),
     ("AGPL-3.0-only", True), ("GPLv3", True), ("GNU Lesser General Public License v3 (LGPLv3)", False),
     ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False), ("BSD License", False), ("PSF-2.0", False)],
)  # fmt: skip
def test_strong_copyleft_is_seen(licence: str, strong: bool) -> None:
    assert strong_copyleft(licence) is strong
