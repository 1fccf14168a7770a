"""The monthly round (资金月报): which units owe a return, and how each stands with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db.models import Count, Exists, OuterRef, Q

from wutong.attract.agreements.models import Agreement
from wutong.attract.funds.models import MonthlyReturn, Receipt, Verification
from wutong.attract.funds.queries.standing import rule_on, with_state
from wutong.attract.projects.models import Milestone, Project, Projects
from wutong.foundation.periods import Period
from wutong.people.models import Unit

STATES = {
    "due": "待报",
    "missing": "未报",
    "late": "迟报",
    "nil": "零报",
    "in_time": "按时报送",
    "ledger": "台账报送",
}


@dataclass(frozen=True)
class UnitMonth:
    """How a unit stands with the return of a month; nothing of it is stored."""

    unit: Unit
    month: Period
    due_on: date
    today: date
    submitted: MonthlyReturn | None
    receipts: dict[str, int] = field(default_factory=dict)  # how many, by where they stand
    from_ledger: bool = False

    @property
    def state(self) -> str:
        if self.submitted is not None:
            if self.submitted.is_nil:
                return "nil"
            return "late" if self.is_late else "in_time"
        if self.from_ledger:
            return "ledger"
        return "missing" if self.today > self.due_on else "due"

    @property
    def words(self) -> str:
        return STATES[self.state]

    @property
    def is_late(self) -> bool:
        """Return whether it was first handed in after its day, nil or not."""
        return self.submitted is not None and self.submitted.submitted_on > self.due_on

    @property
    def is_missing(self) -> bool:
        return self.state == "missing"

    @property
    def days_late(self) -> int:
        handed = self.submitted.submitted_on if self.submitted else self.today
        return max((handed - self.due_on).days, 0)

    @property
    def count(self) -> int:
        return sum(self.receipts.values())


def due_day(month: Period) -> date:
    """Return the last day on which a return of the month is in time, as the rule of then says."""
    day = int(rule_on("return_due_day", month.last))
    after = month.next_month()
    return min(after.first.replace(day=max(1, min(day, after.last.day))), after.last)


def owing_projects(month: Period) -> Projects:
    """Return the projects reported on: contract signed or registered, not ended before the month.

    What a unit owes its return for; signed and registered by the month's end, as known now.
    """
    contract = Agreement.objects.filter(
        project=OuterRef("pk"), kind=Agreement.Kind.CONTRACT, corrects=None
    ).filter(Q(signed_on=None) | Q(signed_on__lte=month.last))
    steps = Milestone.objects.filter(project=OuterRef("pk"))
    begun = steps.filter(
        kind__in=[Milestone.Kind.SIGNED, Milestone.Kind.REGISTERED],
        happened_on__lte=month.last,
    )
    ended = steps.filter(kind=Milestone.Kind.TERMINATED, happened_on__lt=month.first)
    found: Any = Project.objects.filter(Exists(contract) | Exists(begun)).exclude(Exists(ended))
    return cast(Projects, found)


def placed_in(month: Period) -> Any:
    """Return the receipts that came in the month, corrections apart."""
    return Receipt.objects.filter(placed_on__range=(month.first, month.last), corrects=None)


def unit_months(month: Period, official: Any, today: date) -> list[UnitMonth]:
    """Return how each unit that owes a return of the month stands, as far as one may see."""
    units = set(owing_projects(month).order_by().values_list("lead_unit", flat=True))
    returns = {r.unit_id: r for r in MonthlyReturn.objects.filter(month=month.first)}
    counts: dict[int, dict[str, int]] = {}
    placed = with_state(placed_in(month)).order_by()
    for row in placed.values("project__lead_unit", "state").annotate(number=Count("pk")):
        counts.setdefault(row["project__lead_unit"], {})[row["state"]] = row["number"]
    from_ledger = Verification.objects.filter(
        receipt=OuterRef("pk"), basis=Verification.Basis.LEDGER
    )
    by_ledger = placed_in(month).filter(Exists(from_ledger)).order_by()
    ledger = set(by_ledger.values_list("project__lead_unit", flat=True))
    due_on = due_day(month)
    asked = Unit.objects.filter(pk__in=units | set(returns))
    if not official.sees_county:
        asked = asked.filter(pk__in=official.unit_scope)
    return [
        UnitMonth(
            unit,
            month,
            due_on,
            today,
            returns.get(unit.pk),
            counts.get(unit.pk, {}),
            unit.pk in ledger,
        )
        for unit in asked
    ]


def unit_month(unit: Unit, month: Period, official: Any, today: date) -> UnitMonth:
    """Return how one unit stands, whether it owes a return or not."""
    found = next((u for u in unit_months(month, official, today) if u.unit.pk == unit.pk), None)
    given = MonthlyReturn.objects.filter(unit=unit, month=month.first).first()
    return found or UnitMonth(unit, month, due_day(month), today, given)
