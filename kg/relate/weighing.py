"""Thoughts -> the same, weighed against one another: how likely each fact is, given all else that is thought.

A pair by itself tells how its words sound. Whether the fact is so depends as well on its rivals for the same slot, on
how sure its names are, on how often it is said, on what would follow from it. The weights are learned from thoughts on
articles that the models behind the thoughts have not seen, so a confidence is a probability: of what is said with
0.8, four in five are right.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.model import Article, Evidence, Linking, Statement, Value
from kg.relate.settle import Fact, fact_of
from kg.relate.weights import FactWeights

UNWEIGHED = frozenset(("cooperationArea",))
_ODDS = (-6, -4, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4)
_COARSE = (-6, -2, -1, 0, 1, 2)
_NAMED = (0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
_FEW = (0, 1, 2, 3, 5, 8)
_LENGTHS = (15, 25, 40, 60, 90)
_PLACES = (0.05, 0.1, 0.25, 0.5, 0.75)
_LIKELY = 0.3
_STOP = re.compile("[。！？!?\n]")  # what a fact carries over from an earlier sentence has one in its quote
# What tells more the more of it there is: each step that it passes counts by itself.
_RISING = frozenset(("o", "n", "ss", "so", "r", "q", "e"))
_ALONE = 0.3  # the share of how sure a thought is by itself; measured to cost nothing unseen


@dataclass(frozen=True, slots=True)
class Seen:
    """What speaks for and against a fact: `plain` features by name, and how far it is up each of several scales."""

    predicate: str
    plain: list[str]
    steps: dict[str, int]

    def names(self) -> list[str]:
        """All features by name."""
        found = list(self.plain)
        for name, step in self.steps.items():
            found += step_features(name, step, self.predicate)
        return found


def step_features(name: str, step: int, predicate: str) -> list[str]:
    """The features that being so far up a scale has."""
    found = [f"{name}={step}", f"{name}={step}{predicate}"]
    if name in _RISING:
        found += [f"{name}>{lower}{each}" for lower in range(step) for each in ("", predicate)]
    return found


@dataclass
class _Thoughts:
    """All thoughts of an article by fact, and by what facts share; `odds` are ordered by what facts share a slot."""

    evidence: dict[Fact, list[Statement]] = field(default_factory=dict)
    odds: dict[Fact, float] = field(default_factory=dict)
    by_subject: dict[tuple[object, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    by_object: dict[tuple[object, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    by_ends: dict[tuple[object, object], list[float]] = field(default_factory=lambda: defaultdict(list))
    of_subject: dict[tuple[object, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    of_object: dict[tuple[object, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))


def weigh(thoughts: Iterable[Statement], article: Article, linking: Linking, weights: FactWeights) -> list[Statement]:
    """One statement for each fact, with its best evidence, and the probability of the fact as confidence."""
    thoughts = list(thoughts)
    weighed = [s for s in thoughts if s.predicate in UNWEIGHED]
    for statement, seen in fact_features(thoughts, article, linking):
        best = statement.evidence[0]
        confidence = round(_both(_probability(seen, weights), best.confidence), 3)
        evidence = Evidence(best.span, best.quote, best.rule, confidence, best.modality)
        weighed.append(Statement(statement.subject, statement.predicate, statement.object, (evidence,)))
    return weighed


def _probability(seen: Seen, weights: FactWeights) -> float:
    odds, scale = sum(map(weights.weight, seen.plain)), weights.sums.setdefault(seen.predicate, {})
    for place in seen.steps.items():
        if place not in scale:
            scale[place] = sum(map(weights.weight, step_features(*place, seen.predicate)))
        odds += scale[place]
    return 1.0 / (1.0 + math.exp(-odds))


def fact_features(
    thoughts: Iterable[Statement], article: Article, linking: Linking
) -> Iterator[tuple[Statement, Seen]]:
    """Each fact, as the statement with its best evidence, and what speaks for and against it."""
    gathered = _gather(thoughts)
    named = _Names(linking)
    for fact, statements in gathered.evidence.items():
        best = max(statements, key=_confidence) if len(statements) > 1 else statements[0]
        yield best, _seen(fact, best, gathered, named, article)


def _confidence(statement: Statement) -> float:
    return statement.evidence[0].confidence


def _gather(thoughts: Iterable[Statement]) -> _Thoughts:
    gathered = _Thoughts()
    for statement in thoughts:
        if statement.predicate not in UNWEIGHED:
            gathered.evidence.setdefault(fact_of(statement), []).append(statement)
    for fact, statements in gathered.evidence.items():
        subject, predicate, other = fact
        odds = gathered.odds[fact] = _log_odds(max(map(_confidence, statements)))
        ways = [(subject, other), (other, subject)] if predicate == "cooperatesWith" else [(subject, other)]
        for s, o in ways:
            gathered.by_subject[s, predicate].append(odds)
            gathered.by_object[o, predicate].append(odds)
        gathered.by_ends[subject, other].append(odds)
        gathered.of_subject[subject, predicate].append(fact)
        gathered.of_object[other, predicate].append(fact)
    for slot in (*gathered.by_subject.values(), *gathered.by_object.values(), *gathered.by_ends.values()):
        slot.sort()
    return gathered


class _Names:
    """How sure each entity's name is at its surest, how often it stands, and what it is."""

    def __init__(self, linking: Linking) -> None:
        self.types = {entity.id: entity.types[0] for entity in linking.entities}
        self.often: Counter[object] = Counter(link.entity_id for link in linking.links if link.entity_id)
        self.sure: dict[object, float] = defaultdict(float)
        for link in linking.links:
            if link.entity_id:
                self.sure[link.entity_id] = max(self.sure[link.entity_id], link.mention.confidence)


def _seen(fact: Fact, best: Statement, gathered: _Thoughts, named: _Names, article: Article) -> Seen:
    subject, predicate, other = fact
    steps: dict[str, int] = {}
    _own(steps, fact, gathered)
    _rivals(steps, "r", gathered.odds[fact], gathered.by_subject[subject, predicate])
    _rivals(steps, "q", gathered.odds[fact], gathered.by_object[other, predicate])
    _around(steps, fact, gathered)
    steps["ss"] = bisect_left(_NAMED, named.sure[subject])
    steps["cs"] = bisect_left(_FEW, named.often[subject])
    valued = isinstance(other, Value)
    if not valued:
        steps["so"] = bisect_left(_NAMED, named.sure[other])
        steps["co"] = bisect_left(_FEW, named.often[other])
    quote = best.evidence[0]
    steps["l"] = bisect_left(_LENGTHS, len(quote.quote))
    steps["p"] = bisect_left(_PLACES, quote.span.start / (1 + len(article.text)))
    what = other.datatype if isinstance(other, Value) else named.types.get(other, "")
    found = ["1", f"P={predicate}", f"K={predicate}{named.types.get(subject, '')}>{what}"]
    if isinstance(other, Value) and predicate == "status":
        found.append(f"V={other.lexical}")
    found.append(f"m={predicate}{quote.modality}")
    apart = min(len(_STOP.findall(quote.quote, 0, len(quote.quote) - 1)), 3)
    found += [f"g={apart}", f"g={predicate}{apart}"]
    found.append(f"sso={steps['ss']}_{'' if valued else steps['so']}")
    return Seen(predicate, found, steps)


def _own(steps: dict[str, int], fact: Fact, gathered: _Thoughts) -> None:
    """How likely the fact is by itself: in its best place, in the next, in any."""
    sure = sorted(map(_confidence, gathered.evidence[fact]), reverse=True)
    steps["o"] = bisect_left(_ODDS, gathered.odds[fact])
    steps["o2"] = bisect_left(_COARSE, _log_odds(sure[1]) if len(sure) > 1 else -9)
    steps["n"] = bisect_left(_ODDS, _log_odds(1.0 - math.prod(1.0 - min(c, 0.98) for c in sure)))
    steps["c"] = bisect_left(_FEW, len(sure))


def _rivals(steps: dict[str, int], name: str, own: float, slot: Sequence[float]) -> None:
    """The other facts of the same slot: the likeliest, how many are likely, how many are likelier than this one."""
    number = len(slot)
    best = slot[-1] if slot[-1] != own else slot[-2] if number > 1 else -9
    steps[name] = bisect_left(_COARSE, best)
    steps[name + "n"] = bisect_left(_FEW, number - bisect_right(slot, _LIKELY_ODDS) - (own > _LIKELY_ODDS))
    steps[name + "b"] = bisect_left(_FEW, number - bisect_right(slot, own))


def _around(steps: dict[str, int], fact: Fact, gathered: _Thoughts) -> None:
    """What else is thought of the same two, the other way round too, and what would bear the fact out."""
    subject, predicate, other = fact
    own, same = gathered.odds[fact], gathered.by_ends[subject, other]
    best = same[-1] if same[-1] != own else same[-2] if len(same) > 1 else -9
    turned = -9.0 if isinstance(other, Value) else gathered.odds.get((other, predicate, subject), -9.0)
    steps["e"] = bisect_left(_COARSE, best)
    steps["t"] = bisect_left(_COARSE, turned)
    steps["b"] = bisect_left(_COARSE, max(_borne_out(fact, gathered), default=-9))


def _borne_out(fact: Fact, gathered: _Thoughts) -> Iterator[float]:
    """The odds of what the fact would follow from: signing together, the day of the meeting, the day of completion."""
    subject, predicate, other = fact
    odds = gathered.odds
    if predicate == "cooperatesWith":
        signed = {each[0]: odds[each] for each in gathered.of_object.get((subject, "signatory"), ())}
        for each in gathered.of_object.get((other, "signatory"), ()) if signed else ():
            if each[0] in signed:
                yield min(odds[each], signed[each[0]])
    elif predicate == "signedOn":
        for each in gathered.of_subject.get((subject, "signedAt"), ()):
            yield min(odds[each], odds.get((str(each[2]), "heldOn", other), -9))
    elif predicate == "status" and isinstance(other, Value):
        day = {"completed": "completedOn", "started": "startedOn"}.get(other.lexical, "")
        yield from (odds[each] for each in gathered.of_subject.get((subject, day), ()))


def _both(weighed: float, alone: float) -> float:
    """Both judgements in one: the mean of their odds, the thought's own counting less."""
    odds = (1 - _ALONE) * _log_odds(weighed) + _ALONE * _log_odds(alone)
    return 1.0 / (1.0 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(clipped / (1 - clipped))


_LIKELY_ODDS = _log_odds(_LIKELY)
