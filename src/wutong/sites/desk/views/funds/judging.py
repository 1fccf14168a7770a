"""The verifier's list (资金核验): each receipt with what proves it, and what is found of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.funds.models import Receipt
from wutong.attract.funds.operations import (
    exclude_receipt,
    recheck_receipt,
    reject_receipt,
    verify_receipt,
)
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.funds import JudgementForm, excluding_rules
from wutong.sites.desk.queries.funds import to_judge, waiting_receipts

AT_ONCE = 20
CHANGED = "您打开后，该笔资金已被他人修改或办理，请核对后再办"


def listing(request: OfficialRequest) -> HttpResponse:
    if not request.user.holds("funds.verify"):
        raise PermissionDenied("funds.verify")
    text = request.GET.get("unit", "")
    unit = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    page = page_of(request, waiting_receipts(request.user, unit), AT_ONCE)
    context = {
        "title": "资金核验",
        "page": page,
        "waiting": to_judge(list(page), request.user),
        "rules": excluding_rules(timezone.localdate()),
    }
    return render(request, "desk/funds/verification.html", context)


def judge(request: OfficialRequest, key: int) -> HttpResponse:
    """Do with a receipt what the pressed button says."""
    if request.method != "POST":
        return redirect("fund-verification")
    receipt = get_object_or_404(Receipt.objects.visible_to(request.user), pk=key)
    form = JudgementForm(request.POST)
    if not form.is_valid():
        raise Refused("表单不完整，请刷新后再办")
    given = form.cleaned_data
    if given["known_at"] != receipt.known_at.isoformat():
        raise Refused(CHANGED)
    done = perform(request.POST.get("do", ""), receipt, given, request.user)
    messages.success(request, f"“{receipt.project}”{done}")
    return redirect(f"/funds/verification/{query(request)}")


def query(request: OfficialRequest) -> str:
    text = request.POST.get("unit", "")
    return f"?unit={text}" if text.isascii() and text.isdigit() else ""


def perform(asked: str, receipt: Receipt, given: dict[str, Any], actor: Any) -> str:
    today = timezone.localdate()
    if asked == "verify":
        verify_receipt(receipt, on=today, actor=actor)
        return "已核验。"
    if asked == "reject":
        reject_receipt(receipt, reason=given["reason"], on=today, actor=actor)
        return "已退回。"
    if asked == "recheck":
        recheck_receipt(receipt, reason=given["reason"], on=today, actor=actor)
        return "已登记超额复核，可以核验。"
    if asked == "exclude":
        if given["rule"] is None:
            raise Refused("请选择剔除规则")
        exclude_receipt(receipt, rule=given["rule"], on=today, actor=actor)
        return "已剔除。"
    raise Http404(asked)
