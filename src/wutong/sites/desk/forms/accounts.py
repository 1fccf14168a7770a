"""Accounts: officials, their first passwords, their roles."""

from __future__ import annotations

from typing import Any

from django import forms

from wutong.people.models import Official, Role, Unit


class OfficialForm(forms.Form):
    username = forms.CharField(label="登录名", max_length=150, help_text="姓名拼音或工号")
    name = forms.CharField(label="姓名", max_length=40)
    unit = forms.ModelChoiceField(Unit.objects.all(), label="单位", required=False)
    rank = forms.ChoiceField(label="层级", choices=Official.Rank, initial=Official.Rank.OFFICIAL)
    is_active = forms.BooleanField(label="可以登录", required=False, initial=True)

    def __init__(self, *given: Any, is_new: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        del self.fields["is_active" if is_new else "username"]


class FirstPasswordForm(forms.Form):
    password = forms.CharField(
        label="初始密码",
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="至少 8 位，含大写字母、小写字母、数字、符号中的三种；本人首次登录须更换。",
    )


class GrantForm(forms.Form):
    role = forms.ModelChoiceField(Role.objects.all(), label="岗位")
    unit = forms.ModelChoiceField(
        Unit.objects.all(), label="范围", help_text="这个单位和它的下级；选“县”即全县"
    )
