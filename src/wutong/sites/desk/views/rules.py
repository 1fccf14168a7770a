"""Rules of counting (口径规则): a new one, or a new value for one from a day on."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wutong.foundation.operations import Refused
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.rules import RuleForm


def create(request: OfficialRequest) -> HttpResponse:
    return setting(request, None, RuleForm(request.POST or None), "新建口径规则")


def successor(request: OfficialRequest, key: int) -> HttpResponse:
    """Give a rule a new value from a day on; the one before ends the day before."""
    rule = get_object_or_404(Rule, pk=key, until=None)
    value = (
        rule.value if isinstance(rule.value, str) else json.dumps(rule.value, ensure_ascii=False)
    )
    begun = {"code": rule.code, "label": rule.label, "source": rule.source, "value": value}
    form = RuleForm(request.POST or None, initial=begun)
    form.fields["code"].disabled = True
    return setting(request, rule, form, f"设新的取值：{rule}")


def setting(request: OfficialRequest, rule: Any, form: RuleForm, title: str) -> HttpResponse:
    if not request.user.may("rules.set"):
        raise PermissionDenied("rules.set")
    if form.is_valid():
        try:
            made = set_rule(rule, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已设定“{made}”，自 {made.since} 起施行。")
            return redirect(f"/rules/{made.pk}/")
    context = {"title": title, "form": form, "cancel_url": "/rules/"}
    return render(request, "ui/form.html", context, status=422 if form.errors else 200)
