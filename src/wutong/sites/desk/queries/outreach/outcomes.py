"""What trips, receptions, stations and roadshows led to (成效): firms, talks, contracts in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Max, Min

from wutong.attract.agreements.queries import contracts_from
from wutong.attract.funds.queries.standing import rule_on
from wutong.attract.outreach.models import (
    Interaction,
    Invitation,
    Reception,
    Region,
    Roadshow,
    RoadshowGuest,
    Station,
    Talk,
    Trip,
    Visitor,
)
from wutong.attract.outreach.queries import in_region
from wutong.foundation.periods import Period
from wutong.people.models import units_below

Pair = tuple[str, Any]  # who was met, and the row that says so


@dataclass(frozen=True)
class Kind:
    """One way of going out or inviting in: its batches, and the links that lead to them."""

    slug: str
    model: type[Any]
    label: str
    source: str  # the project's link
    link: str  # the interaction's link; "" where none leads there
    others: tuple[tuple[type[Any], str], ...] = ()  # further rows that name a firm met


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("trips", Trip, "外出招商", "source_trip", "trip", ((Talk, "trip"),)),
        Kind(
            "receptions",
            Reception,
            "客商来访",
            "source_reception",
            "reception",
            ((Visitor, "reception"),),
        ),
        Kind("stations", Station, "驻点招商", "source_station", "station"),
        Kind(
            "roadshows",
            Roadshow,
            "推介会",
            "source_roadshow",
            "",
            ((RoadshowGuest, "roadshow"),),
        ),
    )
}


@dataclass
class Outcome:
    """What one batch led to, as far as the reader may see it."""

    kind: Kind
    batch: Any
    met: list[Pair] = field(default_factory=list)  # a row for each firm met, each firm once
    talks: list[Any] = field(default_factory=list)
    invitations: list[Any] = field(default_factory=list)
    contracts: list[Any] = field(default_factory=list)  # by the day signed

    @property
    def code(self) -> str:
        return f"{self.kind.slug}-{self.batch.pk}"

    def signed_within(self, days: int) -> list[Any]:
        """Return the contracts signed from its first day to so many days after its last."""
        until = self.batch.last_day + timedelta(days=days)
        return [c for c in self.contracts if self.batch.starts_on <= c.signed_on <= until]


@dataclass(frozen=True)
class Wanted:
    """Which batches are looked at."""

    period: Period | None = None
    kind: str = ""
    unit: str = ""
    region: str = ""
    batch: str = ""  # one alone: trips-12


def horizons(today: date) -> list[int]:
    """Return the days after the end up to which a contract counts, the shortest first."""
    return sorted(int(days) for days in rule_on("outcome_days", today))


def amount_of(contracts: Iterable[Any]) -> Decimal:
    return sum((c.standing_amount or Decimal(0) for c in contracts), Decimal(0))


def outcomes(official: Any, wanted: Wanted) -> list[Outcome]:
    """Return what each visible batch that took place led to, the latest first."""
    found: list[Outcome] = []
    for kind in KINDS.values():
        if wanted.kind in ("", kind.slug):
            batches = list(batches_of(kind, official, wanted))
            found += told(kind, batches, official)
    return sorted(found, key=lambda o: (o.batch.starts_on, o.batch.pk), reverse=True)


def batches_of(kind: Kind, official: Any, wanted: Wanted) -> Any:
    rows = kind.model.objects.visible_to(official).filter(is_done=True)
    if wanted.period:
        rows = rows.filter(starts_on__range=(wanted.period.first, wanted.period.last))
    if wanted.unit.isdigit():
        rows = rows.filter(lead_unit__in=units_below()(int(wanted.unit)))
    if wanted.region.isdigit():
        region = Region.objects.filter(pk=int(wanted.region)).first()
        rows = rows if region is None else in_region(rows, region)
    slug, _, key = wanted.batch.partition("-")
    if wanted.batch:
        rows = rows.filter(pk=int(key)) if slug == kind.slug and key.isdigit() else rows.none()
    return rows.select_related("lead_unit")


def told(kind: Kind, batches: list[Any], official: Any) -> list[Outcome]:
    """Return the outcomes of batches of one kind, in as many queries for all as for one."""
    by_key = {batch.pk: Outcome(kind, batch) for batch in batches}
    keys = list(by_key)
    if not keys:
        return []
    firms: dict[int, dict[Any, Pair]] = {key: {} for key in keys}
    if kind.link:
        met = Interaction.objects.visible_to(official).filter(**{f"{kind.link}__in": keys})
        for row in met.select_related("firm", "unit").order_by("met_on", "pk"):
            once(firms, getattr(row, f"{kind.link}_id"), row)
        invited = Invitation.objects.visible_to(official).select_related("interaction__firm")
        for one in invited.filter(**{f"interaction__{kind.link}__in": keys}).order_by("pk"):
            by_key[getattr(one.interaction, f"{kind.link}_id")].invitations.append(one)
    for model, link in kind.others:
        rows = model.objects.visible_to(official).filter(**{f"{link}__in": keys})
        for row in rows.select_related("firm").order_by("pk"):
            key = getattr(row, f"{link}_id")
            once(firms, key, row)
            if model is Talk:
                by_key[key].talks.append(row)
    signed = contracts_from(kind.source, keys).visible_to(official)
    for contract in signed.select_related("project__lead_unit").order_by("signed_on", "pk"):
        by_key[getattr(contract.project, f"{kind.source}_id")].contracts.append(contract)
    for key, outcome in by_key.items():
        outcome.met = list(firms[key].values())
    return list(by_key.values())


def once(firms: dict[int, dict[Any, Pair]], key: int, row: Any) -> None:
    """Note a firm met, by its record or else by its name, the first row that names it."""
    name = getattr(row, "firm_name", "") or str(row.firm or "")
    if name:
        firms[key].setdefault(row.firm_id or name, (name, row))


def periods_of(official: Any) -> list[Period]:
    """Return the years and quarters in which batches that one may see began, the latest first."""
    ends: list[date] = []
    for kind in KINDS.values():
        rows = kind.model.objects.visible_to(official).filter(is_done=True).order_by()
        found = rows.aggregate(first=Min("starts_on"), last=Max("starts_on"))
        ends += [day for day in found.values() if day]
    if not ends:
        return []
    listed = []
    for year in range(max(ends).year, min(ends).year - 1, -1):
        listed.append(Period.months(year, 1, 12))
        listed += [Period.quarter(year, q) for q in (4, 3, 2, 1)]
    return [p for p in listed if p.first <= max(ends) and p.last >= min(ends)]
