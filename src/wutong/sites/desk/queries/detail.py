"""A record's own page: its facts and what belongs to it."""

from __future__ import annotations

from typing import Any

from django.db import models

from wutong.foundation.ui.lists import Column, Fact, Row
from wutong.sites.desk.queries.columns import (
    NUMERIC,
    Shown,
    cell_of,
    field_at,
    linked_by,
    shown,
)
from wutong.sites.desk.queries.listing import drawn, ordered_by_default
from wutong.sites.desk.queries.pages import Col, Page, Section, pages

FEW = 10


def facts_of(page: Page, record: Any) -> list[Fact]:
    """Return what the record says, in the form's order; what is blank is named in one line."""
    cols = [Col(name) for name in page.form_fields]
    cols += [c if isinstance(c, Col) else Col(c) for c in page.facts]
    facts = [fact_of(page, record, col) for col in cols]
    filled = [fact for fact in facts if fact.text not in ("—", "未填", str(record))]
    blank = [fact.label for fact in facts if fact.text in ("—", "未填")]
    return [*filled, Fact("还没有填", "、".join(blank), wide=True)] if blank else filled


def fact_of(page: Page, record: Any, col: Col) -> Fact:
    column = shown(page.model, col)
    cell = cell_of(column, record)
    unit = " 万元" if column.kind == "money" and cell.text != "—" else ""
    field = field_at(page.model, col.path)
    wide = isinstance(field, models.TextField) or len(cell.text) > 60
    return Fact(column.label, cell.text + unit, url=cell.url, wide=wide)


def sections_of(page: Page, record: Any, official: Any) -> list[dict[str, Any]]:
    """Return what belongs to the record and this official may see, the first few of each."""
    found = [section_of(section, record, official) for section in page.sections]
    return [section for section in found if section is not None]


def section_of(section: Section, record: Any, official: Any) -> dict[str, Any] | None:
    page = pages[section.slug]
    columns = shown_of(page, section)
    rows = with_what_is_shown(page, columns, official).filter(**{section.via: record})
    few = list(ordered_by_default(page, rows)[: FEW + 1])
    count = len(few) if len(few) <= FEW else rows.order_by().count()
    if not count and section.is_quiet:
        return None
    return {
        "title": section.title or page.title,
        "note": f"{count} 条" if count else "",
        "url": f"/{page.slug}/?{section.via}={record.pk}" if count > FEW else "",
        "action": f"全部 {count} 条",
        "columns": [Column(c.key, c.heading.label, c.kind in NUMERIC) for c in columns],
        "rows": in_rows(page, few[:FEW], columns),
        "empty": f"还没有{section.title or page.title}。",
    }


def with_what_is_shown(page: Page, columns: list[Shown], official: Any) -> Any:
    """Return the records in scope together with what these columns show, and nothing more."""
    paths = [path for column in columns for path in (column.key, column.column.sub) if path]
    is_derived = any(field_at(page.model, path) is None for path in paths)
    rows = page.rows(official) if is_derived else page.model.objects.visible_to(official)
    related = linked_by(page.model, paths)
    return rows.select_related(*related) if related else rows


def shown_of(page: Page, section: Section) -> list[Shown]:
    by_path = {c.path: c for c in page.cols()}
    paths = section.columns or tuple(by_path)
    return [shown(page.model, by_path.get(path, Col(path))) for path in paths]


def in_rows(page: Page, records: Any, columns: list[Any]) -> list[Row]:
    return drawn(page, records, columns)
