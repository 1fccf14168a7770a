"""The list of problems (问题清单) of a batch, for sending back to the units that filled it in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localtime

from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec
from wutong.foundation.imports.models import Batch, Ledger, Problem
from wutong.sites.desk.queries.imports.rows import heads

COLUMNS = [
    ColumnSpec("文件", width=34),
    ColumnSpec("工作表", width=16),
    ColumnSpec("单元格", width=10),
    ColumnSpec("填报单位", width=24),
    ColumnSpec("哪一行", width=36),
    ColumnSpec("问题类别", width=12),
    ColumnSpec("问题与处理办法", width=60),
    ColumnSpec("代号", width=26),
]


def problems_of(batch: Batch, *, ledger: str = "", unit: str = "") -> QuerySet[Problem]:
    """Return what units must mend or know, of one file or one unit where asked."""
    found = Problem.objects.filter(sheet__ledger__batch=batch).exclude(level=Problem.Level.NOTE)
    if ledger.isdecimal():
        found = found.filter(sheet__ledger=int(ledger))
    if unit:
        found = found.filter(row__values__unit=unit)
    order = ("sheet__ledger_id", "sheet__order", "row__number", "pk")
    return found.select_related("sheet__ledger", "row").order_by(*order)


def units_of(batch: Batch) -> list[str]:
    """Return the units that rows with problems name."""
    found = problems_of(batch).exclude(row=None).order_by()
    units = found.values_list("row__values__unit", flat=True).distinct()
    return sorted(str(unit) for unit in units if unit)


def ledgers_of(batch: Batch) -> list[tuple[str, str]]:
    told = Problem.objects.filter(sheet__ledger__batch=batch).exclude(level=Problem.Level.NOTE)
    ledgers = Ledger.objects.filter(batch=batch, pk__in=told.order_by().values("sheet__ledger"))
    return [(str(ledger.pk), ledger.name) for ledger in ledgers]


def problem_sheet(batch: Batch, found: QuerySet[Problem], at: datetime) -> SheetSpec:
    note = f"{localtime(at):%Y-%m-%d %H:%M} 由梧桐生成。请按“问题与处理办法”改正原表后重新报送。"
    return SheetSpec("问题清单", f"{batch.name}：台账问题清单", [note], COLUMNS, _rows(found))


def _rows(found: QuerySet[Problem]) -> Iterator[list[Any]]:
    for problem in found.iterator(2_000):
        row = problem.row
        yield [
            problem.sheet.ledger.name,
            problem.sheet.name,
            problem.cell,
            str(row.values.get("unit") or "") if row else "",
            " · ".join(heads(row)[:2]) if row else "",
            problem.get_level_display(),
            problem.message,
            problem.code,
        ]
