"""The filters above a list, made from the columns they narrow."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.models import Max, Min, QuerySet
from django.http import QueryDict

from wutong.foundation.periods import Period
from wutong.people.models import Unit, units_below
from wutong.sites.desk.queries.columns import field_at, kind_of
from wutong.sites.desk.queries.pages import Page, Pick

ALL = ("", "全部")
YES = (ALL, ("1", "是"), ("0", "否"))
MANY = 60


class ListFilter(forms.Form):
    """Narrows a list by what is chosen; a value that is no choice narrows nothing."""

    def __init__(self, data: QueryDict, page: Page, official: Any, rows: QuerySet[Any]) -> None:
        super().__init__(data)
        self.page = page
        self.asked = {name_of(each): each for each in page.filters}
        for name, each in self.asked.items():
            self.fields[name] = control(each, page, official, rows)
        for name in page.parents:
            if data.get(name) and name not in self.fields:
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        self.is_valid()
        for name, each in self.asked.items():
            chosen = self.cleaned_data.get(name)
            if chosen not in (None, ""):
                rows = narrowed_by(each, self.page, rows, chosen)
        return rows

    def in_words(self) -> str:
        """Return what is chosen, for the head of an export."""
        self.is_valid()
        said = []
        for name in self.asked:
            chosen = self.cleaned_data.get(name)
            if chosen not in (None, ""):
                words = dict(getattr(self.fields[name], "choices", []))
                said.append(f"{self.fields[name].label}：{words.get(chosen, chosen)}")
        return "；".join(said)


def name_of(each: str | Pick) -> str:
    return each.name if isinstance(each, Pick) else each


def control(each: str | Pick, page: Page, official: Any, rows: QuerySet[Any]) -> forms.Field:
    if isinstance(each, Pick):
        return choice(each.label, [ALL, *each.words()])
    field: Any = field_at(page.model, each)
    label = str(field.verbose_name)
    kind = kind_of(field)
    if kind == "flag":
        return choice(label, list(YES))
    if kind == "choice":
        return choice(label, [ALL, *[(k, v) for k, v in field.choices if k != ""]])
    if kind == "date":
        return choice(label, [ALL, *periods(rows, each)])
    if kind == "link":
        return choice(label, [ALL, *linked(field.related_model, official)])
    found = rows.order_by(each).values_list(each, flat=True).distinct()
    values = [str(v) for v in found[:MANY] if v not in (None, "")]
    if isinstance(field, models.PositiveIntegerField):
        values.sort(key=int, reverse=True)
    return choice(label, [ALL, *[(v, v) for v in values]])


def choice(label: str, choices: list[tuple[str, str]]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, required=False)


def linked(model: Any, official: Any) -> list[tuple[str, str]]:
    rows = model.objects.visible_to(official)
    if model is Unit and not official.sees_county:
        rows = rows.filter(pk__in=official.unit_scope)
    return [(str(row.pk), str(row)) for row in rows]


def periods(rows: QuerySet[Any], path: str) -> list[tuple[str, str]]:
    """Return the years, quarters and months from the first day to the last, the latest first.

    Two looks into an index, where asking which months have rows would read them all.
    """
    ends = rows.order_by().aggregate(first=Min(path), last=Max(path))
    if ends["first"] is None:
        return []
    found: dict[str, str] = {}
    month = Period.containing(ends["last"])
    while month.last >= ends["first"]:
        for period in within(month.first):
            found.setdefault(period.code, str(period))
        month = Period.containing(month.first - timedelta(days=1))
    return list(found.items())


def within(month: date) -> list[Period]:
    return [
        Period.months(month.year, 1, 12),
        Period.quarter(month.year, (month.month + 2) // 3),
        Period.containing(month),
    ]


def narrowed_by(each: str | Pick, page: Page, rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    if isinstance(each, Pick):
        return each.narrow(rows, chosen)  # type: ignore[no-any-return]
    field: Any = field_at(page.model, each)
    kind = kind_of(field)
    if kind == "date":
        period = Period.written(chosen)
        return rows.filter(**{f"{each}__range": (period.first, period.last)})
    if kind == "link" and field.related_model is Unit:
        return rows.filter(**{f"{each}__in": units_below()(int(chosen))})
    return rows.filter(**{each: chosen == "1" if kind == "flag" else chosen})
