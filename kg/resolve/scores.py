"""Two things in, how likely they are one out, with the reasons; None where nothing speaks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.resolve.anatomy import Anatomy, anatomy
from kg.resolve.lines import same_line
from kg.resolve.places import full_name
from kg.resolve.shortening import left_out
from kg.resolve.thing import Thing, compatible, near
from kg.resolve.words import is_common, known_names, name_parts, score, words

# Types that stand in one place: what their articles tell of places speaks for or against.
_SETTLED = frozenset({"Park", "Region", "Government", "Institution", "Project", "Research"})
# Signs that hold wherever the articles speak of the thing.
_SURE_ANYWHERE = frozenset({"code", "form", "known", "line"})
# Titled things are compared by `meetings`.
TITLED = frozenset({"Agreement", "Event", "Policy"})
_LEGAL_FREE = frozenset({"Company", "Research", "Institution"})
_TELLING = 5  # characters from which on even common words make a name of its own


@dataclass(frozen=True, slots=True)
class Finding:
    """What speaks for two things being one: the score, the reasons with their shares, the sign that weighs most, and
    which of the two names is the shorter form (-1 left, 1 right, 0 neither)."""

    score: float
    reasons: tuple[str, ...]
    sign: str
    short: int = 0


def compare(a: Thing, b: Thing) -> Finding | None:
    """The strongest sign that two things are one, weighed by what their articles tell of places."""
    if not compatible(a.types, b.types) or (a.type in TITLED and b.type in TITLED):
        return None
    best = max(_signs(a, b), key=lambda row: (score(row[0]), row), default=None)
    if best is None:
        return None
    sign, said, short = best
    total, reasons = score(sign), [f"{score(sign):.2f} {said}"]
    if context := _context(a, b, sign):
        total += score(context)
        reasons.append(f"{score(context):+.2f} {'the same region' if context == 'region' else 'other regions'}")
    return Finding(round(min(max(total, 0.0), 1.0), 4), tuple(reasons), sign, short)


def _context(a: Thing, b: Thing, sign: str) -> str:
    """Whether places speak for (`region`) or against (`elsewhere`) the two being one."""
    if sign in _SURE_ANYWHERE or not a.around | a.places or not b.around | b.places:
        return ""
    if a.places and b.places:
        return "region" if near(a.places, b.places) else ("elsewhere" if _settled(a, b) else "")
    left, right = a.places or a.around, b.places or b.around
    if near(left, right):
        return "region"
    if sign.startswith("alias") and {code[:2] for code in left} & {code[:2] for code in right}:
        return ""
    return "elsewhere" if _settled(a, b) or sign.startswith("alias") else ""


def _settled(a: Thing, b: Thing) -> bool:
    return a.type in _SETTLED and b.type in _SETTLED


def conflict(a: Thing, b: Thing) -> str:
    """Why two things cannot be one by their names, whatever speaks for it; empty where they can."""
    left, right = a.anatomy, b.anatomy
    if left.marks != right.marks:
        return f"other numbers: {' '.join(left.marks) or 'none'} and {' '.join(right.marks) or 'none'}"
    if left.body and right.body and left.body != right.body and not _same_body(left, right):
        return f"other kinds of body: {left.body} and {right.body}"
    if len(left.places) == len(right.places) == 1 and not near(left.places, right.places) and _settled(a, b):
        return f"other regions: {full_name(left.places[0])} and {full_name(right.places[0])}"
    return ""


def _same_body(a: Anatomy, b: Anatomy) -> bool:
    """A company's name without its legal form ends in whatever it is: 联合微电子中心."""
    return "公司" in (a.body, b.body) and a.stem == b.stem


def _signs(a: Thing, b: Thing) -> Iterator[tuple[str, str, int]]:
    """(sign, what it says, which is the shorter)."""
    left, right = a.anatomy, b.anatomy
    yield from _told(a, b)
    if a.type == "Region" and b.type == "Region":
        yield from _regions(a, b)
        return
    if conflict(a, b):
        return
    if left.form == right.form and _form_tells(a, b):
        yield "form", f"the same name in other writing: {b.label}", 0
    known = known_names()
    if (one := known.get(a.form)) and one == known.get(b.form):
        yield "known", f"both are {one}", 0
    if a.type == b.type == "Project" and same_line(a.label, b.label):
        yield "line", "the places that the line joins", 0
    yield from _stems(a, b)
    yield from _shortened(a, b)


def _form_tells(a: Thing, b: Thing) -> bool:
    """A name without a name of its own (管委会) says nothing where its place is not known."""
    taken = a.anatomy
    return not taken.bare or bool(taken.places) or bool(a.qualified and b.qualified)


def _told(a: Thing, b: Thing) -> Iterator[tuple[str, str, int]]:
    """Declared short forms and former names."""
    for one, other, side in ((a, b, 1), (b, a, -1)):
        name = other.form
        if name in one.former_forms:
            yield "renamed", f"{one.label} was {other.label} before", side
        elif name in one.alias_forms and not _taken_apart(one, other):
            yield ("alias" if len(name) > 2 else "alias_short"), f"short form {other.label}", side


def _taken_apart(long: Thing, short: Thing) -> bool:
    """A short form may lack numbers and kind of the name that it stands for, and has no others."""
    return bool(set(short.anatomy.marks) - set(long.anatomy.marks))


def _regions(a: Thing, b: Thing) -> Iterator[tuple[str, str, int]]:
    left, right = a.anatomy, b.anatomy
    if len(left.places) == 1 and left.places == right.places and left.form == right.form:
        yield "code", f"both are {full_name(left.places[0])}", 0
    elif left.form == right.form and not left.places:
        yield "form", f"the same name in other writing: {b.label}", 0
    elif (one := known_names().get(left.stem)) and one == known_names().get(right.stem):
        yield "known", f"both are {one}", 0


def _stems(a: Thing, b: Thing) -> Iterator[tuple[str, str, int]]:
    """The same core: legal form, 中国, or the place before it left out."""
    left, right = a.anatomy, b.anatomy
    if left.stem != right.stem or left.bare or right.bare or len(left.stem) < 2:
        yield from _other_stems(a, b)
        return
    short = 1 if len(a.label) > len(b.label) else -1
    company = "公司" in (left.body, right.body)
    if company and (not {a.type, b.type} <= _LEGAL_FREE or _two_persons(a, b)):
        return
    same_place = set(left.places) == set(right.places)
    if is_common(left.stem) and not (same_place and (left.places or len(left.stem) >= _TELLING)):
        return
    if same_place:
        if company:
            yield "legal", "the name without its legal form", short
        else:
            yield "nation", "the name without 中国 or 国家", short
    elif not left.places or not right.places:
        if left.bracket or right.bracket:
            yield "bracket", "the name without the place in brackets", short
        elif company or not left.stem.endswith(words("place_tells")):
            yield "place", f"the name without {_place(left, right)}", short


def _place(a: Anatomy, b: Anatomy) -> str:
    return full_name((a.places or b.places)[0])


def _other_stems(a: Thing, b: Thing) -> Iterator[tuple[str, str, int]]:
    """The place elsewhere in the name, and a company's name without words that any company may have."""
    for one, other, side in ((a, b, 1), (b, a, -1)):
        long, short = one.anatomy, other.anatomy
        if long.bracket and short.places == long.places and _bracket_short(one, other):
            yield "bracket", f"the place in brackets and the rest: {other.label}", side
        if long.body == "公司" and {a.type, b.type} <= _LEGAL_FREE and short.body in ("", "公司"):
            rest = long.stem.removeprefix(short.stem)
            own = len(short.stem) > 1 and not short.bare and not short.places and not is_common(short.stem)
            here = not long.places or near(long.places, other.places | other.around)
            if rest != long.stem and rest in name_parts("business") and own and here:
                yield "legal_short", f"the company's name without {rest}", side
    if len(a.anatomy.places) != len(b.anatomy.places) and loose(a) == loose(b) != "":
        yield "order", "the same words and places in another order", 0


def _two_persons(a: Thing, b: Thing) -> bool:
    """A group and its listed company: 中国能源建设集团有限公司 and 中国能源建设股份有限公司."""
    left, right = ({word for word in words("person") if word in thing.label} for thing in (a, b))
    return bool(left and right and not left & right)


def _bracket_short(long: Thing, short: Thing) -> bool:
    """重庆科学城 is 西部(重庆)科学城: what stands behind the brackets, with the place."""
    behind = anatomy(long.label).stem.endswith(short.anatomy.stem)
    return behind and short.anatomy.stem == long.form.rpartition(")")[2]


def loose(thing: Thing) -> str:
    """A name's words without places and 国家, and the places' codes in order; empty where it has none."""
    from kg.resolve.places import find_places

    if thing.type in ("Company", "University", "Region") or len(thing.label) > 24:
        return ""
    taken = thing.anatomy
    stem, codes = taken.stem, list(taken.places)
    found = [row for row in find_places(stem) if len(row[2]) == 1]
    for start, end, inner in reversed(found):
        stem = stem[:start] + stem[end:]
        codes += inner
    return f"{stem}|{' '.join(sorted(set(codes)))}" if codes and len(stem) > 3 else ""


def _shortened(a: Thing, b: Thing) -> Iterator[tuple[str, str, int]]:
    if a.anatomy.stem == b.anatomy.stem or {a.type, b.type} & {"Company", "University", "Region", "Industry"}:
        return
    one, other, side = (a, b, 1) if len(a.anatomy.stem) > len(b.anatomy.stem) else (b, a, -1)
    if other.anatomy.bare or other.anatomy.stem.endswith(words("place_tells")):
        return
    found = left_out(other.anatomy, one.anatomy)
    if found is not None and one.articles.isdisjoint(other.articles):
        sure, gaps = found
        yield ("gaps" if sure else "gaps_unsure"), f"{one.label} without {'、'.join(gaps)}", side
