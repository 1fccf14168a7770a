"""The funnel (转化漏斗): of the projects signed or reserved in a stretch of time, how many got on.

A step counts only where it has a day of its own: commenced without being registered is commenced,
and not registered, so that the gap shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum

from wutong.attract.agreements.models import Agreement
from wutong.attract.projects.models import Milestone, ReserveProject
from wutong.foundation.money import plain, rounded
from wutong.foundation.periods import Period
from wutong.people.models import units_below
from wutong.sites.desk.queries.pipeline.frame import Frame, known, seen
from wutong.sites.desk.queries.pipeline.standing import STEPS

Days = dict[int, dict[str, date]]
HUNDRED = Decimal(100)


@dataclass
class Tally:
    count: int = 0
    investment: Decimal = Decimal(0)
    waits: list[int] = field(default_factory=list)  # days from the step before

    @property
    def median_days(self) -> int | None:
        return round(median(self.waits)) if self.waits else None


@dataclass(frozen=True)
class Step:
    """A step of a cohort: how many reached it, what they come to, and how long it took."""

    code: str
    name: str
    count: int
    investment: Decimal
    share: str  # of the cohort, as printed
    median_days: int | None
    url: str


@dataclass(frozen=True)
class Cohort:
    label: str
    steps: list[Step]
    unturned: int = 0  # of the reserve library, not a project yet
    unturned_investment: Decimal = Decimal(0)
    unturned_url: str = ""


def funnel_of(
    rows: Any, frame: Frame, asked: dict[str, Any], *, basis: str, quarterly: bool
) -> list[Cohort]:
    """Return the cohorts of these projects, the latest first, and all together at the end."""
    investment = dict(rows.order_by().values_list("identity", "total_investment"))
    days = days_of(rows, frame)
    tallies: dict[Period, dict[str, Tally]] = {}
    for key, reached in days.items():
        if basis in reached:
            period = period_of(reached[basis], quarterly)
            count_in(tallies.setdefault(period, {}), reached, investment[key] or Decimal(0))
    turned = unturned(frame, asked, quarterly) if basis == "reserved" else {}
    names = {stage.code: stage.name for stage in frame.stages}
    periods = sorted({*tallies, *turned}, reverse=True)
    return [
        cohort_of(period, tallies.get(period, {}), turned.get(period), names, basis, asked)
        for period in periods
    ]


def days_of(rows: Any, frame: Frame) -> Days:
    """Return the day of each main step of each project, in three queries."""
    keys = rows.order_by().values("identity")
    found: Days = {}
    steps = known(Milestone, frame).filter(
        project_id__in=keys, kind__in=STEPS, happened_on__lte=frame.on
    )
    for key, kind, day in steps.values_list("project_id", "kind", "happened_on"):
        found.setdefault(key, {})[kind] = day
    contracts = known(Agreement, frame).filter(
        project_id__in=keys,
        kind=Agreement.Kind.CONTRACT,
        corrects=None,
        signed_on__lte=frame.on,
    )
    for key, day in contracts.values_list("project_id", "signed_on"):
        found.setdefault(key, {}).setdefault("signed", day)
    reserves = seen(ReserveProject, frame)
    linked = reserves.filter(project_id__in=keys, reserved_on__lte=frame.on)
    for key, day in linked.order_by("reserved_on").values_list("project_id", "reserved_on"):
        found.setdefault(key, {}).setdefault("reserved", day)
    return found


def period_of(day: date, quarterly: bool) -> Period:
    if quarterly:
        return Period.quarter(day.year, (day.month + 2) // 3)
    return Period.months(day.year, 1, 12)


def count_in(tallies: dict[str, Tally], reached: dict[str, date], investment: Decimal) -> None:
    for step in STEPS:
        if step in reached:
            tally = tallies.setdefault(step, Tally())
            tally.count += 1
            tally.investment += investment
    for before, step in pairwise(STEPS):
        if before in reached and step in reached and reached[step] >= reached[before]:
            tallies[step].waits.append((reached[step] - reached[before]).days)


def unturned(
    frame: Frame, asked: dict[str, Any], quarterly: bool
) -> dict[Period, tuple[int, Decimal]]:
    """Return how many reserve projects have not become projects, by the period they came in."""
    if asked.get("level"):
        return {}  # what is not a project yet is on no list of majors
    rows = seen(ReserveProject, frame)
    rows = rows.filter(project=None, reserved_on__lte=frame.on)
    if asked.get("unit"):
        rows = rows.filter(lead_unit__in=units_below()(int(asked["unit"])))
    if asked.get("chain"):
        rows = rows.filter(chain=int(asked["chain"]))
    found: dict[Period, tuple[int, Decimal]] = {}
    by_day = (
        rows.order_by().values("reserved_on").annotate(n=Count("pk"), s=Sum("total_investment"))
    )
    for each in by_day:
        period = period_of(each["reserved_on"], quarterly)
        count, investment = found.get(period, (0, Decimal(0)))
        found[period] = (count + each["n"], investment + (each["s"] or Decimal(0)))
    return found


def cohort_of(
    period: Period,
    tallies: dict[str, Tally],
    turned: tuple[int, Decimal] | None,
    names: dict[str, str],
    basis: str,
    asked: dict[str, Any],
) -> Cohort:
    extra, extra_investment = turned or (0, Decimal(0))
    whole = tallies.get(basis, Tally()).count + extra
    kept = {name: value for name, value in asked.items() if name in ("unit", "chain", "level")}
    kept |= {"on": asked["on"].isoformat()} if asked.get("on") else {}
    steps = []
    for step in shown_steps(basis):
        tally = tallies.get(step, Tally())
        query = {"by": basis, "cohort": period.code, "reached": step, **kept}
        steps.append(
            Step(
                step,
                names.get(step, Milestone.Kind(step).label),
                tally.count,
                tally.investment,
                share_of(tally.count, whole),
                tally.median_days,
                f"/pipeline/projects/?{urlencode(query)}",
            )
        )
    reserves = {"reserved_on": period.code}
    reserves |= {"lead_unit": asked["unit"]} if asked.get("unit") else {}
    reserves |= {"chain": asked["chain"]} if asked.get("chain") else {}
    return Cohort(str(period), steps, extra, extra_investment, f"/reserves/?{urlencode(reserves)}")


def shown_steps(basis: str) -> list[str]:
    """Return the steps from the cohort's own on: what was signed need not have been reserved."""
    return [str(step) for step in STEPS[list(STEPS).index(Milestone.Kind(basis)) :]]


def share_of(count: int, whole: int) -> str:
    return f"{plain(rounded(Decimal(count) * HUNDRED / whole, 1))}%" if whole else "—"


def summed(cohorts: Iterable[Cohort]) -> list[tuple[str, int, Decimal]]:
    """Return all cohorts together: each step with its count and amount."""
    found: dict[str, tuple[int, Decimal]] = {}
    for cohort in cohorts:
        for at, step in enumerate(cohort.steps):
            count, investment = found.get(step.name, (0, Decimal(0)))
            extra = cohort.unturned if at == 0 else 0
            more = cohort.unturned_investment if at == 0 else Decimal(0)
            found[step.name] = (count + step.count + extra, investment + step.investment + more)
    return [(name, count, investment) for name, (count, investment) in found.items()]
