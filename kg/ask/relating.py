"""Questions with a verb that relates: who signed what, what somebody invests in, whether it did."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.attributes import valued
from kg.ask.frame import Declined, Frame, Kind, Things
from kg.ask.question import Operand, Question, can, types_of
from kg.ask.sets import of_verb, there, tied, timed
from kg.ask.sides import as_things, asked_kinds, doers_and_done, is_place, named, side_asked
from kg.ask.words import Relation, relations
from kg.vocabulary import DATE_PREDICATES

_STATIC = ("locate", "belong", "contain", "engage", "own")
# Verbs beside another that only say how: 合作共建, 投资建设, 签约落户.
_BESIDE = (
    ("cooperate", None), ("build", "invest"), ("sign", "locate"), ("establish", "invest"), ("establish", "build"),
    ("attend", "sign"), ("attend", "invest"), ("attend", "hold"),
)  # fmt: skip


def by_verb(q: Question) -> Frame | Declined | None:
    """The frame of a question with such a verb; None: it has none."""
    verb = _main(q)
    if verb is None and not q.verbs():
        return _with_whom_alone(q)
    if verb is None:
        return Declined("several") if q.verbs() else None
    q.use(verb)
    relation = q.relation(verb)
    if q.first("ask") is None:
        if q.first("whether") is not None:
            return _whether(q, verb, relation)
        return _theirs(q, verb, relation)
    together = _with_whom(q)
    scene = _scene(q, relation)
    at, kinds = asked_kinds(q)
    if at is None:
        return None
    if scene and kinds and can(kinds, relation.where, "object"):
        return valued(q, relation.where, kinds, relation, verb)
    if relation.name == "cooperate":
        return _partners(q, kinds)
    if together:
        return _co_doers(q, relation, verb, kinds)
    return _one_side(q, relation, verb, at, kinds)


def _with_whom_alone(q: Question) -> Frame | Declined | None:
    """甲跟哪些单位有协议: the noun alone tells what they did together."""
    nouns = [i for i in q.all("type") if types_of(q.kinds_at(i)) == {"Agreement"}]
    if not nouns or not _with_whom(q):
        return None
    _, kinds = asked_kinds(q)
    return _co_doers(q, relations()["sign"], nouns[0], kinds) if types_of(kinds) != {"Agreement"} else None


def _main(q: Question) -> int | None:
    """The verb that asks. Of two, one may only say how the other is done."""
    verbs = q.verbs()
    for beside, other in _BESIDE:
        rest = [i for i in verbs if q.tokens[i].means != beside]
        if rest and len(rest) < len(verbs) and (other is None or all(q.tokens[i].means == other for i in rest)):
            q.use(*(i for i in verbs if i not in rest))
            verbs = rest
    if len({q.tokens[i].means for i in verbs}) != 1:
        return None
    q.use(*verbs[1:])
    return verbs[0]


def _with_whom(q: Question) -> bool:
    """True where the asking word stands in a list with a name: 甲和谁, 哪些高校与甲."""
    ask = q.first("ask")
    if ask is None:
        return False
    first = min((one.at for one in q.names()), default=None)
    if first is not None and q.kind(q.before(first)) == "and":
        ahead = q.before(first)
        if ahead is not None and q.kind(q.before(ahead)) in ("", "ask", "type", "verb", "time"):
            return True
    if q.kind(q.before(ask)) == "and" and q.tokens[ask].means in ("who", "which", "many"):
        return True
    after = q.after(ask)
    if q.kind(after) == "type" and after is not None:
        after = q.after(after)
    return q.kind(after) == "and"


def _scene(q: Question, relation: Relation) -> bool:
    """True where the asking word stands after 在: 在哪次会议上签的 asks where."""
    ask = q.first("ask")
    return ask is not None and relation.active and q.kind(q.before(ask)) == "at" and bool(relation.where)


def _partners(q: Question, kinds: tuple[Kind, ...]) -> Frame | Declined:
    given = q.names()
    if not given or as_things(given):
        return Declined("unclear")
    q.use(*(one.at for one in given))
    if types_of(kinds) and not can(kinds, ("cooperatesWith",), "object"):
        relational = _cooperated(q, kinds, given)
        return relational or Declined("mismatch")
    if len(given) > 1:
        return Frame("path", heads=named(given)) if len(given) == 2 else Declined("unclear")
    return Frame("partners", heads=named(given), kinds=kinds, time=q.time())


def _cooperated(q: Question, kinds: tuple[Kind, ...], given: Sequence[Operand]) -> Frame | None:
    """甲和乙合作了哪些项目: what both built, joined, signed or paid for."""
    things = tied(kinds, list(given))
    return Frame("list", things=timed(q, things)) if things else None


def _co_doers(q: Question, relation: Relation, verb: int, kinds: tuple[Kind, ...]) -> Frame | Declined:
    """甲和谁签了协议, 甲和谁共建了乙: who else stands where 甲 does."""
    given = q.names()
    doers = [one for one in given if one.can(relation.doer, "object")]
    if len(doers) > 1 and (done_last := [one for one in doers if one.can(relation.doer, "subject") and one.at > verb]):
        doers = [one for one in doers if one not in done_last]
    done = [one for one in given if one not in doers]
    nouns = [i for i in q.all("type") if can(q.kinds_at(i), relation.doer, "subject")]
    if not doers or as_things(doers) or not relation.active or not can(kinds, relation.doer, "object"):
        return Declined("unclear")
    q.use(*nouns, *(one.at for one in given))
    if done:
        return Frame("value", named(done), as_things(done), relation.doer, kinds, but=named(doers),
                     check=relation.doer, to=named(doers))  # fmt: skip
    bearer = tuple(kind for i in nouns for kind in q.kinds_at(i)) or (Kind(relation.type),)
    things = timed(q, Things(bearer, fact=relation.doer, by=named(doers)))
    return Frame("value", things=things, predicates=relation.doer, kinds=kinds, but=named(doers))


def _one_side(q: Question, relation: Relation, verb: int, at: int, kinds: tuple[Kind, ...]) -> Frame | Declined:
    given, places = _apart(q, relation)
    nouns = q.all("type")
    if relation.name == "sign" and kinds and types_of(kinds) <= {"Project"}:
        q.use(*(one.at for one in given))
        signed = of_verb(q, kinds, relation, verb, given)
        return _list(q, signed, places)
    if not given:
        return _ungiven(q, relation, kinds, nouns, places, at)
    ways = [relation, *(relations()[name] for name in relation.other)]
    # An alliance consists of its members.
    ways.sort(key=lambda way: not (way.type == "Alliance" and all(one.types <= {"Alliance"} for one in given)))
    sides = [(way, side) for way in ways if (side := side_asked(q, way, verb, at, kinds, given))]
    relation, side = sides[0] if sides else (relation, "")
    if side == "object":
        done = [one for one in given if one.can(relation.doer, "subject")]
        rest = [one for one in given if one not in done]
        if rest or not done or places:
            return Declined("unused", _text((rest or places or given)[0]))
        q.use(*(one.at for one in done))
        q.use(*(i for i in nouns if types_of(q.kinds_at(i)) & frozenset().union(*(one.types for one in done))))
        return Frame("value", named(done), as_things(done), relation.doer, kinds)
    if side == "subject":
        q.use(*(one.at for one in given))
        return _list(q, of_verb(q, kinds or (Kind(relation.type),), relation, verb, given), places)
    return _sideways(q, relation, kinds, given, nouns, places)


def _sideways(
    q: Question, relation: Relation, kinds: tuple[Kind, ...], given: Sequence[Operand], nouns: Sequence[int],
    places: Sequence[Operand],
) -> Frame | Declined:  # fmt: skip
    """Neither side fits: 重庆有哪些项目开工, 成都的哪些园区成立于2020年: the names say where."""
    made = of_verb(q, kinds or (Kind(relation.type),), relation, 0, list(given))
    if made is None or made.fact:
        return Declined("mismatch", _text(given[0]))
    q.use(*(one.at for one in given))
    return _list(q, made, places)


def _ungiven(
    q: Question, relation: Relation, kinds: tuple[Kind, ...], nouns: Sequence[int], places: Sequence[Operand], at: int
) -> Frame | Declined:
    """签了哪些协议, 哪些项目开工: the verb alone, with a time or a place; who did it, of what is named by its kind."""
    if kinds and can(kinds, (*relation.doer, *relation.when), "subject"):
        return _list(q, of_verb(q, kinds, relation, 0, []), places)
    timely = q.first("time") is not None
    if (places or timely) and not kinds and not nouns and q.tokens[at].means == "which":
        return _list(q, of_verb(q, (Kind(relation.type),), relation, 0, []), places)
    return Declined("unclear")


def _list(q: Question, things: Things | None, places: Sequence[Operand]) -> Frame | Declined:
    """The list of a set, with what the question says of where."""
    from dataclasses import replace

    if things is None:
        return Declined("unclear")
    if places:
        things = there(things, places[0])
        if things is None:
            return Declined("unused", _text(places[0]))
        q.use(places[0].at)
    states = q.all("state")
    if len(states) == 1:
        q.use(*states)
        things = replace(things, state=q.tokens[states[0]].means)
    return Frame("list", things=timed(q, things))


def _apart(q: Question, relation: Relation) -> tuple[list[Operand], list[Operand]]:
    """The operands, and of them the one that a 在 makes a place."""
    given = q.names()
    if relation.name in _STATIC:
        return given, []
    places = [one for one in given if is_place(q, one)]
    return [one for one in given if one not in places], places[:1]


def _whether(q: Question, verb: int, relation: Relation) -> Frame | Declined:
    """甲和乙签过协议吗, 甲投资了乙吗, 甲建成了吗."""
    q.use(q.first("whether"))
    given, places = _apart(q, relation)
    nouns = q.all("type")
    kinds = tuple(kind for i in nouns for kind in q.kinds_at(i))
    doers, done = doers_and_done(q, relation, verb, given)
    if not given or (places and relation.name not in ("hold", "locate")):
        return Declined("unclear")
    if relation.name == "cooperate":
        q.use(*(one.at for one in given))
        return Frame("whether", heads=named(given[:1]), predicates=("cooperatesWith",), to=named(given[1:]),
                     time=q.time()) if len(given) == 2 else Declined("unclear")  # fmt: skip
    q.use(*nouns, *(one.at for one in given))
    if done and doers and not as_things(done):
        return Frame("whether", heads=named(done), predicates=relation.doer, to=named(doers))
    if done and not as_things(done):
        return _whether_so(q, relation, done, places)
    things = of_verb(q, kinds or (Kind(relation.type),), relation, verb, list(given))
    return Frame("whether", things=timed(q, things)) if things else Declined("mismatch", _text(given[0]))


def _whether_so(
    q: Question, relation: Relation, done: Sequence[Operand], places: Sequence[Operand]
) -> Frame | Declined:
    """甲建成了吗, 甲是2021年成立的吗, 甲在乙举行吗."""
    time = q.time()
    if places:
        q.use(places[0].at)
        return Frame("whether", heads=named(done), predicates=relation.where or ("locatedIn",), to=named(places))
    if time:
        dates = tuple(p for p in relation.when if p in DATE_PREDICATES)
        return Frame("whether", heads=named(done), predicates=dates, time=time) if dates else Declined("mismatch")
    if relation.state and any("Project" in one.types for one in done):
        return Frame("whether", heads=named(done), predicates=("status", *relation.when), state=relation.state)
    return Frame("whether", heads=named(done), predicates=(*relation.when, *relation.doer))


def _theirs(q: Question, verb: int, relation: Relation) -> Frame | Declined | None:
    """No asking word: 甲和乙的合作."""
    given = q.names()
    if relation.name == "cooperate" and 0 < len(given) < 3 and not as_things(given):
        q.use(*(one.at for one in given))
        return Frame("path" if len(given) == 2 else "partners", heads=named(given))
    return Declined("unclear")


def _text(operand: Operand) -> str:
    return operand.what.name if not isinstance(operand.what, Things) else ""
