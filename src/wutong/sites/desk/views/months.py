"""Months (关账): which are open, which are closed; and closing one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wutong.foundation.periods import Period
from wutong.metrics.models import Close
from wutong.metrics.operations import close_month
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.home import open_months


def listing(request: OfficialRequest) -> HttpResponse:
    closed = Close.objects.select_related("closed_by").order_by("-month")
    context = {
        "title": "关账",
        "open": open_months(),
        "closed": [(Period.containing(each.month), each) for each in closed],
        "may_close": request.user.may("months.close"),
    }
    return render(request, "desk/months.html", context)


def closing(request: OfficialRequest, year: int, month: int) -> HttpResponse:
    """Close a month; whoever may not is refused by the operation."""
    if not 1 <= month <= 12 or not date.min.year <= year <= 9998:
        raise Http404
    if not request.user.may("months.close"):
        raise PermissionDenied("months.close")
    if request.method == "POST":
        period = Period.month(year, month)
        close_month(period, on=timezone.localdate(), actor=request.user)
        messages.success(request, f"{period}已关账。此后的变化登记为更正，计入未关账的月份。")
    return redirect("months")
