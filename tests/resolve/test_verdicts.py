"""Judgements find their claims: by words, after edits, on either side, and never another article's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.judgements import Judgement, Judgements
from kg.resolve.verdicts import ClaimView, verdicts
from kg.vocabulary import BASE

QUOTE = "3月26日，重庆高新区携手成都高新区签署合作备忘录"


def _claim(iri: str = "1", article: str = "a", predicate: str = "signatory", quote: str = QUOTE) -> ClaimView:
    subject = frozenset({"合作备忘录", "a/战略合作协议-1"})
    return ClaimView(f"{BASE}claim/{article}-{iri}", article, predicate, quote, subject, frozenset({"重庆高新区"}))


def _said(verb: str = "reject", **changes: str) -> Judgement:
    row = {"left": "合作备忘录", "right": "重庆高新区", "predicate": "signatory", "article": "a", "quote": QUOTE}
    return Judgement(verb, **(row | changes))


def _judged(rows: list[Judgement], claims: list[ClaimView]) -> dict[str, bool]:
    return {iri.rpartition("-")[2]: found.accepted for iri, found in verdicts(Judgements(tuple(rows)), claims).items()}


def test_a_claim_is_found_by_what_it_says() -> None:
    claims = [_claim(), _claim("2", quote="另一句话说的是同一件事"), _claim("3", predicate="member")]
    assert _judged([_said()], claims) == {"1": False}
    assert _judged([_said("accept", quote="")], claims) == {"1": True, "2": True}
    assert _judged([_said(article="b")], claims) == {}


def test_names_are_compared_as_everywhere() -> None:
    assert _judged([_said(left="《合作 备忘录》")], [_claim()]) == {"1": False}
    assert _judged([_said(left="id:a%2F战略合作协议-1")], [_claim()]) == {"1": False}
    assert _judged([_said(left=f"{BASE}a/战略合作协议-1")], [_claim()]) == {"1": False}


def test_by_its_iri_alone() -> None:
    rows = [Judgement("accept", "id:claim/a-1"), Judgement("reject", f"{BASE}claim/a-2")]
    assert _judged(rows, [_claim(), _claim("2"), _claim("3")]) == {"1": True, "2": False}


def test_the_quote_of_an_edited_sentence_is_still_found() -> None:
    edited = QUOTE.replace("3月26日", "3月26日上午")
    other = "会后，双方代表参观了展厅，并就备忘录的落实交换意见"
    assert _judged([_said()], [_claim("9", quote=edited), _claim("8", quote=other)]) == {"9": False}
    assert _judged([_said()], [_claim("8", quote=other)]) == {}


def test_an_exact_quote_goes_before_a_similar_one() -> None:
    assert _judged([_said()], [_claim("1"), _claim("2", quote=QUOTE + "等")]) == {"1": False}


def test_the_most_exact_row_decides() -> None:
    claims = [_claim("1"), _claim("2", quote="别的话")]
    general = _said("reject", article="", quote="")
    assert _judged([general, _said("accept")], claims) == {"1": True, "2": False}
    assert _judged([_said("accept", quote=""), _said(article="")], claims) == {"1": False, "2": True}


def test_a_symmetric_fact_is_found_from_both_sides() -> None:
    claim = _claim(predicate="cooperatesWith")
    turned = _said(predicate="cooperatesWith", left="重庆高新区", right="合作备忘录")
    assert _judged([turned], [claim]) == {"1": False}
    assert _judged([_said(left="重庆高新区", right="合作备忘录")], [_claim()]) == {}


@given(
    quotes=st.lists(st.sampled_from([QUOTE, QUOTE + "。", QUOTE[5:], "别的话", "另一句"]), max_size=6),
    rows=st.lists(
        st.builds(
            _said,
            st.sampled_from(["reject", "accept"]),
            quote=st.sampled_from([QUOTE, "", "别的话"]),
            article=st.sampled_from(["a", "", "b"]),
        ),
        max_size=4,
        unique_by=lambda row: row.address,
    ),
    turn=st.randoms(use_true_random=False),
)
def test_any_order_of_claims_and_rows_gives_the_same(quotes: list[str], rows: list[Judgement], turn: object) -> None:
    claims = [_claim(str(number), quote=quote) for number, quote in enumerate(quotes)]
    first = _judged(rows, claims)
    turn.shuffle(claims)  # type: ignore[attr-defined]
    turn.shuffle(rows)  # type: ignore[attr-defined]
    assert _judged(rows, claims) == first


def test_each_claim_is_judged_within_its_article() -> None:
    near = _claim("7", article="b", quote=QUOTE + "。")
    assert _judged([_said(article="")], [_claim("1"), near]) == {"1": False, "7": False}
    assert _judged([_said(article="b")], [_claim("1"), near]) == {"7": False}
