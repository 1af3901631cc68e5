"""Colours: told apart by eyes of every kind, and from the ground."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from kg.view.looks import OTHER, looks, predicate_names, words
from kg.view.page import CANVAS, PAGE, SCRIPTS, SHEETS, TABS
from kg.vocabulary import DATE_PREDICATES, ENTITY_RANGES, ENTITY_TYPES, PREDICATES

# Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB.
EYES = {
    "common": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "deutan": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "tritan": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9308, 0.1476), (0.0047, 0.6914, 0.3039)),
}


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    matrix = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    xyz = matrix @ np.clip(rgb, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def luminance(colour: str) -> float:
    return float(linear(colour) @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("ground", ["light", "dark"])
@pytest.mark.parametrize("eye", EYES)
def test_types_of_one_shape_are_told_apart(ground: str, eye: str) -> None:
    for a, b in combinations(looks().values(), 2):
        if a.shape == b.shape and OTHER not in (a.type, b.type):
            seen = [lab(np.array(EYES[eye]) @ linear(getattr(look, ground))) for look in (a, b)]
            assert np.linalg.norm(seen[0] - seen[1]) > 10, (a.type, b.type, eye, ground)


def test_colours_stand_out_from_the_ground() -> None:
    for look in looks().values():
        assert (luminance("#fbfbf9") + 0.05) / (luminance(look.light) + 0.05) > 2, look.type
        assert (luminance(look.dark) + 0.05) / (luminance("#12161d") + 0.05) > 3, look.type


def test_tables_know_every_type_and_predicate() -> None:
    assert set(looks()) == {*ENTITY_TYPES, OTHER}
    assert set(predicate_names()) == set(PREDICATES)
    styles = {names["style"] for names in predicate_names().values()}
    assert styles == {"cooperate", "build", "attend", "belong", "topic", "-"}
    # What is a line has a style, what is a value none; every date stands in a lane.
    assert {name for name, names in predicate_names().items() if names["style"] != "-"} == set(ENTITY_RANGES)
    assert {name for name, names in predicate_names().items() if names["lane"]} == set(DATE_PREDICATES)


def test_every_word_of_the_page_is_in_the_table() -> None:
    import re

    files = (*SCRIPTS, *CANVAS, *SHEETS, "template.html")
    text = "".join((PAGE / name).read_text(encoding="utf-8") for name in files)
    used = set(re.findall(r'kg\.t\("([a-z_]+[a-z])"', text)) | set(
        re.findall(r'data-(?:word|label|placeholder)="([a-z_]+)"', text)
    )
    used |= {tab for tabs in TABS.values() for tab in tabs} | {names["lane"] for names in predicate_names().values()}
    assert used - {""} <= set(words())
    assert all(zh and en for zh, en in words().values())
