"""What must hold of any text, whoever wrote it: cleaning, sentences, times, amounts, names, dates of pages, facts."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal

from kg.detect.dates import parse_date
from kg.detect.numerals import parse_number, plain_decimal
from kg.detect.quantity import find_quantities
from kg.detect.time import find_times
from kg.lang import aligned, normal_name
from kg.lang.normal import tidy_name
from kg.model import Article, Mention
from kg.pipeline import conforming_quads, extract
from kg.rdf.iri import segment
from kg.read.clean import clean
from kg.read.head import date_in, published, title, valid_date
from kg.segment import split_sentences

PUBLISHED = ("2021-05-20", "2024-02-29", "2019-12", "2000", None)
LENGTHS = {"date": 10, "gYearMonth": 7, "gYear": 4}
PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:\.\d*[1-9])?", re.ASCII)
DIGITS = "零一二三四五六七八九"


def text_of(data: bytes) -> str:
    """The input as text; what is no UTF-8 is passed over."""
    return data.decode("utf-8", "ignore")


def check_slices(text: str, mentions: list[Mention]) -> None:
    """Each mention is its slice of the text; they stand in order and apart."""
    end = 0
    for one in mentions:
        assert one.surface == text[one.span.start : one.span.end] and one.surface, one
        assert one.span.start >= end, one
        end = one.span.end


def cleaner(data: bytes) -> None:
    """No character is made up, and what is clean stays as it is."""
    text = text_of(data)
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not Counter("".join(cleaned.split())) - Counter(text), "a character was made up"


def segmenter(data: bytes) -> None:
    """Every character but white space is in exactly one sentence; none crosses a line."""
    text = text_of(data)
    end, number = 0, 0
    for sentence in split_sentences(text):
        words = text[sentence.span.start : sentence.span.end]
        assert words and words == words.strip() and "\n" not in words
        assert not text[end : sentence.span.start].strip(), "words between two sentences"
        assert sentence.paragraph >= number
        end, number = sentence.span.end, sentence.paragraph
    assert not text[end:].strip(), "words after the last sentence"


def times(data: bytes) -> None:
    """A time is its slice, and its value is a day, month or year that the calendar has."""
    text = text_of(data)
    article = Article("a", "a.txt", "", PUBLISHED[len(text) % len(PUBLISHED)], text)
    mentions = find_times(article, split_sentences(text))
    check_slices(text, mentions)
    for value in (one.value for one in mentions if one.value):
        told = parse_date(value.lexical)
        assert told is not None and valid_date(value.lexical) == value.lexical, value
        assert len(value.lexical) == LENGTHS[value.datatype] and 1000 <= told.year <= 2999, value


def amounts(data: bytes) -> None:
    """An amount is its slice, and its value a plain decimal that is not negative."""
    text = text_of(data)
    mentions = find_quantities(Article("a", "a.txt", "", None, text), ())
    check_slices(text, mentions)
    for value in (one.value for one in mentions if one.value):
        assert PLAIN.fullmatch(value.lexical), value
        assert value.datatype == "decimal" and value.unit, value


def written(number: int) -> str:
    """A number below 10^12 in Chinese characters."""
    out = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // unit % 10**4
        if part:
            out += ("零" if out and part < 1000 else "") + _below(part) + name
    return out or "零"


def _below(number: int) -> str:
    out = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // place % 10
        if figure:
            out += DIGITS[figure] + unit
        elif out and number % place and not out.endswith("零"):
            out += "零"
    return out


def numbers(data: bytes) -> None:
    """A number is exact or none; one that we wrote comes back."""
    found = parse_number(text_of(data[6:]))
    if found is not None:
        assert found.is_finite() and found >= 0 and Decimal(plain_decimal(found)) == found
    number = int.from_bytes(data[:5], "big") % 10**12
    assert parse_number(str(number)) == number
    if number % 10**4 and number % 10**8 // 10**4 >= 1000 and number % 10**4 >= 1000 and number >= 10**8:
        assert parse_number(written(number)) == number, written(number)


def names(data: bytes) -> None:
    """Copies keep offsets, a comparison form is its own, an IRI's segment holds nothing that leads elsewhere."""
    text = text_of(data)
    for traditional in (True, False):
        assert len(aligned(text, traditional)) == len(text)
    plain = normal_name(text)
    assert normal_name(plain) == plain
    assert tidy_name(tidy_name(text)) == tidy_name(text)
    iri = segment(text)
    assert iri not in (".", "..") and not re.search(r"[\x00- <>\"{}|\\^`/?#\[\]]", iri)


def heads(data: bytes) -> None:
    """A page's date is one that the calendar has; its title a line of it."""
    text = text_of(data)
    for found in (published(text), date_in(text)):
        assert found is None or valid_date(found) == found
    assert title(text) in text


def facts(data: bytes) -> None:
    """The whole way of an article: every fact shows words that stand in the text, at the place that it names."""
    text = clean(text_of(data))
    extraction = extract(Article("a", "a.txt", "", PUBLISHED[len(text) % len(PUBLISHED)], text))
    known = {entity.id for entity in extraction.entities}
    for link in extraction.links:
        span = link.mention.span
        assert link.mention.surface == text[span.start : span.end]
    for statement in extraction.statements:
        assert statement.subject in known and (not isinstance(statement.object, str) or statement.object in known)
    for statement in (*extraction.statements, *extraction.rejected):
        for told in statement.evidence:
            assert told.quote and told.quote == text[told.span.start : told.span.end]
            assert 0 <= told.confidence <= 1
    _, violations = conforming_quads(extraction)
    assert not [line for line in violations if "\n" in line]
