"""The rows behind a figure, as far as the reader may see them: on the page and as a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from wutong.foundation.documents.sheets import SheetSpec
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Figure
from wutong.metrics.sheets import columns_of, metric_of, rows_seen, sheet_of
from wutong.sites.desk.queries.figures import DIMENSIONS, Question, part_names
from wutong.sites.desk.queries.pages import page_of
from wutong.sites.desk.queries.readings import NOTHING, tell


@dataclass(frozen=True)
class Behind:
    """The rows behind a figure, as far as the reader may see them."""

    columns: list[Column]
    rows: Any  # a QuerySet in order
    hidden: int


def behind(figure: Figure, ask: Ask, official: Any) -> Behind | None:
    seen, facts = rows_seen(figure, ask, official), figure.facts(ask)
    if seen is None or facts is None:
        return None
    hidden = 0 if official.sees_county else facts.count() - seen.count()
    columns = [
        Column(c.path, f"{c.label}（万元）" if c.kind == "money" else c.label, c.kind in NUMERIC)
        for c in columns_of(figure)
    ]
    columns = columns[1:] if has_codes(figure) else columns
    return Behind(columns, seen.order_by("pk"), hidden)


NUMERIC = {"money", "count"}


def has_codes(figure: Figure) -> bool:
    """Return whether rows open with a code and a name: on screen the code goes below the name."""
    labels = [column.label for column in columns_of(figure)[:2]]
    return labels == ["项目编号", "项目名称"]


def drawn(figure: Figure, rows: Iterable[Any], official: Any) -> list[Row]:
    """Return rows as a table shows them, the first cell leading to the record where one is open."""
    rows = list(rows)
    links = links_to(rows, official)
    return [Row(cells_of(figure, row), url=links.get(row.identity, "")) for row in rows]


def cells_of(figure: Figure, row: Any) -> list[Cell]:
    cells = [cell(column, row) for column in columns_of(figure)]
    if has_codes(figure):
        code, name, *rest = cells
        return [replace(name, sub=code.text), *rest]
    return cells


def links_to(rows: list[Any], official: Any) -> dict[int, str]:
    """Return the pages of the records behind rows that are still open to the official."""
    metric_page = page_of(type(rows[0])) if rows else None
    if metric_page is None:
        return {}
    keys = [row.identity for row in rows]
    still = metric_page.model.objects.visible_to(official).filter(pk__in=keys).order_by()
    return {key: f"/{metric_page.slug}/{key}/" for key in still.values_list("pk", flat=True)}


def cell(column: Any, row: Any) -> Cell:
    value = column.of(row)
    if column.kind == "money":
        return Cell(wan(value), numeric=True)
    if column.kind == "date":
        return Cell(day(value))
    if column.kind == "count":
        return Cell(NOTHING if value is None else str(value), numeric=True)
    return Cell(str(value) if value not in (None, "") else NOTHING)


def sheet_for(figure: Figure, question: Question, official: Any) -> SheetSpec:
    """Return the sheet of a figure with the value this official may read."""
    said = tell(figure, question.ask, official)
    spec = sheet_of(figure, question.ask, official)
    notes = [f"读数：{said.text}{said.unit}", *spec.notes[1:]]
    if said.why:
        notes.insert(1, f"说明：{said.why}")
    for name, part in question.where.items():
        notes.append(f"细分：{DIMENSIONS[name]}为{part_names(name, [part]).get(part, part)}")
    has_rows = metric_of(figure) is not None
    rows = spec.rows if has_rows else [[f"{said.text}{said.unit}"]]
    return replace(spec, notes=notes, rows=rows)
