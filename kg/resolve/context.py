"""An extraction -> profiles: what stands around each thing of the article."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain, takewhile
from operator import itemgetter

from kg.lang import aligned, normal_name
from kg.model import TIME, Entity, Extraction, Link, Span, Value
from kg.resolve.places import Codes, find_places, read_place, settle
from kg.resolve.profile import Profile
from kg.resolve.renamed import former_names
from kg.resolve.words import any_of, words
from kg.vocabulary import DATE_PREDICATES, INSTITUTION_TYPES

_PARTY_TYPES = frozenset({"Park", "Region", "Fund", *INSTITUTION_TYPES})
_PARTY_PREDICATES = frozenset({"signatory", "participant", "organizer", "member"})
_PLACE_PREDICATES = frozenset({"locatedIn", "partOf"})
_NEAR = 8  # how many places, names and dates around a thing are kept
_HOMONYM = 3
_HEAD = 40  # how far into an article its dateline may stand
_Named = tuple[Span, str, str]  # a place in the text, the name of the thing named there, its id


class Context:
    """One article, and what is around each of its things."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.copy = aligned(extraction.article.text)
        self.entities = {entity.id: entity for entity in extraction.entities}
        self.links: dict[str, list[Link]] = defaultdict(list)
        for link in extraction.links:
            if link.entity_id is not None:
                self.links[link.entity_id].append(link)
        self.found = self._places()
        self.starts = [sentence.span.start for sentence in extraction.sentences]
        self.parks = sorted(self._named(lambda types: "Park" in types), key=lambda row: (row[0].start, row[1]))
        # … as they come behind a place; of those that begin at one place, in the same order as before it.
        self.parks_ahead = sorted(self.parks, key=lambda row: (-row[0].start, row[1]), reverse=True)
        self.parties = sorted(self._named(lambda types: not _PARTY_TYPES.isdisjoint(types[:1])))
        self.told: dict[Span, tuple[str, ...]] = {}
        self.times = [
            (link.mention.span, link.mention.value.lexical)
            for link in extraction.links
            if link.mention.kind == TIME and link.mention.value
        ]
        self.home = self._dateline()
        self.facts = self._facts()
        self.former = former_names(extraction)

    def profiles(self) -> tuple[Profile, ...]:
        """One for each entity, in their order."""
        return tuple(self._profile(entity) for entity in self.extraction.entities)

    def _named(self, wanted: Callable[[tuple[str, ...]], bool]) -> Iterator[_Named]:
        """Each place where a thing of the `wanted` types is named."""
        for key, links in self.links.items():
            if key in self.entities and wanted(self.entities[key].types):
                for link in links:
                    yield link.mention.span, self.entities[key].names[0], key

    def _profile(self, entity: Entity) -> Profile:
        links = self.links.get(entity.id, [])
        span = next((k.mention.span for k in links if k.mention.kind != "Anaphor"), None)
        facts = self.facts.get(entity.id, {})
        former = self.former.get(entity.id, ())
        names = tuple(dict.fromkeys((*entity.names, *former)))
        return Profile(
            self.extraction.article.id, entity.id, names, entity.types, entity.local,
            aliases=tuple(name for name in entity.names[1:] if name not in former), former=former,
            places=tuple(facts.get("places", ())), around=self._around(span), home=self.home,
            zones=self._zones(span, entity.id), full=self._full(entity), parties=tuple(facts.get("parties", ())),
            near=self._near(span, entity.id), dates=tuple(facts.get("dates", ())), told=self._told(span),
            published=self.extraction.article.published or "",
        )  # fmt: skip

    def _places(self) -> list[tuple[int, int, str]]:
        """(start, end, code) of every place in the text whose name is sure, or made sure by the others."""
        every = list(find_places(self.copy))
        sure = [(start, end, codes[0]) for start, end, codes in every if len(codes) == 1]
        found = list(sure)
        for start, end, codes in every:
            if len(codes) > 1:
                nearest = sorted(sure, key=lambda row: (abs(row[0] - start), row))
                kept = settle(codes, (code for *_, code in nearest))
                found += [(start, end, kept[0])] if len(kept) == 1 else []
        return sorted(found)

    def _dateline(self) -> str:
        """The code of 成都 in 成都讯; empty where the article has none."""
        for start, end, code in self.found:
            if start < _HEAD and _dateline().match(self.copy, end) and self._begins(start):
                return code
        return ""

    def _begins(self, start: int) -> bool:
        line = self.copy.rfind("\n", 0, start) + 1
        return not re.search(r"[,。;!?]", self.copy[line:start])

    def _around(self, span: Span | None) -> Codes:
        """The places before the thing, the nearest first, then those after it."""
        if span is None:
            return _first(code for *_, code in self.found)
        before = self.found[: bisect_right(self.found, span.start, key=itemgetter(1))]
        after = self.found[bisect_left(self.found, span.end, key=itemgetter(0)) :]
        return _first(code for *_, code in chain(reversed(before), after))

    def _sentence(self, span: Span) -> Span:
        sentences = self.extraction.sentences
        number = bisect_right(self.starts, span.start) - 1
        if number >= 0 and sentences[number].span.covers(span):
            return sentences[number].span
        return Span(0, len(self.copy))

    def _full(self, entity: Entity) -> str:
        """中国科学技术大学 for 科大, where the article names one such and no other."""
        short = entity.names[0] if entity.names else ""
        if not is_homonym(short):
            return ""
        found = {
            other.names[0]
            for other in self.extraction.entities
            if "University" in other.types and len(other.names[0]) > len(short) and _in_order(short, other.names[0])
        }
        return found.pop() if len(found) == 1 else ""

    def _zones(self, span: Span | None, own: str) -> tuple[str, ...]:
        """Names of zones that stand before the thing, the nearest first."""
        if span is None:
            return ()
        before = self.parks[: bisect_left(self.parks, span.start, key=_place)]
        after = self.parks_ahead[bisect_left(self.parks_ahead, span.end, key=_place) :]
        return _first(
            name for place, name, key in chain(reversed(before), after) if key != own and not place.overlaps(span)
        )

    def _near(self, span: Span | None, own: str) -> tuple[str, ...]:
        """Names of the parties that the thing's sentence names."""
        if span is None:
            return ()
        sentence = self._sentence(span)
        here = self.parties[bisect_left(self.parties, sentence.start, key=_place) :]
        within = takewhile(lambda row: row[0].start < sentence.end, here)
        return _first(name for place, name, key in within if key != own and sentence.covers(place))

    def _told(self, span: Span | None) -> tuple[str, ...]:
        """The dates that the thing's sentence tells."""
        if span is None:
            return ()
        sentence = self._sentence(span)
        if sentence not in self.told:
            self.told[sentence] = _first(date for place, date in self.times if sentence.covers(place))
        return self.told[sentence]

    def _facts(self) -> dict[str, dict[str, list[str]]]:
        """Entity id -> what the article's facts say of its places, parties and dates."""
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        partners: dict[str, list[str]] = defaultdict(list)
        for statement in self.extraction.statements:
            value, subject = statement.object, statement.subject
            if isinstance(value, Value):
                if statement.predicate in DATE_PREDICATES:
                    _add(found[subject]["dates"], [value.lexical])
            elif statement.predicate in _PLACE_PREDICATES:
                _add(found[subject]["places"], self._codes(value))
            elif statement.predicate in _PARTY_PREDICATES and value in self.entities:
                _add(found[subject]["parties"], [self.entities[value].names[0]])
                partners[subject].append(value)
        for statement in self.extraction.statements:
            if statement.predicate != "cooperatesWith" or not isinstance(statement.object, str):
                continue
            for subject, known in partners.items():
                pair = {statement.subject, statement.object}
                if len(known) == 1 and known[0] in pair and "Agreement" in self._types(subject):
                    other = (pair - {known[0]} or {known[0]}).pop()
                    if other in self.entities:
                        _add(found[subject]["parties"], [self.entities[other].names[0]])
        return found

    def _types(self, entity: str) -> tuple[str, ...]:
        return self.entities[entity].types if entity in self.entities else ()

    def _codes(self, entity: str) -> list[str]:
        """The place that an entity is, or lies in by its name."""
        if entity not in self.entities:
            return []
        _, codes = read_place(normal_name(self.entities[entity].names[0]), region="Region" in self._types(entity))
        return [codes[0]] if len(codes) == 1 else []


def _place(named: _Named) -> int:
    return named[0].start


def _first(found: Iterable[str]) -> tuple[str, ...]:
    """The first few of them, each once."""
    kept: dict[str, None] = {}
    for one in found:
        kept[one] = None
        if len(kept) == _NEAR:
            break
    return tuple(kept)


def is_homonym(name: str) -> bool:
    """True for short names that many bear: 科大, 师大."""
    return 2 <= len(name) <= _HOMONYM and name.endswith(words("homonym"))


def _in_order(short: str, name: str) -> bool:
    """True where the characters stand in the name in their order."""
    rest = iter(name)
    return all(character in rest for character in short)


def _add(known: list[str], more: Iterable[str]) -> None:
    known += [one for one in more if one not in known]


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(rf"(?:[0-9]{{1,2}}月[0-9]{{1,2}}日)?{any_of(words('dateline'))}(?=[\s,:)】\]\(]|$)")
