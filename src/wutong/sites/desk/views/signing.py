"""Signing in, the first password that must be changed, and how long a lock-out lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime

from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.people.models import Official
from wutong.people.operations import change_password
from wutong.sites.desk.forms.signing import PasswordForm, SignInForm

LAST_SIGN_IN = "last_sign_in"


class SignIn(LoginView):
    """The sign-in page; afterwards the home page says when this name last signed in."""

    template_name = "desk/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        before = Official.objects.filter(pk=form.get_user().pk).values_list("last_login", flat=True)
        last = before.first()
        reply: HttpResponse = super().form_valid(form)
        self.request.session[LAST_SIGN_IN] = f"{localtime(last):%Y-%m-%d %H:%M}" if last else ""
        return reply


class MustChangePassword:
    """Lets an official with a first password go nowhere but to the page that changes it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        official = request.user
        held = official.is_authenticated and getattr(official, "must_change_password", False)
        if held and not request.path.startswith(self.open_paths()):
            return redirect("password")
        return self.get_response(request)

    def open_paths(self) -> tuple[str, ...]:
        return reverse("password"), reverse("logout"), f"/{settings.STATIC_URL.strip('/')}/"


def password(request: OfficialRequest) -> HttpResponse:
    official = request.user
    form = PasswordForm(request.POST or None, official=official)
    if form.is_valid():
        try:
            change_password(official, password=form.cleaned_data["password"], actor=official)
        except Refused as refusal:
            form.add_error("password", str(refusal))
        else:
            update_session_auth_hash(request, official)
            messages.success(request, "密码已更换，下次请用新密码登录。")
            return redirect("home")
    context = {"title": "改密码", "form": form, "submit": "更换密码", "cancel_url": "/"}
    if official.must_change_password:
        context["intro"] = "您用的是管理员给的初始密码，请先换成只有自己知道的密码。"
        context["cancel_url"] = ""
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
