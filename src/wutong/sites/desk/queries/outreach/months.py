"""A month's trip plans (逐月外出计划): every unit's, by where they stand, and who owes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from wutong.attract.funds.queries.standing import rule_on
from wutong.attract.outreach.models import OutreachQuota, TripPlan
from wutong.attract.outreach.operations.planning import approves, authors_of, why_not_approve
from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.periods import Period
from wutong.people.models import Unit
from wutong.sites.desk.queries.outreach.standing import standing_of
from wutong.sites.desk.queries.pages.outings import STEP_TONES

Step = TripPlan.Step
TABS = (
    ("", "全部", None),
    ("submitted", "待批准", (Step.SUBMITTED,)),
    ("approved", "已批准", (Step.APPROVED,)),
    ("carried_out", "已成行", (Step.CARRIED_OUT,)),
    ("draft", "草稿、退回", (Step.DRAFT, Step.RETURNED)),
    ("cancelled", "已取消", (Step.CANCELLED,)),
    ("ledger", "台账", (Step.LEDGER,)),
)


@dataclass(frozen=True)
class PlanLine:
    """A plan on the month's page, and whether its reader may approve it here."""

    plan: TripPlan
    tone: str
    words: str
    may_approve: bool
    why_not: str
    calls: int


def due_day(month: Period) -> date:
    """Return the last day, in the month before, on which a plan is in time."""
    before = Period.containing(month.first.fromordinal(month.first.toordinal() - 1))
    day = int(rule_on("plan_due_day", before.first))
    return before.first.replace(day=max(1, min(day, before.last.day)))


def plans_of(month: Period, official: Any) -> Any:
    rows = TripPlan.objects.visible_to(official).filter(starts_on__range=(month.first, month.last))
    stands = Q(calls__version_of=None, calls__retired_at=None)
    return (
        rows.select_related("lead_unit", "chain", "trip")
        .annotate(calls_planned=Count("calls", filter=stands))
        .order_by("starts_on", "pk")
    )


def of_tab(plan: TripPlan, tab: str) -> bool:
    steps = next((steps for name, _, steps in TABS if name == tab), None)
    return steps is None or plan.step in steps


def lines_of(plans: list[TripPlan], official: Any) -> list[PlanLine]:
    authors = authors_of(plans) if any(p.step == Step.SUBMITTED for p in plans) else {}
    return [line_of(plan, official, authors.get(plan.pk, set())) for plan in plans]


def line_of(plan: TripPlan, official: Any, authors: set[int]) -> PlanLine:
    waits = plan.step == Step.SUBMITTED and approves(official, plan)
    why = why_not_approve(official, plan, authors) if waits else ""
    words = str(plan.get_step_display())
    tone = STEP_TONES[words]
    if plan.step == Step.LEDGER:
        words = plan.state or words
        tone = "blue" if plan.is_approved else "grey"
    calls: int = plan.calls_planned  # type: ignore[attr-defined]
    return PlanLine(plan, tone, words, waits and not why, why, calls)


def owing_units(month: Period, official: Any) -> list[Unit]:
    """Return the visible units that owe plans for the month and have not handed in enough."""
    quotas = OutreachQuota.objects.in_force(month.first).filter(
        what=OutreachQuota.What.PLANS, per=OutreachQuota.Per.MONTH
    )
    found: dict[int, Unit] = {}
    for quota in quotas.select_related("unit"):
        for holding in standing_of(quota, month.first, official).holdings:
            if holding.lacking:
                found.setdefault(holding.holder.pk, holding.holder)
    return list(found.values())


def month_sheet(month: Period, plans: list[TripPlan], notes: list[str]) -> SheetSpec:
    columns = [
        ColumnSpec("计划开始", "date"),
        ColumnSpec("计划结束", "date"),
        ColumnSpec("带队领导"),
        ColumnSpec("带队层级"),
        ColumnSpec("目的地"),
        ColumnSpec("牵头单位"),
        ColumnSpec("产业链"),
        ColumnSpec("工作内容"),
        ColumnSpec("预期成果"),
        ColumnSpec("拟访企业", "count"),
        ColumnSpec("审批情况"),
        ColumnSpec("成行批次"),
    ]
    lines = [
        [
            p.starts_on,
            p.ends_on,
            p.leader_name,
            p.get_leader_rank_display(),
            p.destination,
            str(p.lead_unit or ""),
            str(p.chain or ""),
            p.purpose,
            p.intended,
            p.calls_planned,  # type: ignore[attr-defined]
            p.state or str(p.get_step_display()),
            str(p.trip or ""),
        ]
        for p in plans
    ]
    return SheetSpec("外出招商计划", f"{month}外出招商计划表", notes, columns, lines)
