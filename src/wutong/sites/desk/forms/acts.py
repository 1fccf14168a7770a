"""The small forms of what is done with a record: a day, an amount, a reason."""

from __future__ import annotations

from django import forms
from django.utils import timezone

from wutong.compliance.models import Review
from wutong.sites.desk.forms.fields import WanField


class ReasonForm(forms.Form):
    reason = forms.CharField(label="原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class ErasureForm(forms.Form):
    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如：本人撤回同意（个人信息保护法第四十七条）。"
        "电话、微信、邮箱在所有历次记录中清除，不能恢复",
    )
    with_name = forms.BooleanField(
        label="姓名、职务一并删除",
        required=False,
        help_text="对接记录仍保留，只是不再写明是谁",
    )


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label="导出用途",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="写明给谁、做什么用；用途、条件、条数和每个人都记入留痕",
    )


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
