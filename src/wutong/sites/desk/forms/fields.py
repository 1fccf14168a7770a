"""Fields of the desk's forms: amounts in 万元, and records found by their name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from wutong.foundation.money import WAN, in_wan, plain, to_yuan
from wutong.foundation.personal import MASK, masked
from wutong.foundation.ui.controls import prepare
from wutong.sites.desk.queries.columns import name_field

WAN_PLACES = 6  # a fen is 0.000001 万元


class WanField(forms.DecimalField):
    """An amount that is typed in 万元 and kept in 元, to the fen."""

    def __init__(self, **given: Any) -> None:
        given.setdefault("widget", forms.NumberInput(attrs={"data-unit": "万元", "step": "any"}))
        super().__init__(max_digits=19, decimal_places=WAN_PLACES, **given)
        self.error_messages |= {
            "max_decimal_places": "万元最多六位小数（精确到分）",
            "invalid": "请填写数字，单位万元",
        }

    def prepare_value(self, value: Any) -> Any:
        return plain(in_wan(value)) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        amount = super().clean(str(value).replace(",", "") if value else value)
        return None if amount is None else to_yuan(amount * WAN)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.clean(data) != initial)


class MaskedField(forms.CharField):
    """A person's number or address: shown masked; kept where the mask is left as it stands."""

    def __init__(self, *, stored: str = "", **given: Any) -> None:
        super().__init__(**given)
        self.stored = stored
        self.widget.attrs["autocomplete"] = "off"
        if stored:
            self.help_text = "中间几位已隐去；不改动就保留原值，要换就重新填写完整"

    def prepare_value(self, value: Any) -> Any:
        return masked(value) if value and value == self.stored else value

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        if self.stored and text == masked(self.stored):
            return self.stored
        if MASK in text:
            raise ValidationError("还带着隐去的星号，请填写完整，或清空")
        return text


class NameInput(forms.TextInput):
    """A text box that offers names as one types; without JavaScript the name is typed whole."""

    template_name = "desk/name_input.html"

    def __init__(self, slug: str, attrs: dict[str, Any] | None = None) -> None:
        hint = {"autocomplete": "off", "placeholder": "名称的一部分或拼音首字母，从提示中选"}
        super().__init__({**hint, **(attrs or {})})
        self.slug = slug

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["slug"] = self.slug
        return context


class NamedField(forms.CharField):
    """A record of a long list, given by its name, its code, or `#` and its number."""

    def __init__(self, rows: QuerySet[Any], slug: str, **given: Any) -> None:
        self.rows = rows
        super().__init__(widget=NameInput(slug), **given)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            found = self.rows.model._base_manager.filter(pk=value).first()
            return "" if found is None else written(found)
        return value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = list(self.rows.filter(named(self.rows.model, text))[:6])
        label = self.rows.model._meta.verbose_name
        if not found:
            raise ValidationError(f"没有名为“{text}”的{label}，请从提示中选一条，或先登记{label}")
        if len(found) > 1:
            ways = "、".join(f"#{one.pk}（{detail(one)}）" for one in found)
            raise ValidationError(f"有 {len(found)} 条同名{label}，请改填编号：{ways}")
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


def written(record: Any) -> str:
    """Return what a record is called in a box; with its number where it has no name of its own."""
    name = name_field(type(record))
    return str(getattr(record, name)) if name else f"{record} #{record.pk}"


def detail(record: Any) -> str:
    """Return what tells a record from others of its name."""
    for name in ("code", "credit_code", "starts_on", "lead_unit", "province", "raised_on"):
        told = getattr(record, name, None)
        if told:
            return str(told)
    return str(record)


def named(model: Any, text: str) -> Q:
    """Return the rows that are called so: by number, by name, or by code."""
    _, marked, number = text.rpartition("#")
    if marked and number.isascii() and number.isdigit():
        return Q(pk=int(number))
    own = {f.name for f in model._meta.concrete_fields}
    name = name_field(model)
    wanted = Q(**{name: text}) if name else Q(pk__in=[])
    if "code" in own:
        wanted |= Q(code=text)
    if "credit_code" in own:
        wanted |= Q(credit_code=text)
    if {"year", "number"} <= own:
        year, _, batch = text.removeprefix(model.prefix).partition("-")
        if year.isdigit() and batch.isdigit():
            wanted |= Q(year=int(year), number=int(batch))
    return wanted


def dressed(form: forms.Form) -> forms.Form:
    """Give each control its class now, so that an error page and a partial look alike."""
    for bound in form:
        prepare(bound.field.widget)
    return form
