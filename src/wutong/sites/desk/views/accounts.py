"""Accounts (账号): who may sign in, with which roles, for which units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Action, Cell, Column, Fact, Row, page_of, show_list
from wutong.foundation.ui.wording import moment
from wutong.people.access import OfficialRequest
from wutong.people.models import Grant, Official, Role
from wutong.people.operations import (
    amend_official,
    grant_role,
    record_official,
    revoke_role,
    set_password,
)
from wutong.sites.desk.forms.accounts import FirstPasswordForm, GrantForm, OfficialForm
from wutong.sites.desk.queries.abilities import ABILITIES
from wutong.sites.desk.queries.history import history_of

COLUMNS = [
    Column("name", "姓名"),
    Column("username", "登录名"),
    Column("unit", "单位"),
    Column("rank", "层级"),
    Column("roles", "岗位"),
    Column("state", "状态"),
    Column("last", "上次登录"),
]


def require(request: OfficialRequest, *abilities: str) -> None:
    if not any(request.user.may(ability) for ability in abilities):
        raise PermissionDenied(abilities[0])


def listing(request: OfficialRequest) -> HttpResponse:
    require(request, "accounts.keep", "people.keep")
    text = request.GET.get("q", "").strip()
    found = Official.objects.select_related("unit").prefetch_related("grants__role")
    if text:
        found = found.filter(name__contains=text) | found.filter(username__icontains=text)
    page = page_of(request, found.order_by("unit__order", "pk"))
    may_record = request.user.may("people.keep")
    return show_list(
        request,
        title="账号",
        columns=COLUMNS,
        rows=[row_of(each) for each in page],
        page=page,
        search_hint="姓名、登录名",
        create_url="/officials/new/" if may_record else "",
        create_label="登记干部",
    )


def row_of(official: Official) -> Row:
    tone, state = state_of(official)
    roles = "、".join(dict.fromkeys(g.role.name for g in official.grants.all()))
    cells = [
        Cell(str(official)),
        Cell(official.username),
        Cell(str(official.unit or "—")),
        Cell(official.get_rank_display()),
        Cell(roles or "—"),
        Cell(state, tone=tone),
        Cell(moment(official.last_login)),
    ]
    return Row(cells, url=f"/officials/{official.pk}/")


def state_of(official: Official) -> tuple[str, str]:
    if not official.is_active:
        return "red", "已停用"
    if not official.has_usable_password():
        return "grey", "不登录"
    return ("yellow", "待改初始密码") if official.must_change_password else ("green", "在用")


def detail(request: OfficialRequest, key: int) -> HttpResponse:
    require(request, "accounts.keep", "people.keep")
    official = get_object_or_404(Official.objects.select_related("unit"), pk=key)
    tone, state = state_of(official)
    facts = [
        Fact("登录名", official.username),
        Fact("单位", str(official.unit or "—")),
        Fact("层级", official.get_rank_display()),
        Fact("上次登录", moment(official.last_login)),
    ]
    context = {
        "title": str(official),
        "official": official,
        "back": {"label": "账号", "url": "/officials/"},
        "status": [{"tone": tone, "text": state}],
        "facts": facts,
        "actions": actions_of(official, request.user),
        "grants": official.grants.select_related("role", "unit"),
        "may_grant": request.user.may("accounts.keep"),
        "history": history_of(official),
    }
    return render(request, "desk/official.html", context)


def actions_of(official: Official, asking: Official) -> list[Action]:
    base, found = f"/officials/{official.pk}", []
    if asking.may("accounts.keep"):
        found.append(Action("授予岗位", f"{base}/grants/", "user-plus", primary=True))
        found.append(Action("设初始密码", f"{base}/password/", "key"))
    if asking.may("people.keep"):
        found.append(Action("修改", f"{base}/edit/", "pencil"))
    return found


def create(request: OfficialRequest) -> HttpResponse:
    require(request, "people.keep")
    form = OfficialForm(request.POST or None, is_new=True)

    def save(given: dict[str, Any]) -> Official:
        return record_official(actor=request.user, **given)

    words = "已登记。接着设初始密码、授予岗位，本人就可以登录。"
    return answered(request, form, save, "登记干部", "/officials/", words)


def edit(request: OfficialRequest, key: int) -> HttpResponse:
    require(request, "people.keep")
    official = get_object_or_404(Official, pk=key)
    names = ("name", "unit", "rank", "is_active")
    form = OfficialForm(
        request.POST or None, is_new=False, initial={n: getattr(official, n) for n in names}
    )

    def save(given: dict[str, Any]) -> Official:
        return amend_official(official, actor=request.user, **given)

    back = f"/officials/{key}/"
    return answered(request, form, save, f"修改：{official}", back, "已保存修改。")


def first_password(request: OfficialRequest, key: int) -> HttpResponse:
    require(request, "accounts.keep")
    official = get_object_or_404(Official, pk=key)
    form = FirstPasswordForm(request.POST or None)

    def save(given: dict[str, Any]) -> Official:
        return set_password(official, actor=request.user, **given)

    words = "已设初始密码，请当面告诉本人；首次登录须更换。"
    return answered(request, form, save, f"设初始密码：{official}", f"/officials/{key}/", words)


def grants(request: OfficialRequest, key: int) -> HttpResponse:
    require(request, "accounts.keep")
    official = get_object_or_404(Official, pk=key)
    form = GrantForm(request.POST or None, initial={"unit": official.unit_id})

    def save(given: dict[str, Any]) -> Official:
        grant_role(official, actor=request.user, **given)
        return official

    back = f"/officials/{key}/"
    return answered(request, form, save, f"授予岗位：{official}", back, "已授予岗位。")


def revocation(request: OfficialRequest, key: int, grant: int) -> HttpResponse:
    require(request, "accounts.keep")
    found = get_object_or_404(Grant.objects.select_related("role", "unit"), pk=grant, official=key)
    if request.method == "POST":
        words = f"已收回岗位“{found.role}”。"
        revoke_role(found, actor=request.user)
        messages.success(request, words)
    return redirect(f"/officials/{key}/")


def answered(
    request: OfficialRequest, form: forms.Form, save: Any, title: str, back: str, words: str
) -> HttpResponse:
    """Show the form, or save it and go to the official; a refusal stays with the form."""
    if form.is_valid():
        try:
            official = save(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, words)
            return redirect(f"/officials/{official.pk}/")
    context = {"title": title, "form": form, "cancel_url": back}
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)


def roles(request: OfficialRequest) -> HttpResponse:
    """Show which role may do what."""
    require(request, "accounts.keep", "people.keep", "trail.read")
    found = list(Role.objects.prefetch_related("grants"))
    for role in found:
        role.told = [ABILITIES.get(each, each) for each in role.abilities]  # type: ignore[attr-defined]
    return render(request, "desk/roles.html", {"title": "岗位", "roles": found})
