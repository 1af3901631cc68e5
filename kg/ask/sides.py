"""Who does and what is done to: which side of a fact a question gives, and which it asks about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.frame import Kind, Things
from kg.ask.names import Named
from kg.ask.question import Operand, Question, can, types_of
from kg.ask.words import Relation

_PLACES = frozenset({"Park", "Region"})


def asked_kinds(q: Question) -> tuple[int | None, tuple[Kind, ...]]:
    """Where what is asked about stands, and of what kinds it is: 哪些高校, 高校有哪些; else the asking word."""
    ask = q.first("ask")
    if ask is None or q.tokens[ask].means not in ("which", "many", "who"):
        return None, ()
    following = q.after(ask)
    while following is not None and q.kind(following) in ("of", "state"):
        following = q.after(following)
    if q.kind(following) == "type" and following not in q.used and following is not None:
        q.use(ask, following)
        return following, q.kinds_at(following)
    leading = q.before(ask)
    if q.kind(leading) == "verb" and leading is not None and q.tokens[leading].means == "exist":
        leading = q.before(leading)
    if q.kind(leading) == "type" and leading not in q.used and leading is not None:
        q.use(ask, leading)
        return ask, q.kinds_at(leading)
    q.use(ask)
    return ask, ()


def side_asked(
    q: Question, relation: Relation, verb: int, at: int, kinds: Sequence[Kind], given: Sequence[Operand]
) -> str:
    """Which side of the relation is asked about, "object" or "subject" of its facts; empty: neither is possible.

    The order of words decides (what stands next before the verb does), and types may forbid it; where the order is
    free (哪些项目开工), and in a place, types decide first.
    """
    doer = relation.doer
    objects = can(kinds, doer, "object") and any(one.can(doer, "subject") for one in given)
    subjects = can(kinds, doer, "subject") and all(one.can(doer, "object") for one in given)
    if "locatedIn" in doer and kinds and not types_of(kinds) & _PLACES and all(one.types & _PLACES for one in given):
        return "subject" if subjects else ""
    if not relation.strict and objects != subjects:
        return "object" if objects else "subject"
    near = range(at, verb) if at < verb else range(verb)
    side = "object" if (not any(one.at in near for one in given)) == relation.active else "subject"
    return side if (objects if side == "object" else subjects) else ""


def is_place(q: Question, one: Operand) -> bool:
    """True where a 在 before it, or a 上 or 里 after it, makes the operand a place."""
    before, after = one.at - 1, one.at + 1
    if one.at and q.kind(before) == "at" and q.tokens[before].text != "从":
        return True
    return (
        after < len(q.tokens) and q.kind(after) == "at" and q.tokens[after].text not in ("在", "从", "自", "到", "往")
    )


def doers_and_done(
    q: Question, relation: Relation, verb: int, given: Sequence[Operand]
) -> tuple[list[Operand], list[Operand]]:
    """The operands that are objects of the relation's facts (who signs), and those that are subjects (what is signed).

    By type where an operand can be but one of them; else by the side of the verb on which it stands.
    """
    objects: list[Operand] = []
    subjects: list[Operand] = []
    for one in given:
        as_object, as_subject = one.can(relation.doer, "object"), one.can(relation.doer, "subject")
        if as_object and as_subject and len(given) == 1:
            as_object = False
        elif as_object and as_subject:
            # 甲是乙投资的: of what stands before the verb, the nearest does.
            ahead = [other for other in given if one.at < other.at < verb]
            does = one.at < verb and all(q.joined(one, other) for other in ahead)
            as_object = does == relation.active
        (objects if as_object else subjects).append(one)
    return objects, subjects


def named(operands: Sequence[Operand]) -> tuple[Named, ...]:
    """The names among the operands."""
    return tuple(one.what for one in operands if isinstance(one.what, Named))


def as_things(operands: Sequence[Operand]) -> Things | None:
    """The set among the operands, where there is one."""
    return next((one.what for one in operands if isinstance(one.what, Things)), None)
