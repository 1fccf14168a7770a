"""What a phone sends, read and checked: the names of the fields are those of the phone's form."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from wutong.attract.firms.models import Firm, valid_credit_code
from wutong.attract.outreach.models import Interaction
from wutong.attract.outreach.operations.visits import Visit
from wutong.people.models import Unit
from wutong.sites.desk.forms.fields import WanField
from wutong.sites.desk.queries.field.mine import occasion_named, units_of

EARLIEST = date(2000, 1, 1)


def no_later_than_today(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError("晚于今天，请核对日期")


class VisitForm(forms.Form):
    """A visit as the phone noted it down."""

    client_key = forms.UUIDField()
    unit = forms.IntegerField(required=False)
    met_on = forms.DateField(
        validators=[no_later_than_today], error_messages={"required": "请填写哪天见的"}
    )
    kind = forms.ChoiceField(choices=Interaction.Kind.choices)
    firm = forms.IntegerField(required=False)
    firm_name = forms.CharField(max_length=200, required=False)
    credit_code = forms.CharField(required=False, validators=[valid_credit_code])
    occasion = forms.CharField(max_length=40, required=False)
    place = forms.CharField(max_length=100, required=False)
    met_with = forms.CharField(max_length=100, required=False)
    summary = forms.CharField(max_length=5000, required=False)
    intended_amount = WanField(required=False)
    project_name = forms.CharField(max_length=200, required=False)
    is_invited = forms.BooleanField(required=False)
    next_step = forms.CharField(max_length=200, required=False)
    next_due_on = forms.DateField(required=False)

    def __init__(self, given: dict[str, Any], official: Any) -> None:
        self.official = official
        self.given = {name: plain(given.get(name)) for name in self.base_fields}
        super().__init__(self.given)

    @property
    def content_digest(self) -> str:
        """Return the SHA-256 of what was sent: the same visit has the same, however often."""
        text = json.dumps(self.given, sort_keys=True, ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    def clean_met_on(self) -> date:
        day: date = self.cleaned_data["met_on"]
        if day < EARLIEST:
            raise ValidationError("日期太早，请核对")
        return day

    def clean_firm(self) -> Firm | None:
        key = self.cleaned_data["firm"]
        found = Firm.objects.filter(pk=key).first() if key else None
        if key and found is None:
            raise ValidationError("名册里已没有这家企业，请重新选择")
        return found

    def clean_occasion(self) -> Any:
        name = self.cleaned_data["occasion"]
        found = occasion_named(self.official, name) if name else None
        if name and found is None:
            raise ValidationError("这个场合已撤销，或不归您的单位登记，请重新选择")
        return found

    def clean_unit(self) -> Unit | None:
        key = self.cleaned_data["unit"]
        found = next((u for u in units_of(self.official) if u.pk == key), None)
        if key and found is None:
            raise ValidationError("您不能为这个单位登记，请重新选择")
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        named = any(given.get(n) for n in ("firm", "firm_name", "credit_code"))
        if not named and not {"firm", "credit_code"} & set(self.errors):
            self.add_error("firm", "请选择或填写见的是哪家企业")
        due, met = given.get("next_due_on"), given.get("met_on")
        if due and not given.get("next_step"):
            self.add_error("next_step", "填了日期，请写下一步做什么")
        if due and met and due < met:
            self.add_error("next_due_on", "下一步早于见面的日期，请核对")
        return given

    def visit(self) -> Visit:
        """Return the visit; its unit is the one given, else the occasion's, else one's own."""
        facts = dict(self.cleaned_data)
        occasion = facts["occasion"]
        facts["unit"] = facts["unit"] or getattr(occasion, "lead_unit", None) or self.official.unit
        return Visit(digest=self.content_digest, **facts)


class StepForm(forms.Form):
    """What came of a next step, and on which day."""

    on = forms.DateField(
        validators=[no_later_than_today], error_messages={"required": "请填写完成日期"}
    )
    result = forms.CharField(max_length=200, error_messages={"required": "请写一句结果"})


def plain(value: Any) -> str:
    """Return a value of JSON as a form reads it; lists and objects are none."""
    if value is True:
        return "on"
    if not isinstance(value, str | int | float) or not value:
        return ""
    return str(value).encode("utf-8", "replace").decode().strip()  # half a sign is written as ?


def errors_of(form: forms.Form) -> dict[str, str]:
    """Return what is wrong by field, in one sentence each."""
    return {name: "；".join(str(e) for e in errors) for name, errors in form.errors.items()}
