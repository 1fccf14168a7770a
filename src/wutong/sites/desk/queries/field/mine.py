"""What concerns an official on the way: their occasions, the next steps they owe, their week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Model, Q

from wutong.attract.outreach.models import (
    Batch,
    FairEdition,
    Interaction,
    Reception,
    Station,
    Trip,
)
from wutong.attract.outreach.queries import station_of
from wutong.people.models import CountyRecords, Unit, units_below

BEFORE, AFTER = timedelta(days=62), timedelta(days=7)  # a tour of duty can be noted down late
MOST_STEPS, MOST_RECENT = 60, 20
SOON = timedelta(days=14)
KINDS: dict[str, type[Model]] = {
    "station": Station,
    "trip": Trip,
    "reception": Reception,
    "edition": FairEdition,
}


@dataclass(frozen=True)
class Occasion:
    """Where a visit can belong, as the phone offers it; `starts_on` None: at any time."""

    id: str
    kind: str
    label: str
    starts_on: date | None
    ends_on: date | None
    is_mine: bool

    def told(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "starts": self.starts_on.isoformat() if self.starts_on else "",
            "ends": self.ends_on.isoformat() if self.ends_on else "",
            "mine": self.is_mine,
        }


def own_units(official: Any) -> frozenset[int]:
    """Return whose occasions and steps are an official's own: of their unit and those below it."""
    return frozenset(units_below()(official.unit_id)) if official.unit_id else frozenset()


def writable(official: Any, rows: CountyRecords[Any]) -> CountyRecords[Any]:
    """Return the visible rows of the units for which this official may note down visits."""
    rows = rows.visible_to(official)
    if official.is_superuser:
        return rows
    path = rows.model.scope
    return rows.filter(**{f"{path}__in": official.granted.get("outreach.keep", frozenset())})


def units_of(official: Any) -> list[Unit]:
    """Return the units for which this official may note down visits, their own first."""
    units = Unit.objects.all()
    if not official.is_superuser:
        units = units.filter(pk__in=official.granted.get("outreach.keep", ()))
    own = own_units(official)
    return sorted(units, key=lambda unit: (unit.pk != official.unit_id, unit.pk not in own))


def near(today: date) -> Q:
    return Q(starts_on__lte=today + AFTER) & (
        Q(ends_on__gte=today - BEFORE) | Q(ends_on=None, starts_on__gte=today - BEFORE)
    )


def occasions_of(official: Any, today: date) -> list[Occasion]:
    """Return the occasions about this day that visits can belong to, one's own first."""
    own = own_units(official)
    found = list(of_batches(official, own, today))
    if official.holds("outreach.keep"):
        editions = FairEdition.objects.filter(year=today.year)
        found += [
            Occasion(f"edition:{row.pk}", "节会", str(row), None, None, False) for row in editions
        ]
    return sorted(found, key=lambda each: (not each.is_mine, each.starts_on is None))


def of_batches(official: Any, own: frozenset[int], today: date) -> Iterator[Occasion]:
    kinds: tuple[tuple[type[Batch], str, str, Callable[[Any], str]], ...] = (
        (Station, "station", "驻点", station_label),
        (Trip, "trip", "外出", lambda trip: trip.destination),
        (Reception, "reception", "来访", lambda reception: reception.focus),
    )
    on_duty = station_of(official, today)
    for model, name, word, label in kinds:
        rows: CountyRecords[Any] = model.objects.filter(near(today), is_done=True)
        for row in writable(official, rows).order_by("-starts_on", "-pk"):
            said = f"{row.code} {label(row)}".strip()
            ends = last_day(row)
            mine = row.lead_unit_id in own or row == on_duty
            yield Occasion(f"{name}:{row.pk}", word, said, row.starts_on, ends, mine)


def station_label(station: Station) -> str:
    return " ".join(filter(None, [station.place, station.team]))


def last_day(batch: Batch) -> date | None:
    """Return the last day of a batch: without one, a station goes on and a trip is one day."""
    if batch.ends_on or isinstance(batch, Station):
        return batch.ends_on
    return batch.starts_on


def occasion_named(official: Any, name: str) -> Any:
    """Return the occasion of that name that visits may be noted for; None without one."""
    kind, _, key = name.partition(":")
    model = KINDS.get(kind)
    if model is None or not (key.isascii() and key.isdigit()):
        return None
    rows: Any = model._default_manager.all()
    rows = rows if model is FairEdition else writable(official, rows)
    return rows.filter(pk=int(key)).first()


def steps_of(official: Any, today: date) -> list[dict[str, Any]]:
    """Return the next steps that are overdue or due soon, by day: mine and my unit's.

    Firm, step and day alone: who was met, and who noted it down, does not go to the phone.
    """
    rows = writable(official, Interaction.objects.filter(next_done_on=None).exclude(next_step=""))
    rows = rows.filter(Q(recorded_by=official) | Q(unit__in=own_units(official)))
    rows = rows.filter(Q(next_due_on=None) | Q(next_due_on__lte=today + SOON))
    shown = rows.select_related("firm").order_by("next_due_on", "pk")[:MOST_STEPS]
    return [
        {
            "key": row.pk,
            "firm": row.firm.name,
            "step": row.next_step,
            "due": row.next_due_on.isoformat() if row.next_due_on else "",
            "mine": row.recorded_by_id == official.pk,
        }
        for row in shown
    ]


def week_of(official: Any, today: date) -> dict[str, int]:
    """Count the visits this official noted down this week, and the firms met."""
    monday = today - timedelta(days=today.weekday())
    rows = Interaction.objects.filter(recorded_by=official, met_on__range=(monday, today))
    firms = set(rows.order_by().values_list("firm_id", "pk"))
    return {"visits": len(firms), "firms": len({firm for firm, _ in firms})}


def recent_of(official: Any) -> list[dict[str, Any]]:
    """Return the latest visits this official noted down: firm and day."""
    rows = Interaction.objects.visible_to(official).filter(recorded_by=official)
    rows = rows.select_related("firm").order_by("-met_on", "-pk")[:MOST_RECENT]
    return [
        {
            "key": row.pk,
            "firm": row.firm.name,
            "on": row.met_on.isoformat() if row.met_on else "",
            "kind": row.get_kind_display(),
        }
        for row in rows
    ]
