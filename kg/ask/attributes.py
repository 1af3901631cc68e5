"""Questions about one side of a fact by its name or its kind: when, where, how much, signatories, industries."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from kg.ask.frame import MOST, Declined, Frame, Kind, Things
from kg.ask.question import Operand, Question, can, types_of
from kg.ask.sets import tied, timed
from kg.ask.sides import as_things, asked_kinds, named
from kg.ask.words import Relation, listed, relations, types
from kg.vocabulary import DATE_PREDICATES, DOMAINS, PREDICATES

_PLACE, _PARENT = ("locatedIn", "partOf"), ("subsidiaryOf", "partOf", "locatedIn")
_MONEY, _AREA, _STATUS = ("totalInvestment",), ("area",), ("status",)
_ASKED = {"money": _MONEY, "area": _AREA, "status": _STATUS}
# What bears a fact, where the question names only whose it is: 甲和乙的合作领域 are those of their agreements.
_BEARERS = {
    "cooperationArea": "Agreement",
    "totalInvestment": "Project",
    "annualInvestment": "Project",
    "status": "Project",
}


def by_attribute(q: Question) -> Frame | Declined | None:
    """The frame of a question about an attribute; None: it is none."""
    role, ask = _role(q), q.first("ask")
    means = q.tokens[role].means if role is not None else ""
    asked = q.tokens[ask].means if ask is not None else ""
    if means in ("when", "place"):
        q.use(role)
        asked, role = ("when" if means == "when" else "where"), None
        if ask is not None and q.tokens[ask].means in ("which", "when", "where", "many"):
            q.use(ask)
    if role is not None:
        return _by_role(q, role, means)
    if asked == "many" and ask is not None and q.kind(q.after(ask)) in ("", "whether") and _invests(q):
        asked = "money"
    if asked == "where" and ask is not None and q.kind(ask - 1) == "name" and len(q.names()) > 1:
        # 甲位于乙哪个区, 甲与乙哪个区签了: a place within 乙, which is not told apart.
        return Declined("unclear", q.tokens[ask].text)
    if asked in ("when", "where") or asked in _ASKED:
        return _by_asking(q, ask, asked)
    return None


def _invests(q: Question) -> bool:
    return {q.tokens[i].means for i in q.verbs()} in ({"invest"}, {"found"})


def _role(q: Question) -> int | None:
    """The word that names the side of a fact asked about: the last, where several stand together (合作 领域 情况)."""
    weak = ("everything", "names", "articles", "timeline", "path", "partner")
    roles = [i for i in q.all("role") if q.tokens[i].means not in weak]
    for i in list(roles):
        # 集成电路产业 is an industry by its name.
        if q.tokens[i].means == "industry" and any("Industry" in one.types and one.at == i - 1 for one in q.operands):
            q.use(i)
            roles.remove(i)
    if not roles:
        return None
    for i in q.all("role"):
        if q.tokens[i].means == "everything":
            q.use(i)
    return roles[0] if len(roles) == 1 else None


def _by_role(q: Question, role: int, means: str) -> Frame | Declined | None:
    inverse = means.startswith("^")
    predicates = listed(means.removeprefix("^"))
    if means == "scale":
        predicates = ("totalInvestment", "area")
    if means == "parent":
        predicates = _PARENT
    holder_asked = _holder_asked(q, role)
    q.use(role, *q.all("how"))
    q.use(*(i for i in q.all("verb") if q.tokens[i].means in _verbs_with(predicates)))
    if q.first("whether") is not None and len(q.names()) > 1:
        return _whether(q, role, predicates, inverse)
    _, kinds = asked_kinds(q)
    q.use(*(i for i in q.all("ask") if q.tokens[i].means in ("money", "area", "status", "many", "when", "where")))
    given = q.names()
    if inverse != holder_asked:
        if not kinds and len(q.all("type")) == 1:
            kinds = q.kinds_at(q.all("type")[0])
            q.use(*q.all("type"))
        fits = given and all(one.can(predicates, "object") for one in given) and not as_things(given)
        if not fits or not can(kinds, predicates, "subject"):
            return Declined("mismatch", q.tokens[role].text)
        q.use(*(one.at for one in given))
        wanted = kinds or (Kind("Entity"),)
        return Frame("list", things=timed(q, Things(wanted, fact=predicates, by=named(given))))
    return valued(q, predicates, kinds, None, None)


def _holder_asked(q: Question, role: int) -> bool:
    """True where the question asks whose it is: 甲是哪些项目的投资方, 投资方是甲的项目."""
    before = q.before(role)
    if q.kind(before) != "of" or before is None:
        return False
    before = q.before(before)
    if q.kind(before) == "type" and before is not None:
        return q.kind(q.before(before)) == "ask"
    return q.kind(before) == "ask" and before is not None and q.tokens[before].means in ("who", "which")


def _verbs_with(predicates: Sequence[str]) -> set[str]:
    """Verbs that only carry a noun of these predicates: 在哪些领域合作, 签署的合作领域, 聚焦哪些产业."""
    carried = {"exist", "concern", "contain", "make"}
    if "cooperationArea" in predicates:
        carried |= {"cooperate", "sign", "build"}
    if "industry" in predicates:
        carried |= {"engage", "contain"}
    if set(predicates) & {"totalInvestment", "annualInvestment"}:
        carried |= {"invest"}
    if set(predicates) & {"locatedIn"}:
        carried |= {"locate", "belong"}
    carried |= {r.name for r in relations().values() if set(predicates) & {*r.doer, *r.when}}
    return carried


def _whether(q: Question, role: int, predicates: tuple[str, ...], inverse: bool) -> Frame | Declined:
    """甲是乙的子公司吗: the one before the noun is whose it is."""
    given = q.names()
    q.use(q.first("whether"), *(one.at for one in given))
    holder = max((one for one in given if one.at < role), key=lambda one: one.at, default=None)
    others = [one for one in given if one is not holder]
    if holder is None or len(others) != 1 or as_things(given):
        return Declined("mismatch", q.tokens[role].text)
    subject, object_ = (others[0], holder) if inverse else (holder, others[0])
    if not (subject.can(predicates, "subject") and object_.can(predicates, "object")):
        return Declined("mismatch", q.tokens[role].text)
    return Frame("whether", heads=named([subject]), predicates=predicates, to=named([object_]))


def _by_asking(q: Question, ask: int | None, asked: str) -> Frame | Declined | None:
    verbs = q.verbs()
    relation = q.relation(verbs[0]) if verbs else None
    if len({q.tokens[i].means for i in verbs}) > 1:
        return Declined("several")
    q.use(ask, *verbs)
    if asked in _ASKED:
        carried = relation is None or relation.name in (
            "invest",
            "build",
            "complete",
            "start",
            "hold",
            "contain",
            "sign",
        )
        if not carried:
            return Declined("mismatch", q.tokens[verbs[0]].text)
        by = relation if relation and relation.name in ("invest", "build", "found") else None
        return valued(q, _ASKED[asked], (), by, verbs[0] if verbs else None)
    predicates = (relation.when if asked == "when" else relation.where) if relation else ()
    if relation and relation.name == "cooperate":
        predicates = ("signedOn",) if asked == "when" else ()
    if relation and not predicates:
        return Declined("mismatch", q.tokens[verbs[0]].text)
    if not relation:
        predicates = _by_type(q.names(), asked)
    if not predicates:
        return Declined("unclear")
    return valued(q, predicates, (), relation, verbs[0] if verbs else None)


def _by_type(given: Sequence[Operand], asked: str) -> tuple[str, ...]:
    """The dates or places that things of these types have."""
    found: dict[str, None] = {}
    for one in given:
        for kind in sorted(one.types):
            has = types().get(kind)
            found |= dict.fromkeys((has.when if asked == "when" else has.where) if has else ())
    return tuple(p for p in PREDICATES if p in found)


def valued(
    q: Question, predicates: tuple[str, ...], kinds: tuple[Kind, ...], relation: Relation | None, verb: int | None
) -> Frame | Declined:
    """The values of the predicates, of what the question names or of what is its own."""
    given = q.names()
    nouns = q.all("type")
    fit = [one for one in given if one.can(predicates, "subject")]
    active = relation if relation and relation.active else None
    if active and active.name != "cooperate":
        fit = [one for one in fit if one.can(active.doer, "subject")]
    fit = _done(q, fit, verb)
    rest = [one for one in given if one not in fit]
    if fit and rest and not (active and all(one.can(active.doer, "object") for one in rest)):
        return Declined("unused", _text(rest[0]))
    if not fit:
        return _of_theirs(q, predicates, kinds, active, given)
    q.use(*(one.at for one in given))
    q.use(*(i for i in nouns if types_of(q.kinds_at(i)) & frozenset().union(*(one.types for one in fit))))
    things = as_things(fit)
    check = active.doer if active and rest else ()
    frame = Frame("value", named(fit), things, predicates, kinds, check=check, to=named(rest))
    if things is None and set(predicates) <= set(DATE_PREDICATES):
        frame = replace(frame, time=q.time())
    return frame


def _done(q: Question, fit: list[Operand], verb: int | None) -> list[Operand]:
    """Of several that fit: the whole list (甲和乙), else what stands after the verb, else the last."""
    if len(fit) < 2 or all(q.joined(a, b) for a, b in itertools.pairwise(fit)):
        return fit
    after = [one for one in fit if verb is not None and one.at > verb]
    return after or fit[-1:]


def _of_theirs(
    q: Question, predicates: tuple[str, ...], kinds: tuple[Kind, ...], relation: Relation | None, given: list[Operand]
) -> Frame | Declined:
    """The values for the things that are somebody's: when 甲 signed (its agreements), how much 乙 invested."""
    nouns = q.all("type")
    bearer: tuple[Kind, ...] = tuple(kind for i in nouns for kind in q.kinds_at(i))
    if relation and not bearer:
        bearer = (Kind("Agreement"),) if relation.name == "cooperate" else (Kind(relation.type),)
    if not bearer:
        bearer = (Kind(_bearer(predicates)),)
    if not given or as_things(given) or not can(bearer, predicates, "subject"):
        return Declined("mismatch", _text(given[0]) if given else "")
    doer = ("signatory",) if relation and relation.name == "cooperate" else relation.doer if relation else ()
    if doer and all(one.can(doer, "object") for one in given) and can(bearer, doer, "subject") and len(given) <= MOST:
        things: Things | None = Things(bearer, fact=doer, by=named(given))
    else:
        things = tied(bearer, given) if not relation else None
    if things is None:
        return Declined("mismatch", _text(given[0]))
    q.use(*nouns, *(one.at for one in given))
    return Frame("value", things=timed(q, things), predicates=predicates, kinds=kinds)


def _bearer(predicates: tuple[str, ...]) -> str:
    for predicate in predicates:
        if predicate in _BEARERS:
            return _BEARERS[predicate]
        if len(DOMAINS[predicate]) == 1:
            return DOMAINS[predicate][0]
    return "Entity"


def _text(operand: Operand) -> str:
    return operand.what.name if not isinstance(operand.what, Things) else ""
