"""Reading a report: every figure of a template, its printed text, and the rows behind it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
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
from wutong.steer.bulletins.models import Report, Template

CONVERT = {"万元": in_wan, "亿元": in_yi}


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
    names = set(prose.names) | set(heading.names)
    figures = {name: catalogue[name] for name in names if name in catalogue}
    values = {name: value_of(figure, ask) for name, figure in figures.items()}
    gates = {name: figure.gate(ask) for name, figure in figures.items() if figure.gate}
    ids = slot_ids(template, prose.places)
    sizes = {name: figure.size(ask) for name, figure in figures.items()}
    slots = [
        slot_of(ids[n], place, figures[place.figure], values[place.figure], sizes, gates)
        for n, place in enumerate(prose.places)
        if place.figure in figures
    ]
    pieces = prose.runs(values)
    held_back = {n for n, place in enumerate(prose.places) if gates.get(place.figure)}
    title = "".join(text for _, text in heading.runs(values))
    reasons = sorted({gates[p.figure] for p in prose.places if gates.get(p.figure)})
    return Answer(ask, title, slots, without(pieces, held_back), reasons)


def value_of(figure: Figure, ask: Ask) -> Value:
    """Return what a figure prints; without data 【待填：…】, with an impossible rate —."""
    if isinstance(figure, Names):
        names = figure.names(ask)
        if figure.nth:
            names = names[figure.nth - 1 : figure.nth]
        return Several(tuple(names), figure.limit) if names else Blank(f"【待填：{figure.label}】")
    if not figure.has_data(ask):
        return Blank(f"【待填：{figure.label}】")
    value = figure.value(ask)
    if value is None:
        return Blank("—" if figure.unit == "%" else f"【待填：{figure.label}】")
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


def slot_of(
    slot: str,
    place: Place,
    figure: Figure,
    value: Value,
    sizes: dict[str, int],
    gates: dict[str, str],
) -> Slot:
    unit = place.unit or figure.unit
    number = CONVERT[place.unit](value) if isinstance(value, Decimal) and place.unit else value
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
        unit=unit,
        text=shown(number),
        size=sizes[figure.code],
        withheld=gates.get(figure.code, ""),
        is_missing=isinstance(value, Blank) and value.says.startswith("【待填"),
    )


def rows_behind(figure: Figure, ask: Ask) -> list[list[Any]]:
    """Return the rows of a figure as a report freezes them.

    `[model, identity, name, unit, amount in fen or null]`, the identity being the record's own
    key whatever version was read.
    """
    facts = figure.facts(ask)
    if facts is None:
        return []
    of = figure if isinstance(figure, Metric) else getattr(figure, "of", getattr(figure, "part", None))
    related = of.related if isinstance(of, Metric) else ()
    model = facts.model._meta.label_lower
    return [
        [model, row.identity, str(row), _unit(row), _fen(row)]  # type: ignore[attr-defined]
        for row in facts.select_related(*related).order_by("pk")
    ]


def _unit(row: Any) -> str:
    for name in ("unit", "lead_unit", "project"):
        found = getattr(row, name, None)
        if found is not None:
            return str(getattr(found, "lead_unit", found) if name == "project" else found)
    return ""


def _fen(row: Any) -> int | None:
    for name in ("amount", "contracted", "total_investment", "intended_amount"):
        value = getattr(row, name, None)
        if isinstance(value, Decimal):
            return int(value.scaleb(2))
    return None


def latest(template_code: str, ask: Ask) -> Report | None:
    """Return the last finalised version of a report of that period."""
    return Report.objects.filter(
        template_code=template_code, first_day=ask.period.first, last_day=ask.period.last
    ).order_by("-version").first()


@dataclass(frozen=True, slots=True)
class Difference:
    """A row by which a figure now differs from what was published.

    `kind`: new, late (happened in the period, learnt after), corrected, withdrawn.
    """

    kind: str
    name: str
    unit: str
    before: int | None
    after: int | None


def differences(report: Report, slot: str, ask: Ask) -> list[Difference]:
    """Return, row by row, how a figure as of now differs from the published reading."""
    reading = report.readings.get(slot=slot)
    figure = catalogue.get(reading.figure)
    if figure is None:
        return []
    before = {(model, key): (name, unit, fen) for model, key, name, unit, fen in reading.rows}
    after = {
        (model, key): (name, unit, fen) for model, key, name, unit, fen in rows_behind(figure, ask)
    }
    found = []
    for key in sorted(set(before) | set(after), key=str):
        if key not in before:
            name, unit, fen = after[key]
            found.append(Difference(_how_new(figure, ask, key, report), name, unit, None, fen))
        elif key not in after:
            name, unit, fen = before[key]
            found.append(Difference("withdrawn", name, unit, fen, None))
        elif before[key][2] != after[key][2]:
            name, unit, fen = after[key]
            found.append(Difference("corrected", name, unit, before[key][2], fen))
    return found


def _how_new(figure: Figure, ask: Ask, key: tuple[str, int], report: Report) -> str:
    """Return `late` for what was learnt after the report, `new` for what only now counts."""
    facts = figure.facts(ask)
    row = facts.filter(identity=key[1]).first() if facts is not None else None
    return "late" if row is not None and row.known_at > report.known_at else "new"
