"""How other ledgers call units and leaders, and which these are."""

from __future__ import annotations

import re

from wutong.foundation.imports.book import HOLD, Book, Draft
from wutong.foundation.imports.texts import fold
from wutong.people.models import Official, Unit, UnitAlias

UnitShelf = dict[str, Unit]


def unit_shelf(book: Book) -> UnitShelf:
    """Return units by every name a ledger may call them: full, short, former."""

    def load() -> UnitShelf:
        found: UnitShelf = {}
        for unit in Unit.objects.all():
            put_unit(found, unit, [])
        for alias in UnitAlias.objects.select_related("unit"):
            found.setdefault(fold(alias.name), alias.unit)
        return found

    return book.shelf("units", load)


def put_unit(shelf: UnitShelf, unit: Unit, former: list[str]) -> None:
    for name in [unit.name, unit.short_name, *former]:
        if name:
            shelf[fold(name)] = unit


def check_unit(draft: Draft, book: Book, name: str = "unit") -> Unit | None:
    """Return the unit a row names; one the roster does not know holds the row.

    Where the sheet has no column for it, the banner or the sheet's name may be a unit's.
    """
    text = draft.text(name)
    if not text and name == "unit" and name not in draft.context["blank"]:
        text = _unit_around(draft, book)
        draft.values[name] = text
    if not text:
        return None
    unit = unit_shelf(book).get(fold(text))
    if unit is None:
        words = f"单位“{draft.written(name)}”不在名册（全称、简称、曾用名）中，请改正或补登名册"
        draft.say("unknown_unit", HOLD, words, name)
    else:
        draft.values[f"{name}_name"] = unit.name
    return unit


ABOUT = re.compile(r"^\d+[.、]?|（[^）]*）$|(?:招商引资|签约|引进)?(?:项目|台账|情况|明细|表)+$")


def _unit_around(draft: Draft, book: Book) -> str:
    """Return the unit that the banner above a row, or else the sheet's name, says."""
    for told in (*reversed(draft.context["banner"].split("|")), draft.context["sheet"]):
        name = fold(told)
        for text in (name, ABOUT.sub("", ABOUT.sub("", name))):
            if text in unit_shelf(book):
                return text
    return ""


def unit_of(draft: Draft, book: Book, name: str = "unit") -> Unit | None:
    """Return the unit of a row that has been judged."""
    text = draft.text(name)
    return unit_shelf(book).get(fold(text)) if text else None


def leaders(book: Book) -> dict[str, Official]:
    """Return county leaders by name."""
    return book.shelf("leaders", lambda: {fold(o.name): o for o in Official.objects.leaders()})


def leader_in(text: str, book: Book) -> tuple[Official | None, str, str]:
    """Return who a cell like 王宏伟（副县长） means: the county leader, the name, the rank.

    Of several names the highest in rank leads; a name on no list is of no county rank.
    """
    names = [re.sub(r"（.*", "", part) for part in fold(text).split("、")]
    known = [who for name in names if (who := _leader(name, book))]
    if not known:
        return None, names[0] if names else "", Official.Rank.OFFICIAL
    order = [Official.Rank.PRINCIPAL, Official.Rank.COUNTY_LEADER]
    first = min(known, key=lambda o: order.index(Official.Rank(o.rank)))
    return first, first.name, first.rank


def _leader(name: str, book: Book) -> Official | None:
    """Return the county leader of that name, or whose name ends it: 县委书记张晓峰."""
    found = leaders(book).get(name)
    if found is None:
        ends = (known for known in leaders(book) if len(known) > 1 and name.endswith(known))
        found = leaders(book).get(max(ends, key=len, default=""))
    return found


def saved(official: Official | None) -> Official | None:
    return official if official is not None and official.pk else None
