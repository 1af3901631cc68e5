"""Who does and what is done to: which side of a fact a question gives, and which it asks about."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ask.frame import Kind, Things
from kg.ask.names import Named
from kg.ask.question import Operand, Question, can
from kg.ask.words import Relation


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

    Types decide where they can. Else order does: what stands before the verb does, what stands after is done to.
    """
    doer = relation.doer
    objects = can(kinds, doer, "object") and any(one.can(doer, "subject") for one in given)
    subjects = can(kinds, doer, "subject") and all(one.can(doer, "object") for one in given)
    if objects != subjects:
        return "object" if objects else "subject"
    if not objects:
        return ""
    actor_asked = True if at < verb else not any(one.at < verb for one in given)
    return "object" if actor_asked == relation.active else "subject"


def doers_and_done(relation: Relation, verb: int, given: Sequence[Operand]) -> tuple[list[Operand], list[Operand]]:
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
            before = one.at < verb
            as_object = before == relation.active
        (objects if as_object else subjects).append(one)
    return objects, subjects


def named(operands: Sequence[Operand]) -> tuple[Named, ...]:
    """The names among the operands."""
    return tuple(one.what for one in operands if isinstance(one.what, Named))


def as_things(operands: Sequence[Operand]) -> Things | None:
    """The set among the operands, where there is one."""
    return next((one.what for one in operands if isinstance(one.what, Things)), None)
