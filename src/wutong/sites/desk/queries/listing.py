"""The rows of a list: within an official's scope, narrowed, searched, and drawn as cells."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.paginator import Page as Paged
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest

from wutong.foundation.documents.sheets import TRIGGERS, ColumnSpec, SheetSpec
from wutong.foundation.money import in_wan, spoken
from wutong.foundation.money import plain as plain_number
from wutong.foundation.search.names import is_pinyin, matching
from wutong.foundation.ui.lists import Cell, Row, in_order, sort_rows
from wutong.sites.desk.queries.columns import (
    Shown,
    cell_of,
    field_at,
    related_paths,
    shown,
    shown_columns,
)
from wutong.sites.desk.queries.pages import Col, Page

TEXT_KINDS = {"date": "date", "money": "money_wan", "count": "count"}


def visible_rows(page: Page, official: Any, *, alone: bool = False) -> QuerySet[Any]:
    """Return the records of a kind that this official may see, with what the list shows.

    `alone`: with what the page of one record shows, where that is less.
    """
    rows = page.rows(official, alone=alone)
    related = related_paths(page)
    return rows.select_related(*related) if related else rows


def searched(page: Page, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Narrow to what contains the text, or sounds like it when it is typed in pinyin."""
    text = text.strip()
    if not text or not page.search:
        return rows
    wanted = Q()
    for path in page.search:
        wanted |= Q(**{f"{path}__icontains": text})
        if is_pinyin(text):
            wanted |= sounding(page, path, text)
    if any(is_many(page.model, path) for path in page.search):
        return rows.filter(pk__in=page.model._default_manager.filter(wanted).values("pk"))
    return rows.filter(wanted)


def sounding(page: Page, path: str, text: str) -> Q:
    """Return the rows whose named thing, own or linked, sounds like the text."""
    *links, name = path.split("__")
    model = page.model
    if links:
        field = field_at(page.model, "__".join(links))
        model = getattr(field, "related_model", None) or page.model
    if name not in {"name", "title", "project_name", "measure"} or not hasattr(model, "known_at"):
        return Q()
    keys = matching(model, name, text)
    return Q(**{"__".join([*links, "pk__in"]): keys})


def is_many(model: Any, path: str) -> bool:
    field = field_at(model, path.split("__")[0])
    return bool(field is not None and (field.one_to_many or field.many_to_many))


def narrowed(request: HttpRequest, page: Page, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow to the records of one other record: `?project=12`."""
    for name in page.parents:
        key = request.GET.get(name, "")
        if key.isascii() and key.isdigit():
            rows = rows.filter(**{name: int(key)})
    return rows


def ordered(request: HttpRequest, page: Page, rows: QuerySet[Any]) -> QuerySet[Any]:
    fields = {c.key: c.sort for c in shown_columns(page) if c.sort and c.column.sortable}
    own = page.order_by.removeprefix("-")
    fields.setdefault(own, own)
    return sort_rows(request, rows, fields, default=page.order_by)


def ordered_by_default(page: Page, rows: QuerySet[Any]) -> QuerySet[Any]:
    falls = page.order_by.startswith("-")
    return rows.order_by(*in_order(rows, page.order_by.removeprefix("-"), falls=falls))


def of_page(rows: QuerySet[Any], shown: Paged[Any]) -> QuerySet[Any]:
    """Return the rows of one page, whose keys `shown` found.

    What a list shows beside the record's own fields is so looked up for the page alone: the
    database would else do it for every row that the page skips.
    """
    return rows.filter(pk__in=shown.object_list)


def drawn(page: Page, records: Iterable[Any], columns: list[Shown] | None = None) -> list[Row]:
    """Return the records as rows of a table; the first cell leads to the record."""
    columns = columns or shown_columns(page)
    return [row_of(page, record, columns) for record in records]


def row_of(page: Page, record: Any, columns: list[Shown]) -> Row:
    cells = [cell_of(column, record, short=True) for column in columns]
    first = cells[0]
    cells[0] = Cell(first.text if first.text != "—" else str(record), sub=first.sub)
    return Row(cells, url=f"/{page.slug}/{record.pk}/")


def size_of(page: Page, rows: QuerySet[Any]) -> tuple[int, str]:
    """Return how many rows a list has, and what their money comes to in words (if it has any)."""
    if not page.money:
        return rows.count(), ""
    found = rows.order_by().aggregate(count=Count("pk"), total=Sum(page.money))
    return found["count"], f"合计 {spoken(found['total'])}" if found["total"] else ""


def sheet_of(
    page: Page, rows: QuerySet[Any], notes: list[str], columns: list[Shown] | None = None
) -> SheetSpec:
    """Return the list as a sheet: what is on screen, and every other field of the record."""
    columns = columns or export_columns(page)
    specs = [
        ColumnSpec(c.heading.label, TEXT_KINDS.get(c.kind, "text"))  # type: ignore[arg-type]
        for c in columns
    ]
    return SheetSpec(page.title, page.title, notes, specs, cells_of(rows, columns))


def export_columns(page: Page) -> list[Shown]:
    columns, taken = [], set()
    subs = [shown(page.model, Col(c.sub, c.sub_label)) for c in page.cols() if c.sub]
    rest = tuple(name for name in page.form_fields if field_at(page.model, name) is not None)
    facts = [shown(page.model, c if isinstance(c, Col) else Col(c)) for c in page.facts]
    told = [*shown_columns(page), *subs, *shown_columns(page, rest), *facts]
    for column in told:
        same = column.key.removesuffix("__name")
        if same not in taken:
            taken.add(same)
            columns.append(column)
    return columns


def csv_lines(page: Page, rows: QuerySet[Any]) -> Iterator[str]:
    """Yield the list as lines of .csv, some rows at a time: money in 万元, days as ISO dates."""
    columns = export_columns(page)
    paper = StringIO()
    writer = csv.writer(paper, lineterminator="\r\n")
    units = {"money": "（万元）"}
    writer.writerow([c.heading.label + units.get(c.kind, "") for c in columns])
    for number, cells in enumerate(cells_of(rows, columns)):
        writer.writerow([harmless(cell) for cell in cells])
        if number % 500 == 0:
            yield paper.getvalue()
            paper.seek(0)
            paper.truncate()
    yield paper.getvalue()


def harmless(cell: Any) -> str:
    """Return what a cell says, so that no spreadsheet takes text for a formula."""
    if isinstance(cell, Decimal):
        return plain_number(cell)
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(TRIGGERS) else text


def cells_of(rows: QuerySet[Any], columns: list[Shown]) -> Iterator[list[Any]]:
    links = sorted({c.key for c in columns if c.link is not None})
    for record in (rows.select_related(*links) if links else rows).iterator(2_000):
        yield [plain(column, column.value(record)) for column in columns]


def plain(column: Shown, value: Any) -> Any:
    if value is None:
        return None
    if column.kind == "money":
        return in_wan(value)
    return value if column.kind in {"date", "count"} else column.text(value)
