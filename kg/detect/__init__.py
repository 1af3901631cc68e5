"""Article and sentences in, mentions out: who and what is named, where exactly, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.detect.candidates import likelihood
from kg.detect.consistency import repeat
from kg.detect.gazetteer import gazetteer
from kg.detect.names import read_names, shipped
from kg.detect.overlaps import settle
from kg.detect.quantity import find_quantities
from kg.detect.time import find_times
from kg.detect.titles import find_titles
from kg.lang import aligned
from kg.model import Article, Mention, Sentence, Span

if TYPE_CHECKING:
    from pycrfsuite import Tagger

__all__ = ["detect"]


def detect(article: Article, sentences: Sequence[Sentence], model: Tagger | None = None) -> tuple[Mention, ...]:
    """Find every name, time, sum and area inside the sentences, in text order, none overlapping.

    A value that stands in a name (2023年重大项目集中开工活动) is none of its own.

    `Mention.rule` says what found it, `confidence` how sure that is (the model's probability, or a rule's fixed
    figure), `also` further types that fit, `marks` remarks (``title``, ``untitled``). `model` replaces the shipped
    model of names (to measure another).
    """
    text = article.text
    copy = aligned(text)
    learned = []
    for reading in read_names(copy, model or shipped()):
        for begin, stop, kind in reading.runs:
            start, end = reading.offset + begin, reading.offset + stop
            certainty = max(likelihood(reading, begin, stop, kind), 0.05)
            learned.append(Mention(Span(start, end), text[start:end], kind, "model", confidence=round(certainty, 4)))
    places = [
        Mention(Span(start, end), text[start:end], entry.kind, "gazetteer", confidence=0.6)
        for start, end, entry in gazetteer().find(copy)
        if entry.sure
    ]
    found = settle((find_titles(text, copy), learned))
    found = settle((found, repeat(text, copy, found), places))
    named = [m for m in found if _within(m.span, sentences)]
    values = [*find_times(article, sentences), *find_quantities(article, sentences)]
    return tuple(settle((named, values)))


def _within(span: Span, sentences: Iterable[Sentence]) -> bool:
    return any(s.span.covers(span) for s in sentences)
