"""Profiles in, things out: one for each name, and several where one name is of several (鼓楼区, 管委会)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from kg.resolve.anatomy import Anatomy, anatomy
from kg.resolve.context import is_homonym
from kg.resolve.places import chain_name, city_of, full_name, read_place, settle
from kg.resolve.profile import Profile
from kg.resolve.thing import Thing
from kg.resolve.words import known_names, name_parts, words

_TITLED = frozenset({"Agreement", "Policy", "Event"})


@dataclass(frozen=True, slots=True)
class Bearer:
    """Which of the bearers of its name a profile means: `tells` apart (empty: the context does not say; None: the
    name is of one thing), `label` the name that says so."""

    tells: str | None
    label: str = ""
    code: str = ""


ONE = Bearer(None)
UNSURE = Bearer("")


def split(profiles: Iterable[Profile]) -> list[Thing]:
    """The things that the profiles tell of, in the order of their ids. The order of profiles does not matter."""
    groups: dict[tuple[str, bool], list[Profile]] = defaultdict(list)
    for profile in sorted(profiles, key=attrgetter("article", "entity")):
        groups[profile.entity, profile.local].append(profile)
    things = [thing for key, group in groups.items() for thing in _split(key[0], key[1], group)]
    things.sort(key=lambda thing: (thing.id, thing.local))
    for index, thing in enumerate(things):
        thing.index = index
    return things


def _split(raw: str, local: bool, group: Sequence[Profile]) -> list[Thing]:
    bearers: dict[Bearer, list[Profile]] = defaultdict(list)
    for profile in group:
        bearers[bearer(profile)].append(profile)
    name = group[0].names[0] if group[0].names else raw
    if not local and len(bearers) == 1 and ONE in bearers:
        return [Thing(raw, False, name, list(group))]
    sure = [one for one in bearers if one.tells]
    if local:
        best = sure[0] if sure else ONE
        return [Thing(raw, True, best.label or name, list(group), best.label, (best.code,) if best.code else ())]
    things: list[Thing] = []
    yearly = group[0].types[:1] == ("Event",)
    if yearly and len(sure) < 2:
        return [Thing(raw, False, name, list(group))]
    for one, own in sorted(bearers.items(), key=lambda item: (item[0].tells or "", item[0].label)):
        if one.tells is None:
            things.append(Thing(raw, False, name, own))
        elif one.tells and not one.label:
            things.append(Thing(f"{raw}@{one.tells}", False, name, own))
        elif one.tells:
            things.append(Thing(f"{raw}@{one.tells}", False, one.label, own, one.label, (one.code,)))
        else:
            things += [Thing(f"a/{p.article}/{raw}", True, name, [p]) for p in own]
    return things


def bearer(profile: Profile) -> Bearer:
    """Which thing a profile's name means, by the profile's own context."""
    name = profile.names[0] if profile.names else profile.entity
    kind = profile.types[0] if profile.types else ""
    taken = anatomy(name, kind == "Region")
    around = tuple(filter(None, (profile.home, *profile.places, *profile.around)))
    if kind == "Event" and not profile.local and not taken.marks:
        years = {date[:4] for date in profile.dates or profile.told}
        return Bearer(years.pop()) if len(years) == 1 else UNSURE
    if kind in _TITLED or kind == "Industry":
        return ONE
    if len(taken.places) > 1:
        return _of_several_places(name, taken, around, kind)
    if is_homonym(name) and name not in known_names():
        return Bearer(profile.full, profile.full)
    if kind == "Region" or not taken.bare or taken.places or name in known_names():
        return ONE
    return _bare(profile, taken) or (ONE if profile.local else UNSURE)


def _of_several_places(name: str, taken: Anatomy, around: Sequence[str], kind: str) -> Bearer:
    """鼓楼区, 鼓楼区人民法院: of the district that the context speaks for."""
    codes = settle(taken.places, around)
    if len(codes) != 1:
        return UNSURE
    place = chain_name(codes[0])
    rest = "" if kind == "Region" else taken.form[read_place(taken.form)[0] :]
    return Bearer(place, place + rest, codes[0])


def _bare(profile: Profile, taken: Anatomy) -> Bearer | None:
    """管委会 of the zone named before; 高新区, 市科技局 of the city that the article is about."""
    form = taken.form
    if taken.body in ("管委会", "执委会", "理事会") or (taken.body and form.startswith(name_parts("zone"))):
        host = _host(profile, form, taken.body)
        if host:
            own = form[len(_zone_before(form)) :]
            return Bearer(host, host + own)
    if _everywhere(form) or profile.types[:1] == ("Government",):
        code = _home(profile, form)
        if code:
            rest = form[1:] if form[:1] in words("level") else form
            return Bearer(full_name(code), full_name(code) + rest, code)
    return None


def _zone_before(form: str) -> str:
    """The zone's kind with which 园区管委会, 示范区执委会 begin."""
    kinds = (*name_parts("zone"), "园区", "工业园", "产业园", "科技园")
    return next((kind for kind in sorted(kinds, key=len, reverse=True) if form.startswith(kind)), "")


def _host(profile: Profile, form: str, body: str) -> str:
    """The zone whose committee is meant: the nearest that is of the kind said."""
    kind = _zone_before(form)
    for zone in profile.zones:
        if anatomy(zone).form.endswith(kind or ""):
            return zone
    return ""


def _everywhere(form: str) -> bool:
    return form in words("unique") or anatomy(form).body in ("医院", "法院", "检察院", "中院", "博物馆", "海关")


def _home(profile: Profile, form: str) -> str:
    """The code of the city (省委: the province, 县委: the county) that the article is about near the name."""
    level = form[:1] if form[:1] in words("level") else ""
    for code in filter(None, (profile.home, *profile.places, *profile.around)):
        if level == "省" or level == "自治区":
            return code[:2]
        if level in ("区", "县", "旗"):
            if len(code) == 6:
                return code
        elif city := city_of(code):
            return city
    return ""
