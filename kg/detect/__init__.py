"""Article and sentences in, mentions out: who and what is named, where exactly, and how sure that is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kg.detect.consistency import repeat
from kg.detect.counted import without_counted
from kg.detect.gaps import closed
from kg.detect.gazetteer import Gazetteer, own_names
from kg.detect.joined import with_parties
from kg.detect.known import find_known, with_known
from kg.detect.leads import without_leads
from kg.detect.learned import Models, find_names, shipped
from kg.detect.overlaps import settle
from kg.detect.own_endings import with_own_endings
from kg.detect.parts import find_parts, share
from kg.detect.quantity import find_quantities
from kg.detect.time import find_times
from kg.detect.titles import find_titles
from kg.detect.untitled import mark_untitled
from kg.detect.venues import find_venues
from kg.lang import aligned
from kg.model import Article, Mention, Sentence, Span

__all__ = ["detect"]

_OWN = 0.95  # confidence of a name that the user says is one


def detect(article: Article, sentences: Sequence[Sentence], models: Models | None = None) -> tuple[Mention, ...]:
    """Find every name, time, sum and area inside the sentences, in text order, none overlapping.

    `Mention.rule` says what found it, `confidence` how sure that is (the models' probability, or a rule's fixed
    figure), `also` further types that fit, `marks` remarks (``title``, ``untitled``, and those of values). A value
    that stands in a name (2023年重大项目集中开工活动) is none of its own. `models` replaces the shipped ones.
    """
    return complete(article, sentences, _learned(article.text, aligned(article.text), models or shipped()))


def _learned(text: str, copy: str, models: Models) -> Iterable[Mention]:
    """Learned names, sought without the spaces that only set Latin words apart."""
    if tight := closed(copy):
        return tight.opened(find_names(tight.text, tight.text, models), text)
    return find_names(text, copy, models)


def complete(article: Article, sentences: Sequence[Sentence], names: Iterable[Mention]) -> tuple[Mention, ...]:
    """Learned names, and beside them all that rules find."""
    named = [m for m in assemble(article.text, aligned(article.text), names) if _inside(m.span, sentences)]
    values = [*find_times(article, sentences), *find_quantities(article, sentences)]
    return tuple(settle((named, values)))


def assemble(text: str, copy: str, learned: Iterable[Mention]) -> list[Mention]:
    """Rules and learned names as one layer: titles, shared parts and venues first, then what is learned, then the same
    names elsewhere in the text, then known places. What the user's own tables name is of the type that they say."""
    rules = [*find_titles(text, copy), *find_parts(text, copy), *find_venues(text, copy)]
    exact = settle((rules, share(text, copy, without_counted(without_leads(learned, copy), copy))))
    exact = with_parties(text, copy, exact)
    exact = with_own_endings(text, copy, exact)
    if own := own_names():
        exact = _with_own(text, copy, exact, own)
    named = settle((exact, repeat(text, copy, exact)))
    return mark_untitled(copy, with_known(named, find_known(text, copy)))


def _with_own(text: str, copy: str, found: Sequence[Mention], own: Gazetteer) -> list[Mention]:
    """The names with those of the user's own tables; within a longer name they are no mention of their own."""
    spans = {(start, end): entry.kind for start, end, entry in own.find(copy)}
    known = [
        Mention(Span(start, end), text[start:end], kind, "gazetteer:own", confidence=_OWN)
        for (start, end), kind in spans.items()
    ]
    exact = [mention for mention in found if (mention.span.start, mention.span.end) not in spans]
    longer = [mention for mention in exact if any(mention.span.covers(one.span) for one in known)]
    return settle((longer, known, exact))


def _inside(span: Span, sentences: Sequence[Sentence]) -> bool:
    """True where one sentence covers the span. The sentences are in text order."""
    at = bisect_right(sentences, span.start, key=lambda sentence: sentence.span.start) - 1
    return at >= 0 and sentences[at].span.covers(span)
