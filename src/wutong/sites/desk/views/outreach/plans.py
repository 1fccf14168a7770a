"""A month's trip plans: every unit's, by where they stand, approved on the page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wutong.attract.outreach.models import TripPlan
from wutong.attract.outreach.operations.planning import approve_plan, approves
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.outreach.months import (
    TABS,
    due_day,
    lines_of,
    month_sheet,
    of_tab,
    owing_units,
    plans_of,
)
from wutong.sites.desk.views.funds.returns import workbook
from wutong.sites.desk.views.outreach_acts import CHANGED


def asked_month(request: OfficialRequest) -> Period:
    """Return the month asked for, by default the next."""
    text = request.GET.get("month", "")
    try:
        month = Period.written(text) if text else Period.containing(timezone.localdate())
    except ValueError as error:
        raise Http404(str(error)) from error
    return Period.containing(month.first) if text else month.next_month()


def listing(request: OfficialRequest) -> HttpResponse:
    month, today = asked_month(request), timezone.localdate()
    plans = list(plans_of(month, request.user))
    tab = request.GET.get("state", "")
    before = Period.containing(month.first.fromordinal(month.first.toordinal() - 1))
    context = {
        "title": f"{month}外出计划",
        "month": month,
        "before": before.code,
        "after": month.next_month().code,
        "due_on": due_day(month),
        "is_late": today > due_day(month),
        "tabs": [
            {
                "label": label,
                "url": f"?month={month.code}" + (f"&state={name}" if name else ""),
                "is_current": tab == name,
                "count": sum(of_tab(plan, name) for plan in plans),
            }
            for name, label, _ in TABS
        ],
        "lines": lines_of([plan for plan in plans if of_tab(plan, tab)], request.user),
        "owing": owing_units(month, request.user),
        "approved": sum(plan.is_approved for plan in plans),
        "may_create": request.user.holds("outreach.keep"),
    }
    return render(request, "desk/outreach/month.html", context)


def export(request: OfficialRequest) -> FileResponse:
    month, today = asked_month(request), timezone.localdate()
    tab = request.GET.get("state", "")
    plans = [plan for plan in plans_of(month, request.user) if of_tab(plan, tab)]
    owing = "、".join(unit.name for unit in owing_units(month, request.user)) or "无"
    notes = [f"导出日期：{today}　导出人：{request.user}", f"未报单位：{owing}"]
    return workbook([month_sheet(month, plans, notes)], f"外出招商计划_{month.code}.xlsx")


@require_POST
def approval(request: OfficialRequest, key: int) -> HttpResponse:
    """Approve a plan from the month's page, as it was shown there."""
    plan = get_object_or_404(TripPlan.objects.visible_to(request.user), pk=key)
    if not approves(request.user, plan):
        raise PermissionDenied("outreach.approve")
    try:
        if request.POST.get("known_at", "") not in ("", plan.known_at.isoformat()):
            raise Refused(CHANGED)
        approve_plan(plan, on=timezone.localdate(), actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已批准：{plan}。")
    month = Period.containing(plan.starts_on)
    return redirect(f"/trip-plans/month/?month={month.code}")
