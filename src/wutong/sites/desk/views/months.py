"""Months (关账): which are open, which are closed; closing one; and what a closed one came to."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.funds.queries import Item, checklist, published
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Close
from wutong.metrics.operations import close_month
from wutong.metrics.registry import metric
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.funds import DIFFERENCE_COLUMNS, difference_rows
from wutong.sites.desk.queries.home import open_months

FIGURES = ("funds_in_place", "funds_in_place_fixed", "funds_in_place_working", "funds_in_place_all")
METRICS = {"outside": "funds_in_place", "all": "funds_in_place_all"}
# Where each item of the checklist is settled.
PLACES = {
    "waiting": "/receipts/?state=waiting&counted_on={month}",
    "rejected": "/receipts/?state=rejected&counted_on={month}",
    "missing": "/funds/returns/?month={month}",
    "unproven": "/receipts/?state=waiting&counted_on={month}",
    "overrun": "/receipts/?counted_on={month}",
    "twins": "/receipts/?counted_on={month}",
    "earlier": "/months/",
}


class ClosingForm(forms.Form):
    reason = forms.CharField(
        label="清单没有办完、仍要关账的原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="原因记入留痕",
    )


def listing(request: OfficialRequest) -> HttpResponse:
    closed = Close.objects.select_related("closed_by").order_by("-month")
    context = {
        "title": "关账",
        "open": open_months(),
        "closed": [(Period.containing(each.month), each) for each in closed],
        "may_close": request.user.may("months.close"),
    }
    return render(request, "desk/months.html", context)


def month_of(year: int, month: int) -> Period:
    if not 1 <= month <= 12 or not date.min.year <= year <= 9998:
        raise Http404
    return Period.month(year, month)


def closing(request: OfficialRequest, year: int, month: int) -> HttpResponse:
    """Show a month's checklist, or close it; what is not settled asks for a reason."""
    period = month_of(year, month)
    if not request.user.may("months.close"):
        raise PermissionDenied("months.close")
    today = timezone.localdate()
    items = checklist(period, request.user, today)
    open_items = sum(1 for item in items if item.count)
    form = ClosingForm(request.POST if request.method == "POST" and open_items else None)
    is_closed = Close.objects.covering(period.first).exists()
    if request.method == "POST" and (is_closed or not open_items or form.is_valid()):
        reason = form.cleaned_data.get("reason", "") if form.is_bound and form.is_valid() else ""
        close_month(period, on=today, actor=request.user, note=reason)
        messages.success(request, f"{period}已关账。此后的变化登记为更正，计入未关账的月份。")
        return redirect("months")
    context = {
        "title": f"{period}关账",
        "month": period,
        "items": [placed(item, period) for item in items],
        "open_items": open_items,
        "readings": [(metric(c).label, metric(c).value(Ask.of(period))) for c in FIGURES],
        "form": form,
    }
    return render(request, "desk/funds/closing.html", context, status=422 if form.is_bound else 200)


def placed(item: Item, month: Period) -> dict[str, Any]:
    url = PLACES[item.code].format(month=month.code)
    return {
        "label": item.label,
        "count": item.count,
        "names": item.names,
        "what_then": item.what_then,
        "url": url,
    }


def reading(request: OfficialRequest, year: int, month: int) -> HttpResponse:
    """Show what a closed month came to when it was closed, and what it comes to now."""
    period = month_of(year, month)
    close = get_object_or_404(Close.objects.covering(period.first).select_related("closed_by"))
    then = timezone.localtime(close.closed_at).replace(tzinfo=None).isoformat()
    shown = []
    for each in published(close, request.user):
        base = f"/figures/{METRICS[each.figure]}/?"
        shown.append(
            {
                "label": each.label,
                "then": each.then,
                "now": each.now,
                "then_url": base + urlencode({"period": period.code, "known_on": then}, safe=":"),
                "now_url": base + urlencode({"period": period.code}),
                "rows": difference_rows(each.differences),
            }
        )
    context = {
        "title": f"{period}：关账时与现在",
        "month": period,
        "close": close,
        "published": shown,
        "columns": DIFFERENCE_COLUMNS,
        "next": period.next_month().code,
    }
    return render(request, "desk/funds/month.html", context)
