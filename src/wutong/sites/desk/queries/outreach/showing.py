"""The outcomes as tables: a batch a row, totals, the rows behind each number, a workbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.money import in_wan
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan
from wutong.sites.desk.queries.outreach.outcomes import Outcome, amount_of


@dataclass(frozen=True)
class Measure:
    """One number of the table: what it counts, and the rows behind it."""

    code: str
    label: str
    rows: Callable[[Outcome], list[Any]]
    is_signing: bool = False


def measures(days: list[int]) -> list[Measure]:
    found = [
        Measure("firms", "对接企业", lambda o: o.met),
        Measure("talks", "洽谈项目", lambda o: o.talks),
        Measure("invitations", "邀请来访", lambda o: o.invitations),
    ]
    for number in days:
        found.append(
            Measure(
                f"signed-{number}",
                f"{number}天内签约",
                lambda o, number=number: o.signed_within(number),  # type: ignore[misc]
                is_signing=True,
            )
        )
    return found


def heads(days: list[int]) -> list[Column]:
    named = [Column("batch", "批次"), Column("when", "时间"), Column("unit", "牵头单位")]
    return named + [Column(m.code, m.label, numeric=True) for m in measures(days)]


def row_of(outcome: Outcome, days: list[int], address: Callable[..., str]) -> Row:
    batch = outcome.batch
    unit = batch.lead_unit
    last = f"至 {day(batch.ends_on)}" if batch.ends_on else ""
    cells = [
        Cell(batch.code, sub=about(outcome)),
        Cell(day(batch.starts_on), sub=last),
        Cell((unit.short_name or unit.name) if unit else "—"),
    ]
    for measure in measures(days):
        rows = measure.rows(outcome)
        sub = f"{wan(amount_of(rows))} 万元" if measure.is_signing and rows else ""
        url = address(measure.code, outcome.code) if rows else ""
        cells.append(Cell(str(len(rows)), True, sub=sub, url=url))
    return Row(cells, url=f"/{outcome.kind.slug}/{batch.pk}/")


def about(outcome: Outcome) -> str:
    """Return the kind of a batch, and where it went or what it was about."""
    batch = outcome.batch
    for name in ("destination", "focus", "topic", "place"):
        if told := getattr(batch, name, ""):
            return f"{outcome.kind.label} · {told}"
    return outcome.kind.label


def totals(
    found: list[Outcome], days: list[int], address: Callable[..., str]
) -> list[dict[str, Any]]:
    """Return the sums over all batches, each with where its rows are."""
    said: list[dict[str, Any]] = []
    for measure in measures(days):
        rows = [row for outcome in found for row in measure.rows(outcome)]
        said.append(
            {
                "label": measure.label,
                "value": len(rows),
                "unit": "项" if measure.is_signing or measure.code == "talks" else "家",
                "note": f"{wan(amount_of(rows))} 万元" if measure.is_signing else "",
                "url": address(measure.code, "") if rows else "",
            }
        )
    return said


FIRM_COLUMNS = [Column("name", "企业"), Column("batch", "批次"), Column("said", "情况")]
TALK_COLUMNS = [
    Column("name", "洽谈项目"),
    Column("batch", "批次"),
    Column("firm", "意向投资方"),
    Column("amount", "意向投资额（万元）", numeric=True),
    Column("progress", "进展"),
]
INVITATION_COLUMNS = [
    Column("name", "受邀企业"),
    Column("batch", "批次"),
    Column("met_on", "对接时间"),
    Column("visited_on", "来访时间"),
]
CONTRACT_COLUMNS = [
    Column("name", "项目"),
    Column("batch", "来源批次"),
    Column("unit", "责任单位"),
    Column("signed_on", "签约日期"),
    Column("after", "结束后（天）", numeric=True),
    Column("amount", "签约金额（万元）", numeric=True),
]


def behind(
    found: list[Outcome], code: str, days: list[int]
) -> tuple[str, list[Column], list[Row]] | None:
    """Return label, columns and rows behind a number; None where there is no such number."""
    measure = next((m for m in measures(days) if m.code == code), None)
    if measure is None:
        return None
    pairs = [(outcome, row) for outcome in found for row in measure.rows(outcome)]
    columns, draw = DRAWN.get(code, (CONTRACT_COLUMNS, contract_row))
    return measure.label, columns, [draw(outcome, row) for outcome, row in pairs]


def firm_row(outcome: Outcome, pair: Any) -> Row:
    name, row = pair
    said = ""
    for field in ("outcome", "progress", "category", "interest", "summary"):
        said = said or str(getattr(row, field, "") or "")[:60]
    url = f"/firms/{row.firm_id}/" if row.firm_id else ""
    return Row([Cell(name), batch_cell(outcome), Cell(said or "—")], url=url)


def talk_row(outcome: Outcome, talk: Any) -> Row:
    cells = [
        Cell(talk.project_name),
        batch_cell(outcome),
        Cell(str(talk.firm or "—")),
        Cell(wan(talk.intended_amount), True),
        Cell(talk.progress or "—"),
    ]
    return Row(cells, url=f"/talks/{talk.pk}/")


def invitation_row(outcome: Outcome, invitation: Any) -> Row:
    met = invitation.interaction
    cells = [
        Cell(str(met.firm)),
        batch_cell(outcome),
        Cell(day(met.met_on)),
        Cell(day(invitation.visited_on) if invitation.visited_on else "未来访"),
    ]
    return Row(cells, url=f"/invitations/{invitation.pk}/")


def contract_row(outcome: Outcome, contract: Any) -> Row:
    project = contract.project
    after = (contract.signed_on - outcome.batch.last_day).days
    cells = [
        Cell(project.name, sub=project.code),
        batch_cell(outcome),
        Cell(project.lead_unit.short_name or project.lead_unit.name),
        Cell(day(contract.signed_on)),
        Cell(str(max(after, 0)), True),
        Cell(wan(contract.standing_amount), True),
    ]
    return Row(cells, url=f"/projects/{project.pk}/")


def batch_cell(outcome: Outcome) -> Cell:
    return Cell(outcome.batch.code, url=f"/{outcome.kind.slug}/{outcome.batch.pk}/")


DRAWN: dict[str, tuple[list[Column], Callable[[Outcome, Any], Row]]] = {
    "firms": (FIRM_COLUMNS, firm_row),
    "talks": (TALK_COLUMNS, talk_row),
    "invitations": (INVITATION_COLUMNS, invitation_row),
}


def sheet(found: list[Outcome], days: list[int], notes: list[str]) -> SheetSpec:
    columns = [
        ColumnSpec("形式"),
        ColumnSpec("批次"),
        ColumnSpec("开始日期", "date"),
        ColumnSpec("结束日期", "date"),
        ColumnSpec("牵头单位"),
    ]
    for measure in measures(days):
        columns.append(ColumnSpec(measure.label, "count"))
        if measure.is_signing:
            columns.append(ColumnSpec(f"{measure.label}额（万元）", "money_wan"))
    return SheetSpec("招商活动成效", "招商活动成效", notes, columns, map_rows(found, days))


def map_rows(found: list[Outcome], days: list[int]) -> list[list[Any]]:
    lines = []
    for outcome in found:
        batch = outcome.batch
        line: list[Any] = [
            outcome.kind.label,
            batch.code,
            batch.starts_on,
            batch.ends_on,
            str(batch.lead_unit or ""),
        ]
        for measure in measures(days):
            rows = measure.rows(outcome)
            line.append(len(rows))
            if measure.is_signing:
                line.append(in_wan(amount_of(rows)))
        lines.append(line)
    return lines
