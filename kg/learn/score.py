"""A built graph against gold articles, by the definitions of `tests/gold/score.py` (a test holds the two equal).

entities  a node counts when one of its names equals one of the gold names and its type is accepted by the gold; the
          six institution types count as one
facts     subject, predicate and object or value all right; cooperationArea (free phrases) only counts in `relaxed`
relaxed   the same with looser names, and with types and predicates that say nearly the same taken as one
What the gold marks optional counts neither way; cooperation implied by co-signing is never held against a graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.learn.built import BuiltGraph, Fact
from kg.learn.gold import GoldArticle, GoldFact
from kg.learn.matching import Matching, match_entities
from kg.learn.tally import ArticleScore, Miss, Tallies, Tally
from kg.learn.terms import FAMILIES, ONLY_IN_FACTS, VALUE_PREDICATES, family_type, value_key
from kg.vocabulary import ENTITY_TYPES

Key = tuple[str, str, str]  # gold subject, predicate or family, gold object or "=" and a value; "?" and an unknown node


@dataclass
class GoldKeys:
    """The gold facts of an article as keys that a graph's facts are compared by."""

    wanted: dict[Key, GoldFact] = field(default_factory=dict)
    optional: set[Key] = field(default_factory=set)
    implied: set[Key] = field(default_factory=set)


def score_article(gold: GoldArticle, graph: BuiltGraph) -> ArticleScore:
    """Compare what `graph` says of one article with its gold annotation."""
    tallies: Tallies = defaultdict(Tally)
    misses: list[Miss] = []
    sure: list[tuple[float, bool]] = []
    facts = graph.facts.get(gold.article.id, set())
    for relaxed in (False, True):
        tag = " relaxed" if relaxed else ""
        matching = match_entities(gold, graph, facts, relaxed)
        tallies["entities" + tag], wrong = _score_entities(gold, graph, matching)
        keys = _gold_keys(gold, relaxed)
        tallies["facts" + tag], hit, errors = _score_facts(facts, keys, matching, relaxed)
        if not relaxed:
            _detail_entities(gold, graph, matching, tallies)
            _detail_facts(facts, keys, hit, matching, tallies)
            misses += _entity_misses(gold, graph, matching, wrong)
            misses += _fact_misses(gold, graph, keys, hit, errors)
            sure = list(_sureness(gold.article.id, graph, facts, keys, matching))
    return ArticleScore(gold.article.id, dict(tallies), tuple(misses), tuple(sure))


def _counted(gold: GoldArticle, graph: BuiltGraph, matching: Matching) -> set[str]:
    """The nodes that count as said: of a type that counts by itself, or matched; not those matched as optional only."""
    wanted = {entity.id for entity in gold.entities if not entity.optional}
    return {
        node
        for node in matching.mentioned
        if (matching.golds[node] & wanted if node in matching.golds else _counts_alone(graph, node))
    }


def _counts_alone(graph: BuiltGraph, node: str) -> bool:
    kinds = graph.types.get(node, set())
    return bool({family_type(kind) for kind in kinds} - ONLY_IN_FACTS and kinds & set(ENTITY_TYPES))


def _score_entities(gold: GoldArticle, graph: BuiltGraph, matching: Matching) -> tuple[Tally, set[str]]:
    wanted = [entity.id for entity in gold.entities if not entity.optional]
    counted = _counted(gold, graph, matching)
    wrong = {node for node in counted if node not in matching.golds}
    found = sum(bool(matching.nodes[gold_id]) for gold_id in wanted)
    return Tally(len(wanted), found, len(counted), len(counted) - len(wrong)), wrong


def _detail_entities(gold: GoldArticle, graph: BuiltGraph, matching: Matching, tallies: Tallies) -> None:
    """Count `exact type`, and `entity …` by type: the gold's type for what is right, the node's own for what is not."""
    entities = {entity.id: entity for entity in gold.entities}
    for entity in gold.entities:
        if not entity.optional:
            tallies["entity " + entity.type].add(1, bool(matching.nodes[entity.id]))
    for node in _counted(gold, graph, matching):
        if node in matching.golds:
            types = graph.types[node]
            hit = any(types & set(entities[gold_id].types) for gold_id in matching.golds[node])
            tallies["exact type"].add(1, hit, 1, hit)
            tallies["entity " + entities[min(matching.golds[node])].type].add(said=1, right=1)
        else:
            tallies["entity " + _main_type(graph, node)].add(said=1)


def _main_type(graph: BuiltGraph, node: str) -> str:
    known = graph.types.get(node, set()) & set(ENTITY_TYPES)
    return min(known - {"Project"} or known, default="?")


def _gold_keys(gold: GoldArticle, relaxed: bool) -> GoldKeys:
    keys, parties = GoldKeys(), defaultdict(set)
    for fact in gold.facts:
        if fact.predicate == "signatory":
            parties[fact.subject].add(fact.object)
        if fact.predicate == "cooperationArea" and not relaxed:
            continue
        value = "=" + value_key(fact.predicate, fact.object) if fact.is_value else fact.object
        key = _key(fact.subject, fact.predicate, value, relaxed)
        if fact.optional:
            keys.optional.add(key)
        else:
            keys.wanted[key] = fact
    keys.optional -= keys.wanted.keys()
    for signed in parties.values():
        keys.implied |= {_key(a, "cooperatesWith", b, relaxed) for a in signed for b in signed if a != b}
    return keys


def _key(subject: str, predicate: str, value: str, relaxed: bool) -> Key:
    if predicate == "cooperatesWith":
        return min(subject, value), predicate, max(subject, value)
    return subject, FAMILIES.get(predicate, predicate) if relaxed else predicate, value


def _said_keys(fact: Fact, matching: Matching, relaxed: bool) -> set[Key]:
    """Every gold key that a fact of the graph may mean; an unmatched node stays itself, behind a question mark."""
    subject, predicate, value = fact
    subjects = matching.golds.get(subject, {"?" + subject})
    if predicate in VALUE_PREDICATES:
        objects = {"=" + value_key(predicate, value)}
    else:
        objects = matching.golds.get(value, {"?" + value})
    return {_key(s, predicate, o, relaxed) for s in subjects for o in objects}


def _score_facts(
    facts: set[Fact], keys: GoldKeys, matching: Matching, relaxed: bool
) -> tuple[Tally, set[Key], list[Fact]]:
    """Tally the facts; also the gold keys that were hit, and the facts said in error. Both ways of writing a
    cooperation count once."""
    hit, errors, said, right, pairs = set(), [], 0, 0, set()
    for fact in sorted(facts):
        if fact[1] == "cooperationArea" and not relaxed:
            continue
        if fact[1] == "cooperatesWith":
            pair = frozenset((fact[0], fact[2]))
            if pair in pairs:
                continue
            pairs.add(pair)
        possible = _said_keys(fact, matching, relaxed)
        fits = possible & keys.wanted.keys() or _same_phrase(fact, keys, matching)
        if not fits & keys.wanted.keys() and (fits or possible & (keys.implied | keys.optional)):
            continue
        fits = fits & keys.wanted.keys()
        said += 1
        right += bool(fits)
        hit |= fits
        if not fits:
            errors.append(fact)
    return Tally(len(keys.wanted), len(hit), said, right), hit, errors


def _same_phrase(fact: Fact, keys: GoldKeys, matching: Matching) -> set[Key]:
    """Phrases of cooperation are the same where one holds the other."""
    if fact[1] != "cooperationArea":
        return set()
    phrase = value_key(fact[1], fact[2])
    return {
        key
        for key in (*keys.wanted, *keys.optional)
        if key[1] == "cooperationArea"
        and key[0] in matching.golds.get(fact[0], ())
        and (key[2][1:] in phrase or phrase in key[2][1:])
    }


def _detail_facts(facts: set[Fact], keys: GoldKeys, hit: set[Key], matching: Matching, tallies: Tallies) -> None:
    for key, gold in keys.wanted.items():
        tallies["fact " + gold.predicate].add(1, key in hit)
    for fact in facts:
        possible = _said_keys(fact, matching, relaxed=False)
        right = bool(possible & keys.wanted.keys())
        if fact[1] != "cooperationArea" and (right or not possible & (keys.implied | keys.optional)):
            tallies["fact " + fact[1]].add(said=1, right=right)


def _sureness(
    article: str, graph: BuiltGraph, facts: set[Fact], keys: GoldKeys, matching: Matching
) -> Iterator[tuple[float, bool]]:
    """How sure each fact that counts was said to be, and whether it is right."""
    for fact in sorted(facts):
        confidence = graph.confidences.get((article, fact))
        possible = _said_keys(fact, matching, relaxed=False)
        right = bool(possible & keys.wanted.keys())
        counts = fact[1] != "cooperationArea" and (right or not possible & (keys.implied | keys.optional))
        if confidence is not None and counts:
            yield confidence, right


def _entity_misses(gold: GoldArticle, graph: BuiltGraph, matching: Matching, wrong: set[str]) -> list[Miss]:
    missed = [
        Miss("+", gold.article.id, entity.type, entity.names[0], "")
        for entity in gold.entities
        if not entity.optional and not matching.nodes[entity.id]
    ]
    said = [Miss("-", gold.article.id, _main_type(graph, node), _name(graph, node), "") for node in sorted(wrong)]
    return missed + said


def _fact_misses(gold: GoldArticle, graph: BuiltGraph, keys: GoldKeys, hit: set[Key], errors: list[Fact]) -> list[Miss]:
    names = {entity.id: entity.names[0] for entity in gold.entities}
    missed = [
        Miss("+", gold.article.id, f.predicate, names[f.subject], names.get(f.object, f.object), f.quote)
        for key, f in keys.wanted.items()
        if key not in hit
    ]
    return missed + [_error(gold.article.id, graph, fact) for fact in errors]


def _error(article: str, graph: BuiltGraph, fact: Fact) -> Miss:
    subject, predicate, value = fact
    evidence = graph.claims.get((article, fact), ("", ""))
    return Miss("-", article, predicate, _name(graph, subject), _name(graph, value), *evidence)


def _name(graph: BuiltGraph, node: str) -> str:
    return min(graph.names.get(node, ()), default=node)
