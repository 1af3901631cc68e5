"""Article, sentences in -> the sums of money and areas that the text names, as exact decimals.

A sum keeps its currency; an area is told in km². What a figure is about (an output, a ceiling, a floor area) is left
to later stages, as marks from `kg/lang/zh/quantity_cues.tsv`: a mention is made of every figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cache

from kg.detect.cues import clauses_around, find_marks, load_cues
from kg.detect.numerals import DIGITS, MULTIPLIERS, parse_number, plain_decimal
from kg.errors import TableError
from kg.lang import aligned
from kg.model import AREA, MONEY, Article, Mention, Sentence, Span, Value
from kg.tables import language, read_rows

CUES = "quantity_cues.tsv"
REACH = 30  # characters of the clause in which cues are looked for
_SIGNIFICANT = 6  # digits kept of an area that does not divide evenly (亩)

_ARABIC = r"(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?|\d{1,12}(?:[.·]\d{1,6})?)"
_CHINESE = rf"(?:[{DIGITS}几数{MULTIPLIERS}][{DIGITS}几数{MULTIPLIERS}多余来]{{0,15}})"
_MORE = "[多余来]?"
_SCALE = rf"(?: ?{_MORE} ?[{MULTIPLIERS}]{{1,3}}(?:零?\d{{1,4}}[十百千]?万)?)"
_NUMBER = rf"(?:{_ARABIC}{_SCALE}?{_MORE}|{_CHINESE})"
_RANGE = r"(?:-{1,2}|[—–―~〜─−]{1,2}|至|到)"
_BARE_END = r"(?=[,;。!?:、)\]\"'”\s的]|\Z)"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its `kind` (Money, Area) and its `code` (ISO 4217) or how many km² it has."""

    kind: str
    code: str
    size: tuple[Decimal, Decimal]  # numerator, denominator


@cache
def load_units() -> dict[str, Unit]:
    """The rows of `units.tsv` by word. Raises TableError: a kind or value is wrong."""
    units = {}
    for _, row in read_rows(language("units.tsv"), ("word", "kind", "value", "place", "not_after")):
        if row["not_after"]:
            row.compiled("not_after")
        if row["kind"] == MONEY:
            units[row.filled("word")] = Unit(MONEY, row["value"], (Decimal(1), Decimal(1)))
        elif row["kind"] == AREA and re.fullmatch(
            r"\d{1,12}(?:\.\d{1,12})?(?:/[1-9]\d{0,12})?", row["value"], re.ASCII
        ):
            top, _, bottom = row["value"].partition("/")
            units[row.filled("word")] = Unit(AREA, "km2", (Decimal(top), Decimal(bottom or 1)))
        else:
            raise TableError(f"{row.place}: kind is Money (value: a currency code) or Area (value: km² as a or a/b)")
    return units


@cache
def _grammar() -> re.Pattern[str]:
    """[currency] [number -] number [unit], from the table of units."""
    after, before = [], []
    for _, row in read_rows(language("units.tsv"), ("word", "kind", "value", "place", "not_after")):
        word = re.escape(row["word"])
        # A currency that may stand on either side belongs to the number that follows it (3.5亿 新台币30亿元).
        guard = r"(?! ?[约近超逾]?\d)" if row["place"] == "both" else ""
        if row["not_after"]:
            certain = r"(?:(?<=[万亿余多])|(?<=[万亿余多] ))" if row["kind"] == MONEY else "(?!)"
            word = f"(?:{certain}{word}|{word}(?!{row['not_after']}))"
        if row["place"] != "before":
            after.append((len(row["word"]), word + guard))
        if row["place"] != "after":
            before.append((len(row["word"]), word))
    units, signs = ("|".join(word for _, word in sorted(words, reverse=True)) for words in (after, before))
    return re.compile(
        rf"(?:(?P<sign>{signs}) ?(?:[约近超逾达] ?)?|(?<![\d.{DIGITS}{MULTIPLIERS}几数第]))"
        rf"(?:(?P<low>{_NUMBER}) ?(?P<low_unit>{units})? ?{_RANGE} ?)?"
        rf"(?P<number>{_NUMBER}) ?(?:(?P<unit>{units})|(?P<bare>{_BARE_END}))"
    )


def find_quantities(article: Article, sentences: Sequence[Sentence]) -> list[Mention]:
    """Every sum of money (`Money`: yuan, or `unit` an ISO 4217 code) and area (`Area`: km²) in text order.

    A vague one (数亿元) has no value and the mark ``vague``; a span of two amounts has the lower and ``range``.
    `sentences` is taken for the stages' common form: amounts need no more than their clause.

    >>> article = Article("a", "a.txt", "", None, "园区占地128亩，计划总投资351.5亿元。")
    >>> for mention in find_quantities(article, ()): print(mention.surface, mention.value.lexical, mention.marks)
    128亩 0.0853333 ('site',)
    351.5亿元 35150000000 ('total', 'plan')
    """
    # 億, 萬 and 畝 are read in any text: a figure is written alike in both scripts.
    copy = aligned(article.text, traditional=True)
    amounts = list(_amounts(article.text, copy))
    clauses = clauses_around(copy, [(m.span.start, m.span.end) for m in amounts], REACH)
    found: list[Mention] = []
    for mention, (before, after) in zip(amounts, clauses, strict=True):
        previous = found[-1] if found else None
        if previous and previous.kind == mention.kind and _joins(copy[previous.span.end : mention.span.start]):
            marks = previous.marks
        else:
            marks = find_marks(load_cues(CUES), mention.kind, before, after)
        if mention.rule != "amount:bare" or _is_spending(marks):
            found.append(replace(mention, marks=_merged(mention.marks, marks)))
    return found


def _joins(between: str) -> bool:
    """True where two amounts stand in one list (3亿元、5亿元和2亿元): they are about the same."""
    return re.fullmatch(r" ?[、和及与] ?", between[:4]) is not None


def _merged(*marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mark for some in marks for mark in some if mark))


def _is_spending(marks: tuple[str, ...]) -> bool:
    """A number without a currency is a sum only where the clause speaks of investment or credit."""
    return bool({"total", "investment", "annual", "cumulative", "credit"} & set(marks))


def _amounts(text: str, copy: str) -> Iterator[Mention]:
    units = load_units()
    for matched in _grammar().finditer(copy):
        sign, word = matched["sign"], matched["unit"]
        unit = units[sign] if sign and (word is None or units[word].code == "CNY") else units.get(word or "元")
        if unit is None or (sign and unit.kind == AREA) or not _is_amount(matched, unit):
            continue
        number, shape = _figure(matched)
        if number is None and not re.search(r"[几数十百千]", matched["number"]):
            continue
        start = matched.start("sign") if sign else matched.start("low") if matched["low"] else matched.start("number")
        end = matched.end("unit") if word else matched.end("number")
        rule = "amount:bare" if not word and not sign else "amount"
        yield Mention(
            Span(start, end), text[start:end], unit.kind, rule, _value(number, unit),
            0.7 if rule == "amount:bare" else 1.0, shape,
        )  # fmt: skip


def _is_amount(matched: re.Match[str], unit: Unit) -> bool:
    """False for figures that are none: 三元 (a place), 150万 without a currency, 亿元 alone."""
    number = matched["number"]
    if matched["unit"] is None and not matched["sign"]:
        return number[0].isdigit() and "亿" in number
    if number in {"万", "亿", "万亿"}:
        return False
    return unit.kind == AREA or bool(re.search(rf"\d|[{MULTIPLIERS}]", number))


def _figure(matched: re.Match[str]) -> tuple[Decimal | None, tuple[str, ...]]:
    """The number (of a span of two the lower, scaled like the upper) and the marks of its form."""
    number, low = matched["number"], matched["low"]
    if low:
        scaled = parse_number(low)
        if scaled is not None and not matched["low_unit"] and not re.search(f"[{MULTIPLIERS}]", low):
            tail = re.search(r"(?<![万亿])[万亿]++\Z", number)
            scaled = parse_number(low + tail.group()) if tail else scaled
        return scaled, ("range",) if scaled is not None else ("vague",)
    value = parse_number(number)
    if value is None:
        return None, ("vague",)
    return value, ("floor",) if re.search("[多余]", number) else ()


def _value(number: Decimal | None, unit: Unit) -> Value | None:
    if number is None:
        return None
    with localcontext() as context:
        context.prec = 40
        top, bottom = unit.size
        amount = number * top
        if bottom != 1:
            exact = amount / bottom
            digits = max(0, _SIGNIFICANT - 1 - exact.adjusted()) if exact else 0
            amount = exact if exact == exact.quantize(Decimal(1).scaleb(-10)) else round(exact, digits)
        return Value(plain_decimal(amount), "decimal", unit.code)
