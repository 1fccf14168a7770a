"""The small forms of a fair's list: a review, a signing."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from wutong.sites.desk.forms.fields import WanField


class AdmissionForm(forms.Form):
    on = forms.DateField(label="审核日期", initial=timezone.localdate, widget=forms.DateInput)
    reason = forms.CharField(
        label="审核意见",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有“须核实”的条件时必填：怎样核实、结果如何",
    )


class RejectionForm(forms.Form):
    on = forms.DateField(label="审核日期", initial=timezone.localdate, widget=forms.DateInput)
    reason = forms.CharField(
        label="未通过的原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class FairSigningForm(forms.Form):
    on = forms.DateField(label="签约日期", initial=timezone.localdate, widget=forms.DateInput)
    amount = WanField(label="签约金额")
    with_agreement = forms.BooleanField(
        label="同时登记协议",
        required=False,
        help_text="须先关联项目；项目已有协议的不再重复登记",
    )


class NoForm(forms.Form):
    """Nothing to fill in: the button says it all."""
