"""Thoughts -> the same, weighed against one another: how likely each fact is, given all else that is thought.

A pair by itself tells how its words sound. Whether the fact is so depends as well on its rivals for the same slot, on
how sure its names are, on how often it is said, on what would follow from it. The weights are learned from thoughts on
articles that the models behind the thoughts have not seen, so a confidence is a probability: of what is said with
0.8, four in five are right.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from kg.model import Article, Linking, Statement, Value
from kg.relate.settle import Fact, fact_of
from kg.relate.weights import Weights

TRUE = "true"  # the one column of the weights
UNWEIGHED = frozenset(("cooperationArea",))
_ODDS = (-6, -4, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4)
_COARSE = (-6, -2, -1, 0, 1, 2)
_NAMED = (0.25, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97)
_FEW = (0, 1, 2, 3, 5, 8)
_LENGTHS = (15, 25, 40, 60, 90)
_PLACES = (0.05, 0.1, 0.25, 0.5, 0.75)
_LIKELY = 0.3
_ALONE = 0.3  # the share of how sure a thought is by itself; measured to cost nothing unseen


@dataclass
class _Thoughts:
    """All thoughts of an article by fact, and by what facts share."""

    evidence: dict[Fact, list[Statement]] = field(default_factory=dict)
    odds: dict[Fact, float] = field(default_factory=dict)
    by_subject: dict[tuple[object, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    by_object: dict[tuple[object, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    by_ends: dict[tuple[object, object], list[Fact]] = field(default_factory=lambda: defaultdict(list))


def weigh(thoughts: Iterable[Statement], article: Article, linking: Linking, weights: Weights) -> list[Statement]:
    """One statement for each fact, with its best evidence, and the probability of the fact as confidence."""
    thoughts = list(thoughts)
    weighed = [s for s in thoughts if s.predicate in UNWEIGHED]
    for statement, features in fact_features(thoughts, article, linking):
        confidence = _both(weights.probabilities(features, (TRUE,))[TRUE], statement.evidence[0].confidence)
        evidence = replace(statement.evidence[0], confidence=round(confidence, 3))
        weighed.append(replace(statement, evidence=(evidence,)))
    return weighed


def fact_features(
    thoughts: Iterable[Statement], article: Article, linking: Linking
) -> Iterator[tuple[Statement, list[str]]]:
    """Each fact, as the statement with its best evidence, and what speaks for and against it."""
    gathered = _gather(thoughts)
    named = _Names(linking)
    for fact, statements in gathered.evidence.items():
        best = max(statements, key=lambda s: s.evidence[0].confidence)
        yield best, _features(fact, best, gathered, named, article)


def _gather(thoughts: Iterable[Statement]) -> _Thoughts:
    gathered = _Thoughts()
    for statement in thoughts:
        if statement.predicate not in UNWEIGHED:
            gathered.evidence.setdefault(fact_of(statement), []).append(statement)
    for fact, statements in gathered.evidence.items():
        subject, predicate, other = fact
        gathered.odds[fact] = _log_odds(max(s.evidence[0].confidence for s in statements))
        ways = [(subject, other), (other, subject)] if predicate == "cooperatesWith" else [(subject, other)]
        for s, o in ways:
            gathered.by_subject[s, predicate].append(fact)
            gathered.by_object[o, predicate].append(fact)
        gathered.by_ends[subject, other].append(fact)
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


def _features(fact: Fact, best: Statement, gathered: _Thoughts, named: _Names, article: Article) -> list[str]:
    subject, predicate, other = fact
    steps = dict(_own(fact, gathered))
    steps |= _rivals("r", fact, gathered.by_subject[subject, predicate], gathered)
    steps |= _rivals("q", fact, gathered.by_object[other, predicate], gathered)
    steps |= _around(fact, gathered)
    steps["ss"] = bisect_left(_NAMED, named.sure[subject])
    steps["cs"] = bisect_left(_FEW, named.often[subject])
    if not isinstance(other, Value):
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
    found.append(f"sso={steps['ss']}_{steps.get('so', '')}")
    for name, step in steps.items():
        found += [f"{name}={step}", f"{name}={step}{predicate}"]
        if name in _RISING:
            found += [f"{name}>{lower}{each}" for lower in range(step) for each in ("", predicate)]
    return found


# What tells more the more of it there is: each step that it passes counts by itself.
_RISING = frozenset(("o", "n", "ss", "so", "r", "q", "e"))


def _own(fact: Fact, gathered: _Thoughts) -> Iterator[tuple[str, int]]:
    """How likely the fact is by itself: in its best place, in the next, in any."""
    sure = sorted((s.evidence[0].confidence for s in gathered.evidence[fact]), reverse=True)
    yield "o", bisect_left(_ODDS, _log_odds(sure[0]))
    yield "o2", bisect_left(_COARSE, _log_odds(sure[1]) if len(sure) > 1 else -9)
    yield "n", bisect_left(_ODDS, _log_odds(1.0 - math.prod(1.0 - min(c, 0.98) for c in sure)))
    yield "c", bisect_left(_FEW, len(sure))


def _rivals(name: str, fact: Fact, slot: Sequence[Fact], gathered: _Thoughts) -> dict[str, int]:
    """The other facts of the same slot: the likeliest, how many are likely, how many are likelier than this one."""
    others = [gathered.odds[other] for other in slot if other != fact]
    own = gathered.odds[fact]
    likely = _log_odds(_LIKELY)
    return {
        name: bisect_left(_COARSE, max(others, default=-9)),
        name + "n": bisect_left(_FEW, sum(odds > likely for odds in others)),
        name + "b": bisect_left(_FEW, sum(odds > own for odds in others)),
    }


def _around(fact: Fact, gathered: _Thoughts) -> dict[str, int]:
    """What else is thought of the same two, the other way round too, and what would bear the fact out."""
    subject, predicate, other = fact
    same = [gathered.odds[each] for each in gathered.by_ends[subject, other] if each != fact]
    turned = -9.0 if isinstance(other, Value) else gathered.odds.get((other, predicate, subject), -9.0)
    return {
        "e": bisect_left(_COARSE, max(same, default=-9)),
        "t": bisect_left(_COARSE, turned),
        "b": bisect_left(_COARSE, max(_borne_out(fact, gathered), default=-9)),
    }


def _borne_out(fact: Fact, gathered: _Thoughts) -> Iterator[float]:
    """The odds of what the fact would follow from: signing together, the day of the meeting, the day of completion."""
    subject, predicate, other = fact
    odds = gathered.odds
    if predicate == "cooperatesWith":
        signed = {each[0]: odds[each] for each in gathered.by_object[subject, "signatory"]}
        for each in gathered.by_object[other, "signatory"]:
            if each[0] in signed:
                yield min(odds[each], signed[each[0]])
    elif predicate == "signedOn":
        for each in gathered.by_subject[subject, "signedAt"]:
            yield min(odds[each], odds.get((str(each[2]), "heldOn", other), -9))
    elif predicate == "status" and isinstance(other, Value):
        day = {"completed": "completedOn", "started": "startedOn"}.get(other.lexical, "")
        yield from (odds[each] for each in gathered.by_subject[subject, day])


def _both(weighed: float, alone: float) -> float:
    """Both judgements in one: the mean of their odds, the thought's own counting less."""
    odds = (1 - _ALONE) * _log_odds(weighed) + _ALONE * _log_odds(alone)
    return 1.0 / (1.0 + math.exp(-odds))


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, 1e-3), 1 - 1e-3)
    return math.log(clipped / (1 - clipped))
