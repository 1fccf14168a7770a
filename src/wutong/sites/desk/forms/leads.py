"""The forms by which a lead goes on: judged, followed, handed over, closed, decided about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from wutong.attract.leads.models import (
    FirstContactDecision,
    FollowUp,
    Judgement,
    LossReason,
)
from wutong.people.models import Unit

WIDE = {"data-wide": ""}


def today_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, initial=timezone.localdate, widget=forms.DateInput)


class JudgementForm(forms.Form):
    verdict = forms.ChoiceField(
        label="研判结论", choices=Judgement.Verdict.choices, widget=forms.RadioSelect
    )
    on = today_field("研判日期")
    reason = forms.CharField(
        label="理由",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="结论与条件比对不一致的必填",
    )


class FollowUpForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=FollowUp.Kind.choices, widget=forms.RadioSelect)
    done_on = today_field("日期")
    words = forms.CharField(label="情况", widget=forms.Textarea(attrs={"rows": 3}))
    next_step = forms.CharField(
        label="下一步", max_length=200, required=False, widget=forms.TextInput(WIDE)
    )
    next_due_on = forms.DateField(label="下一步期限", required=False, widget=forms.DateInput)


class OfferForm(forms.Form):
    to_unit = forms.ModelChoiceField(Unit.objects.none(), label="流转到", empty_label="（请选）")
    percent = forms.DecimalField(
        label="首谈单位业绩",
        max_digits=5,
        decimal_places=2,
        initial=30,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        widget=forms.NumberInput(attrs={"data-unit": "%", "step": "any"}),
        help_text="双方商定；成为项目后按此提出业绩分成",
    )
    reason = forms.CharField(
        label="流转原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        units = Unit.objects.exclude(kind=Unit.Kind.COUNTY).order_by("order", "pk")
        self.fields["to_unit"].queryset = units  # type: ignore[attr-defined]


class NothingForm(forms.Form):
    """A button and no more."""


class LossForm(forms.Form):
    loss_reason = forms.ModelChoiceField(
        LossReason.objects.none(), label="流失原因", empty_label="（请选）"
    )
    on = today_field("流失日期")
    loss_words = forms.CharField(
        label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        rows = LossReason.objects.in_force(timezone.localdate())
        self.fields["loss_reason"].queryset = rows  # type: ignore[attr-defined]


class StartForm(forms.Form):
    name = forms.CharField(label="项目名称", max_length=200, widget=forms.TextInput(WIDE))
    on = today_field("转项目日期")


class TurningForm(forms.Form):
    title = forms.CharField(label="线索名称", max_length=200, widget=forms.TextInput(WIDE))


class AnswerForm(forms.Form):
    answer = forms.CharField(label="答复内容", widget=forms.Textarea(attrs={"rows": 4}))
    on = today_field("答复日期")


class DecisionForm(forms.Form):
    """Whose first contact it is, between the unit that holds the lead and one that asks."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="申请单位", empty_label="（请选）")
    outcome = forms.ChoiceField(
        label="裁定", choices=FirstContactDecision.Outcome.choices, widget=forms.RadioSelect
    )
    on = today_field("裁定日期")
    reason = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        units = Unit.objects.exclude(kind=Unit.Kind.COUNTY).order_by("order", "pk")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


class InvestorDecisionForm(DecisionForm):
    """The same where a project in talks, and no lead, holds the contact."""

    firm_name = forms.CharField(label="投资方", max_length=200, widget=forms.TextInput(WIDE))
    field_order = ("firm_name", "unit", "outcome", "on", "reason")

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        outcomes = FirstContactDecision.Outcome
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            pair for pair in outcomes.choices if pair[0] != outcomes.MOVED
        ]
