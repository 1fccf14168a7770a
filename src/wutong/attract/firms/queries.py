"""Firms that may be one (疑似同一企业), and who has seen how a person is reached."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from rapidfuzz import fuzz

from wutong.attract.firms.models import ContactPerson, Firm, FirmDistinction
from wutong.foundation.audit.models import Trail
from wutong.foundation.imports.texts import fold
from wutong.foundation.regions import PROVINCES

ALIKE, VERY_ALIKE = 80, 90  # % at which names are taken for near; and for one by themselves
SHORTEST = 4  # letters of a short name that says who is meant: 宁德时代
TAIL, CITY = 6, 3  # letters by which ends of names are grouped; of a city before a name
WITH_TOO_MANY = 200  # what more firms share says nothing: a county's name, a switchboard
NOISE = re.compile(r"（.*?）|有限(?:责任)?公司|股份|控股|集团|总公司|分公司|公司|[\s，。、·-]")
BRACKETS = re.compile(r"（(?!集团|筹|中国|控股)(.*?)）")
PLACE = re.compile(
    rf"^(?:(?:{'|'.join(PROVINCES)})[^省市区县]{{0,4}}?(?:省|自治区)?)?"
    r"(?:[^省市区县]{2,6}(?:[市盟]|自治州))?(?:[^省市区县]{1,6}[县区旗])?"
)
ROWS = ("pk", "name", "credit_code", "legal_representative", "registered_address")
DIGITS = re.compile(r"\D")
SEEN = {"firms.person_opened": "查看", "firms.person_exported": "导出"}


@dataclass(frozen=True)
class FirmTwin:
    """Another firm that looks like this one, and why, in words."""

    key: int
    name: str
    why: str
    likeness: int  # % of the names


@dataclass(frozen=True)
class Likeness:
    """What firms are compared by."""

    key: int
    name: str
    core: str
    place: str  # the name's own
    code: str
    head: str  # the legal representative
    address: str
    phones: frozenset[str]


def core_of(name: str) -> str:
    """Return a firm's name without place, form and group: what people call it."""
    return parts_of(name)[0]


def parts_of(name: str) -> tuple[str, str]:
    """Return a firm's core and the place that its name gives, before it or in brackets."""
    folded = fold(name)
    found = PLACE.match(folded)
    before = found[0] if found else ""
    core = NOISE.sub("", folded[len(before) :])
    if not core:
        return folded, ""
    return core, before or "".join(BRACKETS.findall(folded))


def open_firm_twins(firms: QuerySet[Any], people: QuerySet[Any]) -> list[tuple[int, FirmTwin]]:
    """Return the pairs among these firms that wait for a decision, the likest first.

    `people` are the contact persons that the reader may see: their numbers speak, too.
    """
    pairs = FirmDistinction.objects.values_list("first", "second")
    decided = {frozenset(pair) for pair in pairs}
    found = [p for p in all_firm_twins(firms, people) if {p[0], p[1].key} not in decided]
    return sorted(found, key=lambda pair: (-pair[1].likeness, pair[0], pair[1].key))


def all_firm_twins(firms: QuerySet[Any], people: QuerySet[Any]) -> list[tuple[int, FirmTwin]]:
    """Return every pair that looks alike, each once: the earlier firm's key, and its twin."""
    groups: dict[str, list[Likeness]] = defaultdict(list)
    for row in _read(firms, people):
        groups[f"name {row.core[:SHORTEST]}"].append(row)
        groups[f"tail {row.core[-TAIL:]}"].append(row)
        for phone in row.phones:
            groups[f"phone {phone}"].append(row)
        if row.head:
            groups[f"head {row.head}"].append(row)
    pairs: dict[tuple[int, int], FirmTwin | None] = {}
    for group in groups.values():
        if len(group) > WITH_TOO_MANY:
            continue
        for first, second in combinations(group, 2):
            if (first.key, second.key) not in pairs:
                pairs[first.key, second.key] = _compare(first, second)
    return [(first, twin) for (first, _), twin in sorted(pairs.items()) if twin]


def _read(firms: QuerySet[Any], people: QuerySet[Any]) -> list[Likeness]:
    phones: dict[int, set[str]] = defaultdict(set)
    for key, phone in people.exclude(phone="").order_by().values_list("firm_id", "phone"):
        number = DIGITS.sub("", phone)[-11:]
        if len(number) >= 7:
            phones[key].add(number)
    return [
        Likeness(key, name, *parts_of(name), code, head, fold(address), frozenset(phones[key]))
        for key, name, code, head, address in firms.order_by("pk").values_list(*ROWS)
    ]


def _compare(mine: Likeness, other: Likeness) -> FirmTwin | None:
    """Take two for one by their names, or by names that are near and something besides.

    Two that have each a code of their own are two, however alike (GB 32100-2015).
    """
    if mine.code and other.code:
        return None
    near = round(fuzz.ratio(mine.core, other.core))
    short, long = sorted((mine.core, other.core), key=len)
    names = ""
    if _elsewhere(mine, other):
        names = ""
    elif mine.core == other.core:
        names = "名称相同（不计地名和公司字样）"
    elif near >= VERY_ALIKE or _within(short, long):
        names = "名称相近"
    besides = [
        words
        for words, same in (
            ("联系人电话相同", bool(mine.phones & other.phones)),
            ("法定代表人相同", bool(mine.head) and mine.head == other.head),
            ("注册地址相同", bool(mine.address) and mine.address == other.address),
        )
        if same
    ]
    if not names and near >= ALIKE and besides and not _elsewhere(mine, other):
        names = "名称相近"
    if not names and "联系人电话相同" not in besides:
        return None
    why = "、".join(filter(None, [names, *besides]))
    return FirmTwin(other.key, other.name, why, near)


def _elsewhere(mine: Likeness, other: Likeness) -> bool:
    """Return whether both names give a place, and not the same: a firm and its subsidiaries."""
    short, long = sorted((mine, other), key=lambda one: len(one.core))
    placed = long.core.endswith(short.core) and len(long.core) - len(short.core) <= CITY
    place = (long.core.removesuffix(short.core) if placed else "") + long.place
    return bool(place and short.place and place not in short.place and short.place not in place)


def _within(short: str, long: str) -> bool:
    """Return whether the short name begins the long one, or is it without its city (杭州)."""
    is_told = len(short) >= SHORTEST
    placed = long.endswith(short) and len(long) - len(short) <= CITY
    return is_told and (long.startswith(short) or placed)


def seen_by(person: ContactPerson) -> QuerySet[Trail]:
    """Return who opened or exported this person's data, newest first."""
    kind = ContentType.objects.get_for_model(ContactPerson)
    rows = Trail.objects.filter(kind=kind, key=person.pk, action__in=SEEN)
    return rows.select_related("actor").order_by("-pk")


def merged_into(key: int) -> Firm | None:
    """Return the standing firm into which a firm was merged, by however many steps."""
    firm = Firm.history.filter(pk=key, version_of=None).first()
    while firm is not None and firm.retired_at is not None:
        merger = (
            firm.merged_by.select_related("kept").filter(version_of=None, retired_at=None).first()
        )
        firm = merger.kept if merger is not None else None
    return firm
