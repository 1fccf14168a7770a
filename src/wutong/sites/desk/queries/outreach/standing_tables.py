"""How quotas are kept, as tables and as a workbook."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from wutong.attract.outreach.models import Station
from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.sites.desk.queries.outreach.standing import Holding, QuotaStanding

COLUMNS = [
    Column("holder", "单位"),
    Column("done", "完成", numeric=True),
    Column("owed", "应完成", numeric=True),
    Column("lacking", "还差", numeric=True),
    Column("state", "达标"),
]


def name_of(holding: Holding) -> str:
    holder = holding.holder
    if isinstance(holder, Station):
        return f"{holder.team or holder.place}（{holder.code}）"
    return str(holder.short_name or holder.name)


def light_of(holding: Holding, standing: QuotaStanding, today: date) -> tuple[str, str]:
    """Return colour and words: what is not over yet can still be reached."""
    if not holding.lacking:
        return "green", "达标"
    if not standing.span.is_over(today):
        return "yellow", "未达（周期未满）"
    return "red", "未达标" if holding.done else "零"


def table_of(standing: QuotaStanding, day: date, today: date) -> dict[str, Any]:
    """Return one quota's table; every number opens into the rows it counts."""
    rows = []
    for holding in sorted(standing.holdings, key=lambda h: (-h.lacking, h.done)):
        tone, words = light_of(holding, standing, today)
        asked = urlencode({"on": day.isoformat(), "of": holding.holder.pk})
        url = f"/outreach-quotas/{standing.quota.pk}/rows/?{asked}" if holding.done else ""
        cells = [
            Cell(name_of(holding), sub=whose(holding)),
            Cell(str(holding.done), True, url=url),
            Cell(str(holding.owed), True),
            Cell(str(holding.lacking or ""), True),
            Cell(words, tone=tone, sub=short(holding)),
        ]
        where = "stations" if isinstance(holding.holder, Station) else "units"
        rows.append(
            Row(
                cells,
                url=f"/{where}/{holding.holder.pk}/",
                mark="red" if tone == "red" else "",
            )
        )
    return {
        "title": standing.title,
        "span": standing.span.words,
        "source": standing.quota.source,
        "url": f"/outreach-quotas/{standing.quota.pk}/",
        "bound": len(standing.holdings),
        "reached": len(standing.reached),
        "lagging": [name_of(h) for h in standing.lagging],
        "idle": [name_of(h) for h in standing.idle],
        "columns": COLUMNS,
        "rows": rows,
    }


def whose(holding: Holding) -> str:
    unit = holding.holder.lead_unit if isinstance(holding.holder, Station) else None
    return str(unit.short_name or unit.name) if unit else ""


def short(holding: Holding) -> str:
    return f"不足：{'、'.join(holding.behind)}" if holding.behind else ""


def sheet_of(standings: list[QuotaStanding], today: date, notes: list[str]) -> SheetSpec:
    columns = [
        ColumnSpec("任务"),
        ColumnSpec("周期"),
        ColumnSpec("对象"),
        ColumnSpec("完成", "count"),
        ColumnSpec("应完成", "count"),
        ColumnSpec("还差", "count"),
        ColumnSpec("达标"),
        ColumnSpec("依据"),
    ]
    lines: list[list[Any]] = [
        [
            standing.title,
            standing.span.words,
            name_of(holding),
            holding.done,
            holding.owed,
            holding.lacking,
            light_of(holding, standing, today)[1],
            standing.quota.source,
        ]
        for standing in standings
        for holding in standing.holdings
    ]
    return SheetSpec("达标情况", "外出招商任务达标情况", notes, columns, lines)
