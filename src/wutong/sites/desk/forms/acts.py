"""The small forms of what is done with a record: a day, an amount, a reason."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from wutong.compliance.models import Review
from wutong.sites.desk.forms.fields import WanField


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    on = forms.DateField(label="日期", initial=timezone.localdate, widget=forms.DateInput)


class CorrectionForm(forms.Form):
    to = WanField(label="更正后的金额")
    reason = forms.CharField(label="更正原因", max_length=200)


class ConclusionForm(forms.Form):
    conclusion = forms.ChoiceField(
        label="审查结论",
        choices=[(k, v) for k, v in Review.Conclusion.choices if k != Review.Conclusion.PENDING],
        widget=forms.RadioSelect,
    )
    on = forms.DateField(label="结论日期", initial=timezone.localdate, widget=forms.DateInput)
