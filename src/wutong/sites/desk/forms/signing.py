"""Signing in and choosing a password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import password_validators_help_texts


class SignInForm(AuthenticationForm):
    """Name and password; a refusal never says which of the two was wrong."""

    error_messages = {
        "invalid_login": "登录名或密码不对。连续 5 次失败，该登录名将锁定 10 分钟。",
        "inactive": "该账号已停用，请联系系统管理员。",
    }

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["username"].label = "登录名"
        self.fields["password"].label = "密码"


class PasswordForm(forms.Form):
    """A new password, twice; whether it will do is for the operation to say."""

    current = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label="新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="；".join(t.rstrip("。") for t in password_validators_help_texts()) + "。",
    )
    again = forms.CharField(
        label="再输一遍新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *given: Any, official: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.official = official

    def clean_current(self) -> str:
        typed: str = self.cleaned_data["current"]
        if not self.official.check_password(typed):
            raise forms.ValidationError("现在的密码不对")
        return typed

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError("两次输入的新密码不一样")
        return again

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("password") and given.get("password") == given.get("current"):
            self.add_error("password", "新密码不能与现在的密码相同")
        return given
