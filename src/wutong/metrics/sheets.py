"""Figures as sheets of an Excel file: the definition above, the rows below, as the reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone

from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec, to_xlsx
from wutong.foundation.money import in_wan, in_yi, plain, rounded
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Figure, Metric, Names

KINDS = {"text": "text", "date": "date", "money": "money_wan", "count": "count"}


def columns_of(figure: Figure) -> tuple[Column, ...]:
    """Return the columns of the rows behind a figure, those of the metric it is made of."""
    metric = metric_of(figure)
    return metric.columns if metric else ()


def metric_of(figure: Figure) -> Metric | None:
    """Return the metric whose rows stand behind a figure, None for one that has no rows."""
    of = figure
    while not isinstance(of, Metric):
        of = getattr(of, "of", None) or getattr(of, "part", None)  # type: ignore[assignment]
        if of is None:
            return None
    return of


def rows_seen(figure: Figure, ask: Ask, official: Any) -> Any:
    """Return the rows behind a figure that an official may see, None where it has none."""
    facts, metric = figure.facts(ask), metric_of(figure)
    if facts is None or metric is None:
        return None
    seen = facts.visible_to(official)
    return seen.select_related(*metric.related) if metric.related else seen


def told(figure: Figure, ask: Ask) -> str:
    """Return a figure's value in words: 4.18亿元, 16项, 62.5%, 某某、某某."""
    value = figure.value(ask)
    if value is None:
        return "—"
    if isinstance(value, str):
        return value if figure.unit == "名称" else f"{value}{figure.unit}"
    if figure.unit == "元":
        small = abs(value) < Decimal(100_000_000)
        amount = in_wan(value) if small else in_yi(value)
        return f"{plain(rounded(amount))}{'万元' if small else '亿元'}"
    return f"{plain(rounded(value))}{figure.unit}"


def sheet_of(figure: Figure, ask: Ask, official: Any, name: str = "") -> SheetSpec:
    """Return the sheet of one figure: value, definition, question, and its rows."""
    known = ask.known_at or timezone.now()
    notes = [
        f"读数：{told(figure, ask)}",
        f"口径：{figure.definition}",
        f"依据：{figure.source}",
        f"时段：{ask.period}；截止日：{ask.cutoff:%Y-%m-%d}；按{timezone.localtime(known):%Y-%m-%d %H:%M}掌握的记录",
    ]
    rows = rows_seen(figure, ask, official)
    if isinstance(figure, Names):
        notes.append(f"名称共{figure.size(ask)}个，按上述次序印出")
    if rows is None:
        return SheetSpec(
            name or figure.label, figure.label, notes, [ColumnSpec("读数")], [[told(figure, ask)]]
        )
    hidden = figure.facts(ask).count() - rows.count()  # type: ignore[union-attr]
    if hidden:
        notes.append(f"另有{hidden}行不在您的权限范围内")
    columns = columns_of(figure)
    specs = [ColumnSpec(c.label, KINDS[c.kind]) for c in columns]  # type: ignore[arg-type]
    return SheetSpec(name or figure.label, figure.label, notes, specs, _cells(rows, columns))


def _cells(rows: Any, columns: tuple[Column, ...]) -> Iterator[list[Any]]:
    for row in rows.order_by("pk").iterator(2_000):
        yield [_cell(column, column.of(row)) for column in columns]


def _cell(column: Column, value: Any) -> Any:
    if value is None or isinstance(value, date):
        return value
    if column.kind == "money":
        return in_wan(value)
    return value if isinstance(value, int | Decimal) else str(value)


def annex(figures: Iterable[tuple[str, Figure]], ask: Ask, official: Any) -> bytes:
    """Return the annex of a report: one sheet for each figure, in the order of its slots."""
    stream = BytesIO()
    sheets = (sheet_of(f, ask, official, f"{slot} {f.label}") for slot, f in figures)
    to_xlsx(sheets, stream)
    return stream.getvalue()
