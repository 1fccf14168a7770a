"""Reading a column off the models: its label, its kind, its value, what it sorts by."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from wutong.foundation.money import MoneyField
from wutong.foundation.personal import is_personal, masked
from wutong.foundation.ui import wording
from wutong.foundation.ui.lists import Cell, Column
from wutong.sites.desk.queries.pages.shape import Col, Page, page_of

NUMERIC = {"money", "count", "number"}
NAMES = ("name", "title", "measure", "project_name")


@dataclass(frozen=True)
class Shown:
    """A column made ready for many rows."""

    key: str
    label: str
    kind: str
    value: Callable[[Any], Any]
    text: Callable[[Any], str]
    sort: str
    column: Col
    link: type[Any] | None

    @property
    def heading(self) -> Column:
        unit = "（万元）" if self.kind == "money" else ""
        sortable = bool(self.sort) and self.column.sortable
        return Column(self.key, self.label + unit, self.kind in NUMERIC, sortable)


def field_at(model: type[models.Model], path: str) -> models.Field[Any, Any] | None:
    """Return the field a path leads to; None for an annotation or property."""
    found: Any = None
    for step in path.split("__"):
        try:
            found = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = getattr(found, "related_model", None) or model
    return found  # type: ignore[no-any-return]


def kind_of(field: Any) -> str:
    if field is None:
        return "text"
    if isinstance(field, MoneyField):
        return "money"
    if is_personal(field):
        return "personal"
    if isinstance(field, models.DateTimeField):
        return "moment"
    if isinstance(field, models.DateField):
        return "date"
    if isinstance(field, models.BooleanField):
        return "flag"
    if field.choices:
        return "choice"
    if isinstance(field, models.ForeignKey):
        return "link"
    if isinstance(field, models.PositiveIntegerField):
        return "number" if field.name in {"year", "number", "order", "ordinal"} else "count"
    return "count" if isinstance(field, models.DecimalField) else "text"


def name_field(model: type[models.Model]) -> str:
    """Return the field a record is called by; "" when its name is put together."""
    own = {f.name for f in model._meta.concrete_fields}
    return next((name for name in NAMES if name in own), "")


READY: dict[tuple[Any, Col], Shown] = {}


def shown(model: type[Any], column: Col) -> Shown:
    """Return a column made ready for rows of `model`; worked out once."""
    if (model, column) not in READY:
        READY[model, column] = prepared(model, column)
    return READY[model, column]


def prepared(page_model: type[Any], column: Col) -> Shown:
    field = field_at(page_model, column.path)
    kind = column.kind or kind_of(field)
    label = column.label or (str(field.verbose_name) if field is not None else column.path)
    value = getter(column, field, kind)
    target = field.related_model if isinstance(field, models.ForeignKey) else None
    sort = column.path
    if target is not None:
        sort = f"{sort}__{name_field(target)}" if name_field(target) else sort
    elif kind == "personal" or (field is None and "__" in column.path):
        sort = ""  # an order would tell of numbers that are masked
    key = column.path
    return Shown(key, label, kind, value, writer(kind), sort, column, target)


def getter(column: Col, field: Any, kind: str) -> Callable[[Any], Any]:
    *steps, last = column.path.split("__")
    if field is not None and field.choices:
        last = f"get_{last}_display"

    def value(record: Any) -> Any:
        for step in steps:
            record = getattr(record, step, None)
            if record is None:
                return None
        found = getattr(record, last, None)
        found = found() if callable(found) else found
        return column.choices.get(found, found) if column.choices else found

    return value


def writer(kind: str) -> Callable[[Any], str]:
    if kind == "money":
        return wording.wan
    if kind == "date":
        return wording.day
    if kind == "moment":
        return wording.moment
    if kind == "month":
        return lambda value: "" if value is None else f"{value:%Y-%m}"
    if kind == "count":
        return wording.number
    if kind == "json":
        return value_in_words
    if kind == "personal":
        return masked
    if kind == "flag":
        return lambda value: "是" if value else "否"
    return lambda value: "" if value is None else str(value)


def value_in_words(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(each) for each in value) or "（无）"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def shown_columns(page: Page, paths: tuple[str, ...] = ()) -> list[Shown]:
    cols = page.cols()
    if paths:
        by_path = {c.path: c for c in cols}
        cols = [by_path.get(path, Col(path)) for path in paths]
    return [shown(page.model, c) for c in cols]


def related_paths(page: Page) -> list[str]:
    """Return the links that a list's rows are read together with."""
    return linked_by(page.model, [p for c in page.cols() for p in (c.path, c.sub) if p])


def linked_by(model: type[models.Model], paths: Iterable[str]) -> list[str]:
    """Return the links that lead from a record to what these paths name."""
    wanted: set[str] = set()
    for path in paths:
        steps = path.split("__")
        for end in range(1, len(steps) + 1):
            part = "__".join(steps[:end])
            if isinstance(field_at(model, part), models.ForeignKey):
                wanted.add(part)
    return sorted(wanted)


def cell_of(column: Shown, record: Any, *, short: bool = False) -> Cell:
    """Return what a record says in a column; `short` for lists: no links, units by short name."""
    value = column.value(record)
    text = column.text(value)
    if short and column.link is not None:
        text = getattr(value, "short_name", "") or text
    tone = column.column.tones.get(text, "")
    sub = ""
    if column.column.sub:
        below = shown(type(record), Col(column.column.sub))
        sub = below.text(below.value(record))
    url = ""
    if column.link is not None and value is not None and not short:
        page = page_of(column.link)
        url = f"/{page.slug}/{value.pk}/" if page else ""
    return Cell(text or "—", column.kind in NUMERIC, tone, sub, url)
