"""A rule of counting: its value may be a word, a number, or several with 、 between."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from wutong.metrics.models import Rule


class RuleForm(forms.Form):
    code = forms.SlugField(
        label="规则代号", max_length=60, help_text="英文小写和下划线，指标按它取值"
    )
    label = forms.CharField(label="名称", max_length=100)
    value = forms.CharField(
        label="取值",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text='数字照写；文字照写；多项写成 JSON，例如 ["county", "province"]',
    )
    since = forms.DateField(label="施行日期", widget=forms.DateInput)
    source = forms.CharField(label="依据", max_length=200, help_text="文件与条款")

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not self.fields["code"].disabled and Rule.objects.filter(code=code, until=None).exists():
            raise forms.ValidationError("已有施行中的同代号规则，请打开它设新的取值")
        return code

    def clean_value(self) -> Any:
        text: str = self.cleaned_data["value"].strip()
        try:
            return json.loads(text)
        except ValueError:
            if text[:1] in "[{":
                raise forms.ValidationError("JSON 写法有误，请检查引号和逗号") from None
            return text
