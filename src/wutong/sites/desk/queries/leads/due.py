"""What is due on leads: clocks that run out, offers that wait, and what goes up to the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from wutong.attract.leads.models import OPEN, Inquiry, Lead, Transfer
from wutong.attract.leads.queries import Clock, Escalation, clocks_for, escalations, is_due_soon
from wutong.attract.leads.queries.clocks import OVERDUE, RUNNING
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day
from wutong.sites.desk.queries.leads.life import transfer_state

ACTIVE = (*OPEN, Lead.State.UNFIT)  # one judged unfit still wants its feedback
LIGHTS = (("overdue", "已逾期"), ("soon", "今明两天到期"), ("running", "进行中"))
CLOCK_COLUMNS = [
    Column("lead", "线索"),
    Column("step", "环节"),
    Column("due", "期限"),
    Column("state", "情况"),
    Column("unit", "承办单位"),
    Column("keeper", "承办人"),
]
ESCALATION_COLUMNS = [
    Column("lead", "线索"),
    Column("what", "事项"),
    Column("days", "逾期天数", numeric=True),
    Column("unit", "承办单位"),
    Column("keeper", "承办人"),
]
TRANSFER_COLUMNS = [
    Column("lead", "线索"),
    Column("from", "流出单位"),
    Column("to", "流入单位"),
    Column("offered", "流转日期"),
    Column("due", "接收期限"),
    Column("state", "结果"),
    Column("percent", "首谈单位业绩", numeric=True),
]


@dataclass(frozen=True)
class Running:
    lead: Lead
    clock: Clock


def running(official: Any, on: date, *, light: str = "", unit: Any = None) -> list[Running]:
    """Return the clocks that run or have run out on leads one sees, the longest overdue first."""
    rows = Lead.objects.visible_to(official).filter(state__in=ACTIVE)
    if unit is not None:
        rows = rows.filter(unit=unit)
    leads = list(rows.select_related("unit", "keeper"))
    clocks = clocks_for(leads, on)
    found = [
        Running(lead, clock)
        for lead in leads
        for clock in clocks[lead.pk]
        if clock.state in (OVERDUE, RUNNING) and (not light or light == light_of(clock, on))
    ]
    return sorted(found, key=lambda each: (each.clock.due, each.lead.pk))


def light_of(clock: Clock, on: date) -> str:
    if clock.state == OVERDUE:
        return "overdue"
    return "soon" if is_due_soon(clock, on) else "running"


def overdue_count(official: Any, on: date) -> int:
    """Return how many clocks have run out on the leads of one's own units."""
    return sum(
        official.may("leads.keep", each.lead.unit_id)
        for each in running(official, on, light="overdue")
    )


def clock_row(each: Running, on: date) -> Row:
    lead, clock = each.lead, each.clock
    light = light_of(clock, on)
    tone = {"overdue": "red", "soon": "yellow", "running": "blue"}[light]
    words = clock.words if light == "overdue" else dict(LIGHTS)[light]
    guess = "放假安排未公布，按周一至周五推算" if clock.guessed else ""
    return Row(
        [
            Cell(str(lead), sub=lead.firm_name),
            Cell(clock.rule.get_step_display()),
            Cell(day(clock.due), sub=guess),
            Cell(words, tone=tone),
            Cell(lead.unit.short_name or str(lead.unit)),
            Cell(str(lead.keeper or "—")),
        ],
        url=f"/leads/{lead.pk}/",
        mark="red" if light == "overdue" else "",
    )


def escalated(official: Any, on: date) -> list[Escalation]:
    return escalations(Lead.objects.visible_to(official), on)


def escalation_row(each: Escalation) -> Row:
    lead = each.lead
    return Row(
        [
            Cell(str(lead), sub=lead.firm_name),
            Cell(each.what),
            Cell(str(each.days), numeric=True),
            Cell(lead.unit.short_name or str(lead.unit)),
            Cell(str(lead.keeper or "—")),
        ],
        url=f"/leads/{lead.pk}/",
        mark="red",
    )


def transfers_seen(official: Any) -> Any:
    rows = Transfer.objects.visible_to(official)
    return rows.select_related("lead", "from_unit", "to_unit").order_by("-offered_on", "-pk")


def transfer_row(each: Transfer, on: date, seen: set[int]) -> Row:
    tone, words = transfer_state(each, on)
    is_seen = each.lead_id in seen
    return Row(
        [
            Cell(str(each.lead) if is_seen else "（已改由其他单位承办）", sub=each.reason),
            Cell(each.from_unit.short_name or str(each.from_unit)),
            Cell(each.to_unit.short_name or str(each.to_unit)),
            Cell(day(each.offered_on)),
            Cell(day(each.due_on)),
            Cell(words, tone=tone),
            Cell(f"{each.percent.normalize():f}%", numeric=True),
        ],
        url=f"/leads/{each.lead_id}/" if is_seen else "",
    )


def offers_waiting(official: Any, on: date) -> int:
    """Return how many offers wait for this official's units."""
    rows = Transfer.objects.visible_to(official).filter(answered_on=None, due_on__gte=on)
    units = rows.values_list("to_unit", flat=True)
    return sum(official.may("leads.keep", unit) for unit in units)


def inquiries_open(official: Any) -> int:
    rows = Inquiry.objects.visible_to(official).filter(state=Inquiry.State.OPEN)
    return int(rows.count())
