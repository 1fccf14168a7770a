"""Forms of going out and inviting in: a plan's way, a debrief, what is owed, the outcomes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from wutong.attract.outreach.models import Region
from wutong.people.models import Unit

ALL = ("", "全部")


class SeenForm(forms.Form):
    """Which state of the record was seen, and nothing else."""

    known_at = forms.CharField(widget=forms.HiddenInput, required=False)


class DepartureForm(forms.Form):
    starts_on = forms.DateField(label="出发日期", widget=forms.DateInput)
    ends_on = forms.DateField(label="结束日期", required=False, widget=forms.DateInput)


class DebriefForm(forms.Form):
    text = forms.CharField(
        label="总结",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="去了哪里、见了谁、谈了什么",
    )
    achieved = forms.CharField(label="成果", required=False, widget=forms.Textarea)
    problems = forms.CharField(label="问题和建议", required=False, widget=forms.Textarea)


class QuotaForm(forms.Form):
    amount = forms.IntegerField(label="数量", min_value=1)
    since = forms.DateField(label="施行日期", widget=forms.DateInput)
    source = forms.CharField(label="依据", max_length=200, help_text="文件与条款")


class QuotaEndForm(forms.Form):
    on = forms.DateField(label="最后一天", initial=timezone.localdate, widget=forms.DateInput)
    reason = forms.CharField(label="废止的依据", max_length=200)


class OutcomeFilter(forms.Form):
    """Narrows the outcomes; a value that is no choice narrows nothing."""

    period = forms.ChoiceField(label="时段", required=False)
    kind = forms.ChoiceField(label="形式", required=False)
    unit = forms.ChoiceField(label="牵头单位", required=False)
    region = forms.ChoiceField(label="区域", required=False)

    def __init__(
        self, data: Any, official: Any, *, periods: list[Any], kinds: list[tuple[str, str]]
    ) -> None:
        super().__init__(data)
        units = Unit.objects.all()
        if not official.sees_county:
            units = units.filter(pk__in=official.unit_scope)
        regions = Region.objects.all()
        fields: Any = self.fields
        fields["period"].choices = [(p.code, str(p)) for p in periods]
        fields["kind"].choices = [ALL, *kinds]
        fields["unit"].choices = [ALL, *[(str(u.pk), u.short_name or u.name) for u in units]]
        fields["region"].choices = [ALL, *[(str(r.pk), r.name) for r in regions]]
        self.is_valid()

    def chosen(self, name: str) -> str:
        return str(self.cleaned_data.get(name) or "")


class DayFilter(forms.Form):
    on = forms.DateField(label="看哪一天所在的周期", required=False, widget=forms.DateInput)
