"""On a batch's own page: what is to be done next, whether it was reported on, what it led to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.attract.funds.queries.standing import rule_on
from wutong.attract.outreach.models import Batch, Interaction, StationReport, Talk, Trip
from wutong.attract.outreach.queries import complete_leads, week_of
from wutong.foundation.imports.models import Provenance
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan
from wutong.sites.desk.queries.outreach.outcomes import (
    KINDS,
    Kind,
    Outcome,
    amount_of,
    horizons,
    told,
)
from wutong.sites.desk.queries.outreach.showing import contract_row

STEP_COLUMNS = [
    Column("step", "下一步"),
    Column("about", "企业、项目"),
    Column("due", "期限"),
    Column("state", "状态"),
]
SIGNED_COLUMNS = [
    Column("name", "项目"),
    Column("unit", "责任单位"),
    Column("signed_on", "签约日期"),
    Column("after", "结束后（天）", numeric=True),
    Column("amount", "签约金额（万元）", numeric=True),
]


MET_COLUMNS = [
    Column("firm", "对接企业"),
    Column("on", "对接时间"),
    Column("who", "记录人"),
    Column("amount", "意向投资额（万元）", numeric=True),
    Column("lead", "线索"),
]


@dataclass(frozen=True)
class Step:
    """Something that was promised to be done next, and whether it was."""

    words: str
    about: str
    due_on: date | None
    done_on: date | None
    result: str
    url: str

    def is_overdue(self, today: date) -> bool:
        return self.done_on is None and self.due_on is not None and self.due_on < today


def kind_of(batch: Batch) -> Kind:
    return next(kind for kind in KINDS.values() if kind.model is type(batch))


def next_steps(batch: Batch, official: Any) -> list[Step]:
    """Return the next steps from a batch's interactions and talks, the earliest due first."""
    kind = kind_of(batch)
    found = []
    if kind.link:
        rows = Interaction.objects.visible_to(official).filter(**{kind.link: batch})
        for met in rows.exclude(next_step="").select_related("firm"):
            found.append(step_of(met, str(met.firm), f"/interactions/{met.pk}/"))
    if isinstance(batch, Trip):
        talks = Talk.objects.visible_to(official).filter(trip=batch).exclude(next_step="")
        found += [step_of(talk, talk.project_name, f"/talks/{talk.pk}/") for talk in talks]
    return sorted(found, key=lambda s: (s.done_on is not None, s.due_on or date.max))


def step_of(row: Any, about: str, url: str) -> Step:
    done, result = row.next_done_on, row.next_result
    return Step(row.next_step, about, row.next_due_on, done, result, url)


def step_row(step: Step, today: date) -> Row:
    if step.done_on:
        state = Cell(f"{day(step.done_on)} 完成", tone="green", sub=step.result)
    elif step.is_overdue(today):
        state = Cell(f"逾期 {(today - (step.due_on or today)).days} 天", tone="red")
    else:
        state = Cell("待办", tone="yellow" if step.due_on else "grey")
    mark = "red" if step.is_overdue(today) else ""
    cells = [Cell(step.words), Cell(step.about), Cell(day(step.due_on)), state]
    return Row(cells, url=step.url, mark=mark)


def batch_sections(batch: Batch, official: Any, today: date) -> list[dict[str, Any]]:
    """Return the follow-up of a batch and what it led to, as sections of its page."""
    steps = next_steps(batch, official)
    late = sum(step.is_overdue(today) for step in steps)
    note = f"{len(steps)} 项" if steps else ""
    follow = {
        "title": "后续跟进",
        "note": f"{note}，逾期 {late} 项" if late else note,
        "columns": STEP_COLUMNS,
        "rows": [step_row(step, today) for step in steps],
        "empty": "对接记录、洽谈项目里填了“下一步”和期限的，列在这里。",
    }
    outcome = told(kind_of(batch), [batch], official)[0]
    return [follow, led_to(outcome, horizons(today))]


def led_to(outcome: Outcome, days: list[int]) -> dict[str, Any]:
    """Return the contracts of projects that came from the batch, and how many came in time."""
    counts = []
    for number in days:
        signed = outcome.signed_within(number)
        counts.append(f"{number}天内 {len(signed)} 项 {wan(amount_of(signed))} 万元")
    rows = [contract_row(outcome, contract) for contract in outcome.contracts]
    for row in rows:
        del row.cells[1]  # the batch: it is this one
    return {
        "title": "签约成效",
        "note": "；".join(counts) if rows else "",
        "columns": SIGNED_COLUMNS,
        "rows": rows,
        "empty": "还没有来源于这一批次的签约项目。项目的“来源”填了这一批次、签订合同后列在这里。",
    }


def is_from_ledger(batch: Batch) -> bool:
    """Return whether a ledger brought it: its debrief was written elsewhere."""
    kind = ContentType.objects.get_for_model(batch)
    return Provenance.objects.filter(model=kind, key=batch.pk).exists()


def week_section(report: StationReport, official: Any) -> dict[str, Any]:
    """Return what the station did in a report's week, as it stands now."""
    week = week_of(report.station, report.week)
    rows = week.interactions.visible_to(official).select_related("firm", "recorded_by")
    leads = set(complete_leads(rows).values_list("pk", flat=True))
    drawn = [met_row(met, met.pk in leads) for met in rows.order_by("met_on", "pk")]
    invited = week.invitations.visible_to(official).count()
    note = f"对接 {len(drawn)} 条，完整线索 {len(leads)} 条，邀请来访 {invited} 家"
    return {
        "title": "当周对接",
        "note": f"现在 {note}" if report.is_frozen else f"{note}；报送时定格",
        "columns": MET_COLUMNS,
        "rows": drawn,
        "empty": "这一周还没有登记对接记录。",
    }


def met_row(met: Interaction, is_lead: bool) -> Row:
    lead = Cell("完整线索", tone="green") if is_lead else Cell("—")
    cells = [
        Cell(str(met.firm)),
        Cell(day(met.met_on)),
        Cell(str(met.recorded_by or "—")),
        Cell(wan(met.intended_amount), True),
        lead,
    ]
    return Row(cells, url=f"/interactions/{met.pk}/")


def debrief_light(batch: Batch, today: date) -> list[tuple[str, str]]:
    """Say that a debrief is overdue, by the rule of how many days it may take."""
    due = batch.last_day + timedelta(days=int(rule_on("debrief_days", today)))
    if batch.debriefed_on or not batch.is_done or today <= due or is_from_ledger(batch):
        return []
    return [("red", f"总结逾期 {(today - due).days} 天")]
