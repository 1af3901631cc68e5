"""fuse(): one value told more or less precisely is one; what contradicts is kept and told."""

from __future__ import annotations

import random

import pytest

from kg.resolve.fusion import Conflict, Told, fuse, holds
from kg.vocabulary import PREFIXES, RC

XSD = PREFIXES["xsd"]
KINDS = {4: XSD + "gYear", 7: XSD + "gYearMonth", 10: XSD + "date"}


def date(text: str) -> tuple[str, str]:
    return text, KINDS[len(text)]


def yuan(amount: str) -> tuple[str, str]:
    return amount, XSD + "decimal"


def told(claim: str, value: tuple[str, str], predicate: str = "signedOn", modality: str = "asserted") -> Told:
    return Told(claim, "甲", predicate, value, modality)


TYPES = {"甲": "Agreement"}


def test_a_year_and_a_day_in_it_are_one_date() -> None:
    fusion = fuse([told("a", date("2021")), told("b", date("2021-03-26")), told("c", date("2021-03"))], TYPES)
    assert fusion.values == {"a": date("2021-03-26"), "c": date("2021-03-26")}
    assert fusion.conflicts == ()


def test_two_days_are_a_contradiction_and_both_stay() -> None:
    fusion = fuse([told("a", date("2021-03-26")), told("b", date("2021-03-27")), told("c", date("2021-03-27"))], TYPES)
    assert fusion.values == {}
    assert fusion.conflicts == (
        Conflict("甲", "signedOn", ((date("2021-03-26"), ("a",)), (date("2021-03-27"), ("b", "c")))),
    )


def test_a_coarse_value_takes_no_side_between_two_finer_ones() -> None:
    fusion = fuse([told("a", date("2021")), told("b", date("2021-03-26")), told("c", date("2021-05"))], TYPES)
    assert fusion.values == {}
    assert [[claims for _, claims in conflict.values] for conflict in fusion.conflicts] == [[("b",), ("c",)]]


def test_what_is_denied_or_possible_takes_no_part_and_a_plan_contradicts_nothing() -> None:
    rows = [
        told("a", date("2021-03-26")),
        told("b", date("2021-05-01"), modality="denied"),
        told("c", date("2022-05-01"), modality="planned"),
        told("d", date("2022"), modality="planned"),
        told("e", date("2021"), modality="possible"),
    ]
    fusion = fuse(rows, TYPES)
    assert fusion.values == {"d": date("2022-05-01")} and fusion.conflicts == ()


def test_a_plan_makes_nothing_that_happened_more_precise() -> None:
    fusion = fuse([told("a", date("2021")), told("b", date("2021-05-01"), modality="planned")], TYPES)
    assert fusion.values == {}


@pytest.mark.parametrize(
    ("coarse", "fine", "same"),
    [
        ("5000000000", "5030000000", True),  # 50亿元, 50.3亿元
        ("5000000000", "4960000000", True),  # 约50亿元
        ("5000000000", "5090000000", True),  # 超50亿元
        ("5000000000", "5300000000", False),  # 53亿元
        ("35150000000", "35200000000", False),  # 351.5亿元, 352亿元: the first is the more precise
        ("35000000000", "35150000000", False),  # 350亿元, 351.5亿元
        ("30000000", "29995000", True),  # 3000万元, 2999.5万元
        ("1600000000000", "1632500000000", True),  # 1.6万亿元, 16325亿元
        ("5000000", "5120000", False),  # 500万元, 512万元
        ("300", "300", False),
    ],
)
def test_sums_hold_finer_ones_to_the_unit_that_people_tell(coarse: str, fine: str, same: bool) -> None:
    assert holds(yuan(coarse), yuan(fine)) is same
    assert not (same and holds(yuan(fine), yuan(coarse)))


def test_two_sums_contradict_and_currencies_are_not_compared() -> None:
    rows = [
        told("a", yuan("5000000000"), "totalInvestment"),
        told("b", yuan("7000000000"), "totalInvestment"),
        told("c", ("800000000", RC + "USD"), "totalInvestment"),
    ]
    (conflict,) = fuse(rows, {"甲": "Project"}).conflicts
    assert [claims for _, claims in conflict.values] == [("a",), ("b",)]
    assert fuse(rows[1:], {"甲": "Project"}).conflicts == ()


def test_a_park_may_have_several_sums() -> None:
    rows = [told("a", yuan("5000000000"), "totalInvestment"), told("b", yuan("7000000000"), "totalInvestment")]
    assert fuse(rows, {"甲": "Park"}).conflicts == ()


def test_the_order_of_claims_does_not_matter() -> None:
    rng = random.Random(1)
    values = [date(text) for text in ("2021", "2021-03", "2021-03-26", "2021-04-01", "2022", "2022-01")]
    for _ in range(200):
        rows = [told(f"c{number}", rng.choice(values)) for number in range(rng.randint(1, 6))]
        shuffled = rng.sample(rows, len(rows))
        assert fuse(rows, TYPES) == fuse(shuffled, TYPES)
