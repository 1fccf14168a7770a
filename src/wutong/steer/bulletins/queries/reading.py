"""Reading a report: every figure of a template, its printed text, and the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from wutong.foundation.documents.composition import Composition, compose
from wutong.foundation.documents.prose import (
    Blank,
    Place,
    Prose,
    Several,
    Value,
    as_runs,
    shown,
    without,
)
from wutong.foundation.money import in_wan, in_yi, plain, rounded
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Figure, Metric, Names
from wutong.metrics.registry import catalogue
from wutong.people.models import COUNTY_ONLY, EVERYONE
from wutong.steer.bulletins.models import Report, Template

CONVERT = {"万元": in_wan, "亿元": in_yi}
MISSING = "【待填"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the report as read: what is printed there, and what stands behind it."""

    id: str
    figure: str
    label: str
    value: str | list[str] | None
    unit: str
    text: str
    size: int
    withheld: str = ""
    is_missing: bool = False
    why: str = ""  # what keeps the figure from being told, where that is a rule of counting

    def as_json(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "id": self.id,
            "metric": self.figure,
            "value": self.value,
            "unit": self.unit,
            "text": self.text,
            "rows": self.size,
        }
        return told | ({"withheld": self.withheld} if self.withheld else {})


@dataclass(frozen=True)
class Answer:
    """A report as read at one moment."""

    ask: Ask
    title: str
    slots: list[Slot]
    pieces: list[tuple[int | None, str]]
    withheld: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.pieces)

    @property
    def missing(self) -> list[Slot]:
        return [slot for slot in self.slots if slot.is_missing]

    @property
    def lacks_title(self) -> bool:
        return MISSING in self.title

    def as_json(self) -> dict[str, Any]:
        known = timezone.localdate(self.ask.known_at) if self.ask.known_at else timezone.localdate()
        return {
            "period": self.ask.period.code,
            "cutoff": self.ask.cutoff.isoformat(),
            "known_on": known.isoformat(),
            "title": self.title,
            "slots": [slot.as_json() for slot in self.slots],
            "missing": [slot.id for slot in self.missing],
            "withheld": self.withheld,
            "text": self.text,
        }

    def composition(self, *, footer: str = "", signed_by: str = "", dated: str = "") -> Composition:
        runs = as_runs(self.pieces, [slot.id for slot in self.slots])
        return compose(self.title, runs, footer=footer, signed_by=signed_by, dated=dated)


def read_report(template: Template, ask: Ask) -> Answer:
    """Read a template at an ask. Raises BadTemplate for what it should not say."""
    prose, heading = Prose(template.text), Prose(template.title)
    for text in (prose, heading):
        text.require(catalogue)
    told = {name: filled(catalogue[name], ask) for name in {*prose.names, *heading.names}}
    values = {name: said.value for name, said in told.items()}
    gates = {name: said.withheld for name, said in told.items() if said.withheld}
    pieces = prose.runs(values)
    ids = slot_ids(template, prose.places)
    slots = _slots(ids, prose.places, pieces, told)
    order = {name: at for at, name in enumerate(slots)}
    held_back = {n for n, place in enumerate(prose.places) if place.figure in gates}
    kept = [(None if n is None else order[ids[n]], text) for n, text in without(pieces, held_back)]
    hidden: dict[str, Value] = {name: Blank("—") for name in gates}
    title = "".join(text for _, text in heading.runs(values | hidden))
    reasons = sorted({gates[place.figure] for place in prose.places if place.figure in gates})
    return Answer(ask, title, list(slots.values()), kept, reasons)


@dataclass(frozen=True, slots=True)
class Filled:
    """A figure at an ask: what it prints, how many things it counts, what forbids or hinders it."""

    figure: Figure
    value: Value
    size: int
    withheld: str = ""
    why: str = ""


def filled(figure: Figure, ask: Ask) -> Filled:
    """Return what a figure says; one whose rule of counting is not there is still to be filled."""
    try:
        withheld = figure.gate(ask) if figure.gate else ""
        return Filled(figure, value_of(figure, ask), figure.size(ask), withheld)
    except LookupError as missing:
        why = str(missing.args[0]) if missing.args else ""
        return Filled(figure, Blank(f"{MISSING}：{figure.label}】"), 0, why=why)


def _slots(
    ids: list[str],
    places: list[Place],
    pieces: list[tuple[int | None, str]],
    told: dict[str, Filled],
) -> dict[str, Slot]:
    """Return the slots by id.

    Of places in several branches that share an id, the one that is printed counts; what is not
    printed cannot be missing.
    """
    printed = {number: text for number, text in pieces if number is not None}
    slots: dict[str, Slot] = {}
    for number, place in enumerate(places):
        said = told[place.figure]
        slot = slot_of(ids[number], place, said.figure, said.value, said.size)
        slot = replace(slot, withheld=said.withheld, why=said.why)
        if number in printed:
            slots[slot.id] = replace(slot, text=printed[number])
        else:
            slots.setdefault(slot.id, replace(slot, is_missing=False))
    return slots


def value_of(figure: Figure, ask: Ask) -> Value:
    """Return what a figure prints; without data 【待填：…】, with an impossible rate —."""
    missing = f"{MISSING}：{figure.label}】"
    if isinstance(figure, Names):
        names = figure.names(ask)
        if figure.nth:
            names = names[figure.nth - 1 : figure.nth]
        return Several(tuple(names), figure.limit) if names else Blank(missing)
    if not figure.has_data(ask):
        return Blank(missing)
    value = figure.value(ask)
    if value is None:
        return Blank("—" if figure.unit == "%" else missing)
    return value


def slot_ids(template: Template, places: Iterable[Place]) -> list[str]:
    """Return the id of each printed place: the template's own by order, else S1, S2, …"""
    named: dict[str, list[str]] = {}
    for slot, figure in template.slots:
        named.setdefault(figure, []).append(slot)
    ids, spare = [], 0
    for place in places:
        own = named.get(place.figure, [])
        if place.nth <= len(own):
            ids.append(own[place.nth - 1])
        else:
            spare += 1
            ids.append(f"S{spare}")
    return ids


def slot_of(slot: str, place: Place, figure: Figure, value: Value, size: int) -> Slot:
    """Return a place as read: its value in the place's unit, rounded as figures are told."""
    number: Value = value
    if isinstance(value, Decimal) and place.unit:
        number = CONVERT[place.unit](value)
    elif isinstance(value, Several) and place.limit:
        number = Several(value.names, place.limit)
    told: str | list[str] | None
    match number:
        case Decimal():
            told = plain(rounded(number))
        case Several():
            told = list(number.names[: number.limit])
        case Blank():
            told = [] if isinstance(figure, Names) else None
        case _:
            told = [number] if figure.unit == "名称" else number
    return Slot(
        id=slot,
        figure=figure.code,
        label=figure.label,
        value=told,
        unit=place.unit or figure.unit,
        text=shown(number, place.places),
        size=size,
        is_missing=isinstance(value, Blank) and value.says.startswith(MISSING),
    )


def rows_behind(figure: Figure, ask: Ask) -> list[list[Any]]:
    """Return the rows of a figure as a report freezes them.

    `[model, identity, name, unit, amount in fen or null]`, the identity being the record's own
    key whatever version was read.
    """
    facts = figure.facts(ask)
    if facts is None:
        return []
    of = (
        figure
        if isinstance(figure, Metric)
        else getattr(figure, "of", getattr(figure, "part", None))
    )
    related = {*of.related} if isinstance(of, Metric) else set()
    scope = getattr(facts.model, "scope", EVERYONE)
    to_unit = "" if scope in (EVERYONE, COUNTY_ONLY) else scope
    related |= {to_unit} if to_unit else set()
    model = facts.model._meta.label_lower
    found = facts.select_related(*sorted(related)) if related else facts
    return [
        [model, row.identity, str(row), _unit(row, to_unit), _fen(row)]
        for row in found.order_by("pk")
    ]


def _unit(row: Any, path: str) -> str:
    """Return the name of the unit that answers for a row; `path` leads to it."""
    found = row
    for step in path.split("__") if path else ("unit",):
        found = getattr(found, step, None)
    return str(found) if found is not None else ""


def _fen(row: Any) -> int | None:
    for name in ("amount", "contracted", "total_investment", "intended_amount"):
        value = getattr(row, name, None)
        if isinstance(value, Decimal):
            return int(value.scaleb(2))
    return None


def latest(template_code: str, ask: Ask) -> Report | None:
    """Return the last finalised version of a report of that period."""
    return (
        Report.objects.filter(
            template_code=template_code, first_day=ask.period.first, last_day=ask.period.last
        )
        .order_by("-version")
        .first()
    )
