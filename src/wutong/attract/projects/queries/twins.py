"""Projects that may be one (疑似重复): reported by two units, signed again at another fair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz, process

from wutong.attract.leads.matching import core_of
from wutong.attract.projects.models import Distinction, Project

ALIKE = 80  # % at which names, sites or contents are taken for one: two words differ in ten
ROWS = ("pk", "name", "investor", "investor__name", "site", "content", "lead_unit__name")
ASPECTS = ("投资方", "名称", "建设地点", "建设内容")  # in the order of a row's cores
INVESTOR, NAME = 0, 1
WITH_TOO_MANY = 400  # an investor or name borne by more says nothing: 本级财政, 配套设施


@dataclass(frozen=True)
class Twin:
    """Another project that looks like this one, and why, in words."""

    key: int
    name: str
    unit: str
    why: str
    likeness: int  # %


@dataclass(frozen=True)
class Likeness:
    """What projects are compared by: investor, name, site and content without their noise."""

    key: int
    name: str
    unit: str
    investor: int | None
    cores: tuple[str, ...]  # in the order of ASPECTS


def twins_of(project: Project) -> list[Twin]:
    """Return the standing projects that look like this one, the likest first."""
    return twins_among([project]).get(project.pk, [])


def twins_among(projects: Iterable[Project]) -> dict[int, list[Twin]]:
    """Return of each of these the standing projects that look like it, the likest first.

    Compared are those of the same name or the same investor, in two queries for them all.
    """
    mine = _read(Project.objects.filter(pk__in={project.pk for project in projects}))
    same_name = Q(name__in={row.name for row in mine})
    same_investor = Q(investor__in={row.investor for row in mine if row.investor})
    every = _read(Project.objects.filter(same_name | same_investor))
    named = _grouped((row.name, row) for row in every)
    invested = _grouped((row.investor, row) for row in every if row.investor)
    found = {}
    for row in mine:
        near = _agreeing(row, invested.get(row.investor), INVESTOR)
        near |= _agreeing(row, named.get(row.name), NAME)
        twins = [twin for other in near.values() if (twin := _compare(row, other))]
        found[row.key] = sorted(twins, key=lambda twin: (-twin.likeness, twin.key))
    return found


@dataclass(frozen=True)
class Group:
    """Projects that agree in one aspect; their cores by aspect, None for what says nothing."""

    rows: list[Likeness]
    cores: list[list[str | None]]


def _grouped(pairs: Iterable[tuple[Any, Likeness]]) -> dict[Any, Group]:
    groups: dict[Any, list[Likeness]] = defaultdict(list)
    for key, row in pairs:
        groups[key].append(row)
    return {
        key: Group(rows, [[row.cores[n] or None for row in rows] for n in range(len(ASPECTS))])
        for key, rows in groups.items()
        if 1 < len(rows) <= WITH_TOO_MANY
    }


def _agreeing(row: Likeness, group: Group | None, shared: int) -> dict[int, Likeness]:
    """Return by key those of a group that are like a row in another aspect than the shared one.

    Two aspects make a twin: the rest of a large group need not be compared pair by pair.
    """
    found: dict[int, Likeness] = {}
    for aspect, core in enumerate(row.cores):
        if core and group is not None and aspect != shared:
            like = process.extract(
                core, group.cores[aspect], scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
            )
            found |= {group.rows[at].key: group.rows[at] for _, _, at in like}
    found.pop(row.key, None)
    return found


def all_twins(projects: QuerySet[Any] | None = None) -> list[tuple[int, Twin]]:
    """Return every pair that looks alike, each once: the earlier project's key, and its twin."""
    rows = _read(Project.objects.all() if projects is None else projects)
    groups: dict[str, list[Likeness]] = defaultdict(list)
    for row in rows:
        for aspect, core in zip(ASPECTS[:2], row.cores, strict=False):
            if core:
                groups[f"{aspect} {core}"].append(row)
    pairs: dict[tuple[int, int], Twin | None] = {}
    for group in groups.values():
        if len(group) > WITH_TOO_MANY:
            continue
        for first, second in combinations(group, 2):
            if (first.key, second.key) not in pairs:
                pairs[first.key, second.key] = _compare(first, second)
    return [(first, twin) for (first, _), twin in sorted(pairs.items()) if twin]


def told_apart() -> set[frozenset[int]]:
    """Return the pairs that somebody decided are not one."""
    pairs = Distinction.objects.values_list("first", "second")
    return {frozenset(pair) for pair in pairs}


def open_twins(projects: QuerySet[Any]) -> list[tuple[int, Twin]]:
    """Return the pairs among these projects that wait for a decision, the likest first."""
    decided = told_apart()
    found = [p for p in all_twins(projects) if frozenset((p[0], p[1].key)) not in decided]
    return sorted(found, key=lambda pair: (-pair[1].likeness, pair[0], pair[1].key))


def _read(projects: QuerySet[Any]) -> list[Likeness]:
    rows = projects.order_by("pk").values_list(*ROWS)
    return [
        Likeness(key, name, unit or "", firm, tuple(map(core_of, (investor, name, site, content))))
        for key, name, firm, investor, site, content, unit in rows
    ]


def _compare(mine: Likeness, other: Likeness) -> Twin | None:
    """Take two for one when investor and name agree, or one of them with site and content."""
    shares = [likeness(*pair) for pair in zip(mine.cores, other.cores, strict=True)]
    alike = [aspect for aspect, share in zip(ASPECTS, shares, strict=True) if share]
    if len(alike) < 2 or not set(ASPECTS[:2]) & set(alike):
        return None
    why = "、".join(alike) + "相同或相近"
    return Twin(other.key, other.name, other.unit, why, round(sum(shares) / len(alike)))


def likeness(one: str, two: str) -> float:
    """Return how far two texts agree, in % of their letters; 0 below what counts as alike."""
    return fuzz.ratio(one, two, score_cutoff=ALIKE) if one and two else 0.0
