"""The form of a kind of record, made from its model: shape and words come from the fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db import models

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import FirmGroup
from wutong.attract.outreach.models import Batch, FairEdition
from wutong.attract.outreach.queries import following_number
from wutong.compliance.models import Review
from wutong.foundation.money import MoneyField
from wutong.foundation.personal import MASK, is_personal
from wutong.people.models import Official, Unit
from wutong.sites.desk.forms.fields import MaskedField, NamedField, WanField
from wutong.sites.desk.queries.pages import Page, page_of
from wutong.steer.targets.models import Mandate

SHORT_LISTS = (Unit, Chain, FirmGroup, FairEdition, Review, Mandate, Official)
WIDE_FROM = 120  # characters: what is longer gets a whole row


class RecordForm(forms.Form):
    """Shows and checks a record's fields; it never saves.

    `known_at` says which state of the record the official saw when they began to type.
    """

    known_at = forms.CharField(widget=forms.HiddenInput, required=False)
    groups: list[tuple[str, list[str]]]

    def facts(self) -> dict[str, Any]:
        """Return what was typed, by field; an empty text where nothing was."""
        return {name: v for name, v in self.cleaned_data.items() if name != "known_at"}


def record_form(
    page: Page, official: Any, *, names: Iterable[str], data: Any = None, record: Any = None
) -> RecordForm:
    """Return the form for these fields of a kind, filled from `record` or the kind's defaults."""
    names = list(names)
    form = RecordForm(data, initial=starting_values(page, names, record))
    for name in names:
        form.fields[name] = form_field(page, name, official, record)
    form.groups = [(title, [n for n in group if n in names]) for title, group in page.form]
    return form


def starting_values(page: Page, names: list[str], record: Any) -> dict[str, Any]:
    if record is None:
        begun = {name: page.model._meta.get_field(name) for name in names}
        given = {n: f.get_default() for n, f in begun.items() if f.has_default()}
        if "year" in names:
            given["year"] = date.today().year
        if issubclass(page.model, Batch):
            given["number"] = following_number(page.model, given["year"])
        return given
    values = {name: getattr(record, page.model._meta.get_field(name).attname) for name in names}
    return {**values, "known_at": record.known_at.isoformat()}


def form_field(page: Page, name: str, official: Any, record: Any = None) -> forms.Field:
    field: Any = page.model._meta.get_field(name)
    said = {
        "label": str(field.verbose_name),
        "required": not field.blank and not isinstance(field, models.BooleanField),
        "help_text": field.help_text,
    }
    if isinstance(field, MoneyField):
        return WanField(**said)
    if is_personal(field):
        stored = getattr(record, name) if record is not None else ""
        return MaskedField(stored=stored, max_length=field.max_length + len(MASK), **said)
    if isinstance(field, models.ForeignKey):
        return link_field(page, field, official, said)
    made: forms.Field = field.formfield()
    if isinstance(field, models.BooleanField):
        made.required = False
    if field.name == "month":
        made.help_text = "填当月的第一天，例如 2023-03-01"
    is_text = isinstance(field, models.CharField) and not field.choices
    if is_text and (field.max_length or 0) > WIDE_FROM:
        made.widget.attrs["data-wide"] = ""
    return made


def link_field(page: Page, field: Any, official: Any, said: dict[str, Any]) -> forms.Field:
    """Return a select for a short list, a box that finds by name for a long one."""
    model = field.related_model
    rows = choices_for(page, field, official)
    if issubclass(model, SHORT_LISTS):
        return forms.ModelChoiceField(rows, empty_label="（未填）", **said)
    target = page_of(model)
    return NamedField(rows, target.slug if target else "", **said)


def choices_for(page: Page, field: Any, official: Any) -> Any:
    """Return the records a link may point at: those in scope, and of units only one's own."""
    model: Any = field.related_model
    if model is Official:
        return Official.objects.filter(is_active=True).exclude(name="").order_by("name")
    rows = model.objects.visible_to(official)
    if model is Unit and field.name == page.model.scope and not official.sees_county:
        return rows.filter(pk__in=official.granted.get(page.ability, ()))
    return rows
