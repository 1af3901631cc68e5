"""An extraction -> profiles: what stands around each thing of the article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

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
        self.home = self._dateline()
        self.facts = self._facts()
        self.former = former_names(extraction)

    def profiles(self) -> tuple[Profile, ...]:
        """One for each entity, in their order."""
        return tuple(self._profile(entity) for entity in self.extraction.entities)

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
        if span is None:
            return tuple(dict.fromkeys(code for *_, code in self.found))[:_NEAR]
        sentence = self._sentence(span)

        def distance(row: tuple[int, int, str]) -> tuple[int, int]:
            start, end, _ = row
            inside = sentence.start <= start and end <= sentence.end
            before = end <= span.start
            rank = (0 if before else 2) if inside else (1 if before else 3)
            return rank, span.start - end if before else start - span.end

        outside = [row for row in self.found if row[1] <= span.start or row[0] >= span.end]
        return tuple(dict.fromkeys(code for *_, code in sorted(outside, key=distance)))[:_NEAR]

    def _sentence(self, span: Span) -> Span:
        for sentence in self.extraction.sentences:
            if sentence.span.covers(span):
                return sentence.span
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
        before = [
            (link.mention.span.start, self.entities[key].names[0])
            for key, links in self.links.items()
            if key != own and key in self.entities and "Park" in self.entities[key].types
            for link in links
            if link.mention.span.end <= span.start
        ]
        after = [
            (-link.mention.span.start, self.entities[key].names[0])
            for key, links in self.links.items()
            if key != own and key in self.entities and "Park" in self.entities[key].types
            for link in links
            if link.mention.span.start >= span.end
        ]
        rows = sorted(before, reverse=True) + sorted(after, reverse=True)
        return tuple(dict.fromkeys(name for _, name in rows))[:_NEAR]

    def _near(self, span: Span | None, own: str) -> tuple[str, ...]:
        """Names of the parties that the thing's sentence names."""
        if span is None:
            return ()
        sentence = self._sentence(span)
        found = [
            (link.mention.span, self.entities[key].names[0])
            for key, links in self.links.items()
            if key != own and key in self.entities and set(self.entities[key].types[:1]) & _PARTY_TYPES
            for link in links
            if sentence.covers(link.mention.span)
        ]
        return tuple(dict.fromkeys(name for _, name in sorted(found)))[:_NEAR]

    def _told(self, span: Span | None) -> tuple[str, ...]:
        """The dates that the thing's sentence tells."""
        if span is None:
            return ()
        sentence = self._sentence(span)
        found = [
            link.mention.value.lexical
            for link in self.extraction.links
            if link.mention.kind == TIME and link.mention.value and sentence.covers(link.mention.span)
        ]
        return tuple(dict.fromkeys(found))[:_NEAR]

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
