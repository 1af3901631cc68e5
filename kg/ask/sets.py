"""Sets of things in a question: 重庆高新区签署的协议, 川渝高竹新区的项目, 2023年开工的项目 -> one operand each."""

from __future__ import annotations

from kg.ask.frame import MOST, Kind, Things
from kg.ask.names import Named
from kg.ask.question import Operand, Question, can, types_of
from kg.ask.sides import is_place, named
from kg.ask.words import Relation, relations, types


def take_sets(q: Question) -> None:
    """Find the sets that the question names and put them among its operands, in place of what they are made of."""
    for place in q.all("type"):
        made = _set_before(q, place)
        if made is not None:
            q.operands = [one for one in q.operands if one.at not in q.told]
            q.operands.append(Operand(place, made))
            q.operands.sort(key=lambda one: one.at)
            return


def _set_before(q: Question, place: int) -> Things | None:
    """The set whose noun is at `place`: [甲] [签署] 的 协议, 开工 项目; None: the noun asks, or is no such set."""
    link = q.before(place)
    if link is None or _is_asked(q, place):
        return None
    of = q.kind(link) == "of"
    left = range(link) if of else range(link + 1)
    if any(q.kind(i) in ("ask", "whether", "role", "type") for i in left):
        return None
    verbs = [i for i in left if i in q.verbs()]
    given = [one for one in q.operands if one.at in left]
    states = [i for i in left if q.kind(i) == "state"]
    if len(verbs) > 1 or len(states) > 1 or not (verbs or given or states or any(q.kind(i) == "time" for i in left)):
        return None
    kinds = q.kinds_at(place)
    if verbs:
        if not of and (given or not relations()[q.tokens[verbs[0]].means].state):
            return None
        made = _of_verb_there(q, kinds, q.relation(verbs[0]), verbs[0], given)
    elif of or states or not given:
        made = tied(kinds, given)
    else:
        return None
    if made is None:
        return None
    if states:
        made = _with(made, state=q.tokens[states[0]].means)
    made = timed(q, made)
    q.use(*verbs, *states, *(one.at for one in given))
    # The noun now stands for the set, which is still to be asked about.
    q.used.add(place)
    return made


def _of_verb_there(
    q: Question, kinds: tuple[Kind, ...], relation: Relation, verb: int, given: list[Operand]
) -> Things | None:
    """`of_verb`, where one of the operands may be where it was: 在甲举行的会议, 在乙上签的协议."""
    places = [one for one in given if is_place(q, one)] if relation.active else []
    made = of_verb(q, kinds, relation, verb, [one for one in given if one not in places])
    if made is None or not places:
        return made
    return there(made, places[0]) if len(places) == 1 else None


def there(things: Things, place: Operand) -> Things | None:
    """The things of a set that are there: in a place, or signed at an event; None: it is neither."""
    (where,) = named([place])
    if "Event" in where.types and can(things.kinds, ("signedAt",), "subject"):
        return _with(things, through=("signedAt",), of=where)
    return _with(things, inside=where) if where.types & {"Park", "Region"} else None


def _is_asked(q: Question, place: int) -> bool:
    """True where the noun is what the question asks for: 哪些协议; then it is no set that something is asked about."""
    before = q.before(place)
    return q.kind(before) == "ask"


def of_verb(q: Question, kinds: tuple[Kind, ...], relation: Relation, verb: int, given: list[Operand]) -> Things | None:
    """The things of some kinds of which the relation is said with the operands: what 甲 signed, who joined 乙."""
    if relation.name == "attend" and not types_of(kinds) & {"Event"}:
        # Who takes part in a project or a mechanism builds it, too.
        relation = relations()["help"]
    if relation.state and types_of(kinds) <= {"Project"} and relation.name == "sign":
        # Projects are signed by nobody in the graph; that they are is their state.
        base = tied(kinds, given)
        return _with(base, state=relation.state) if base else None
    if not given:
        return _bare(kinds, relation)
    if not all(isinstance(one.what, Named) for one in given):
        return None
    objects = all(one.can(relation.doer, "object") for one in given) and can(kinds, relation.doer, "subject")
    if objects:
        return Things(kinds, fact=relation.doer, by=named(given)) if len(given) <= MOST else None
    if _beside(q, kinds, relation, given):
        return Things(kinds, fact=relation.doer, by=named(given), beside=True)
    places = [one for one in given if one.types & {"Park", "Region"}]
    bare = _bare(kinds, relation)
    if len(places) == len(given) == 1 and bare:
        return _with(bare, inside=named(places)[0])
    return None


def _beside(q: Question, kinds: tuple[Kind, ...], relation: Relation, given: list[Operand]) -> bool:
    """True where 与甲签约的企业 is meant: the kinds and the operands can only stand on the same side."""
    both = can(kinds, relation.doer, "object") and all(one.can(relation.doer, "object") for one in given)
    return bool(kinds) and relation.active and both and q.kind(q.before(given[0].at)) == "and" and len(given) == 1


def _bare(kinds: tuple[Kind, ...], relation: Relation) -> Things | None:
    """Things of which the verb alone is said: 签署的协议, 开工的项目, 成立的联盟."""
    if not can(kinds, (*relation.doer, *relation.when), "subject"):
        return None
    state = relation.state if types_of(kinds) & {"Project"} and relation.name != "sign" else ""
    return Things(kinds, state=state, reached=relation.when if state else (), when=relation.when)


def tied(kinds: tuple[Kind, ...], given: list[Operand]) -> Things | None:
    """The things of some kinds that are somebody's or somewhere: 甲的协议, 甲和乙的协议, 丙的园区."""
    if not given:
        return Things(kinds)
    if not all(isinstance(one.what, Named) for one in given):
        return None
    holders = named(given)
    if all("Industry" in one.types for one in given) and len(given) == 1:
        return Things(kinds, through=("industry",), of=holders[0])
    through = tuple(dict.fromkeys(p for kind in kinds for p in types()[kind.type].of)) if kinds else ()
    if len(holders) == 1 and given[0].can(through, "object"):
        return Things(kinds, through=through, of=holders[0])
    relational = tuple(p for p in through if p not in ("locatedIn", "partOf"))
    if 1 < len(holders) <= MOST and all(one.can(relational, "object") for one in given):
        return Things(kinds, fact=relational, by=holders)
    return None


def timed(q: Question, things: Things) -> Things:
    """The set within the time that the question names, by the date that its verb or its type has."""
    time = q.time()
    if time is None:
        # A date is wanted only to be within a time.
        return _with(things, when=())
    when = things.when or tuple(dict.fromkeys(p for kind in things.kinds if kind.type in types()
                                              for p in types()[kind.type].when))  # fmt: skip
    if things.fact:
        when = next((r.when for r in relations().values() if r.doer == things.fact and r.when), when)
    return _with(things, when=when, time=time, state="" if things.when and things.reached else things.state)


def _with(things: Things, **changes: object) -> Things:
    from dataclasses import replace

    return replace(things, **changes)  # type: ignore[arg-type]
