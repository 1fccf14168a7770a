"""Who has done what they owe (达标情况): each quota in force, for each unit or station it binds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from wutong.attract.chains.models import ChainYear
from wutong.attract.funds.queries.standing import rule_on
from wutong.attract.outreach.models import (
    Interaction,
    OutreachQuota,
    Station,
    StationReport,
    TripPlan,
)
from wutong.attract.outreach.models.stations import monday
from wutong.attract.outreach.queries import complete_leads
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import metric
from wutong.people.models import Unit

What, Holder, Per = OutreachQuota.What, OutreachQuota.Holder, OutreachQuota.Per


@dataclass(frozen=True)
class Span:
    """The week, month, quarter or year in which something is owed."""

    first: date
    last: date
    words: str

    def is_over(self, today: date) -> bool:
        return self.last < today


@dataclass(frozen=True)
class Counting:
    """How what a quota speaks of is counted: its rows in a span, and whose each is."""

    rows: Callable[[Span], Any]
    whose: str  # the path to the unit or station
    page: str  # the page whose columns draw the rows
    one: str = "pk"  # what is counted once


def figure_rows(code: str) -> Callable[[Span], Any]:
    """Return the rows that a figure counts in a span of whole months."""
    return lambda span: metric(code).rows(Ask.of(Period(span.first, span.last)))


def handed_in_plans(span: Span) -> Any:
    open_steps = [TripPlan.Step.DRAFT, TripPlan.Step.RETURNED, TripPlan.Step.CANCELLED]
    return TripPlan.objects.filter(starts_on__range=(span.first, span.last)).exclude(
        step__in=open_steps
    )


def met(span: Span) -> Any:
    return Interaction.objects.filter(met_on__range=(span.first, span.last))


def at_stations(span: Span) -> Any:
    return met(span).filter(station__isnull=False)


def leads(span: Span) -> Any:
    return complete_leads(at_stations(span))


def weekly_reports(span: Span) -> Any:
    """Return the reports handed in for weeks that begin in the span."""
    return StationReport.objects.filter(
        week__range=(span.first, span.last), state=StationReport.State.HANDED_IN
    )


BY_UNIT = {
    What.TRIPS: Counting(figure_rows("outbound_trips"), "lead_unit", "trips"),
    What.PLANS: Counting(handed_in_plans, "lead_unit", "trip-plans"),
    What.PACKAGED: Counting(
        figure_rows("projects_packaged"), "reserve__lead_unit", "packagings", "reserve"
    ),
    What.RECEPTIONS: Counting(figure_rows("receptions"), "lead_unit", "receptions"),
    What.INTERACTIONS: Counting(met, "unit", "interactions"),
}
BY_STATION = {
    What.LEADS: Counting(leads, "station", "interactions"),
    What.REPORTS: Counting(weekly_reports, "station", "station-reports"),
    What.INTERACTIONS: Counting(at_stations, "station", "interactions"),
}


COUNTED_IN = {
    What.TRIPS: "批次",
    What.PLANS: "份",
    What.PACKAGED: "个",
    What.RECEPTIONS: "批次",
    What.INTERACTIONS: "条",
    What.LEADS: "条",
    What.REPORTS: "份",
}


@dataclass
class Holding:
    """How one unit or station stands with one quota."""

    holder: Any  # a unit or a station
    done: int
    owed: int
    behind: list[str] = field(default_factory=list)  # of a team, who has less than their own

    @property
    def lacking(self) -> int:
        return max(self.owed - self.done, 0)


@dataclass
class QuotaStanding:
    """How all that a quota binds, and one may see, stand with it."""

    quota: OutreachQuota
    amount: int
    span: Span
    holdings: list[Holding]

    @property
    def title(self) -> str:
        each = "每人" if self.quota.per_person else ""
        quota = self.quota
        whom = str(quota.unit or quota.get_holder_display())
        what = f"{each}{quota.get_what_display()}"
        number = f"{self.amount}{COUNTED_IN[What(quota.what)]}"
        return f"{whom}{quota.get_per_display()}{what}不少于{number}"

    @property
    def reached(self) -> list[Holding]:
        return [h for h in self.holdings if not h.lacking]

    @property
    def lagging(self) -> list[Holding]:
        return [h for h in self.holdings if h.lacking and h.done]

    @property
    def idle(self) -> list[Holding]:
        """Return those that have done nothing of what they owe."""
        return [h for h in self.holdings if h.lacking and not h.done]


def span_of(per: str, day: date) -> Span:
    """Return the week, month, quarter or year that a day lies in."""
    if per == Per.WEEK:
        first = monday(day)
        last = first + timedelta(days=6)
        return Span(first, last, f"{first:%Y-%m-%d} 至 {last:%m-%d} 一周")
    period = {
        Per.MONTH: Period.containing(day),
        Per.QUARTER: Period.quarter(day.year, (day.month + 2) // 3),
        Per.YEAR: Period.months(day.year, 1, 12),
    }[Per(per)]
    return Span(period.first, period.last, str(period))


def amount_of(quota: OutreachQuota, day: date) -> int:
    return int(rule_on(quota.rule, day)) if quota.rule else int(quota.amount or 0)


def counting_of(quota: OutreachQuota) -> Counting:
    by = BY_STATION if quota.holder == Holder.STATION else BY_UNIT
    return by[What(quota.what)]


def rows_behind(quota: OutreachQuota, span: Span, official: Any, key: int | None = None) -> Any:
    """Return the visible rows that count for a quota, or those of one unit or station alone."""
    counting = counting_of(quota)
    rows = counting.rows(span).visible_to(official)
    return rows.filter(**{counting.whose: key}) if key is not None else rows


def units_bound(quota: OutreachQuota, day: date, official: Any) -> list[Unit]:
    """Return the units that owe it on a day, as far as one may see them, in their order."""
    if quota.holder == Holder.TASK_FORCE:
        leading = ChainYear.objects.filter(year=day.year).values("lead_unit")
        bound = Q(kind=Unit.Kind.TASK_FORCE) | Q(pk__in=leading)
    elif quota.holder == Holder.TARGETED:
        bound = Q(carries_targets=True)
    else:
        bound = Q(kind=quota.holder)
    units = Unit.objects.filter(bound)
    if quota.unit_id:
        units = units.filter(pk=quota.unit_id)
    if not official.sees_county:
        units = units.filter(pk__in=official.unit_scope)
    return list(units)


def stations_bound(quota: OutreachQuota, span: Span, official: Any) -> list[Station]:
    """Return the visible stations on duty in a span."""
    on_duty = Q(ends_on=None) | Q(ends_on__gte=span.first)
    stations = Station.objects.visible_to(official).filter(
        on_duty, starts_on__lte=span.last, is_done=True
    )
    if quota.unit_id:
        stations = stations.filter(lead_unit=quota.unit_id)
    return list(stations.select_related("lead_unit").prefetch_related("team_members__official"))


def standing_of(quota: OutreachQuota, day: date, official: Any) -> QuotaStanding:
    """Return how each that a quota binds stands in the span that a day lies in."""
    span, counting = span_of(quota.per, day), counting_of(quota)
    amount = amount_of(quota, day)
    rows = rows_behind(quota, span, official).order_by()
    pairs = rows.values_list(counting.whose, counting.one).distinct()
    done = Counter(holder for holder, _ in pairs)
    if quota.holder != Holder.STATION:
        units = units_bound(quota, day, official)
        held = [Holding(unit, done[unit.pk], amount) for unit in units]
        return QuotaStanding(quota, amount, span, held)
    stations = stations_bound(quota, span, official)
    by_whom: Counter[tuple[int, int | None]] = Counter()
    if quota.per_person and counting.page == "interactions":
        by_whom.update(rows.values_list("station", "recorded_by"))
    held = []
    for station in stations:
        team = present(station, span)
        number = len(team) or named(station)
        owed = amount * max(number, 1) if quota.per_person else amount
        short = [
            f"{member}（{by_whom[station.pk, member.official_id]}）"
            for member in team
            if quota.per_person
            and member.official_id
            and by_whom[station.pk, member.official_id] < amount
        ]
        held.append(Holding(station, done[station.pk], owed, short))
    return QuotaStanding(quota, amount, span, held)


def present(station: Station, span: Span) -> list[Any]:
    members = station.team_members.all()
    return [m for m in members if m.is_present(span.first, span.last)]


def named(station: Station) -> int:
    """Return how many people a ledger names on a team: captain and members."""
    names = f"{station.captain}、{station.members}".replace("，", "、").split("、")
    return len({name.strip() for name in names if name.strip()})


def all_standings(day: date, official: Any) -> list[QuotaStanding]:
    """Return how every quota in force on a day is kept, units first."""
    quotas = OutreachQuota.objects.in_force(day).select_related("unit")
    found = [standing_of(quota, day, official) for quota in quotas]
    order = {what: n for n, what in enumerate(What.values)}
    return sorted(found, key=lambda s: (s.quota.holder == Holder.STATION, order[s.quota.what]))
