"""How quotas are kept: per unit and station, with the rows behind each number."""

from __future__ import annotations

from datetime import date

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from wutong.attract.outreach.models import OutreachQuota
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.outreach import DayFilter
from wutong.sites.desk.queries.columns import related_paths, shown_columns
from wutong.sites.desk.queries.listing import drawn
from wutong.sites.desk.queries.outreach.standing import (
    all_standings,
    counting_of,
    rows_behind,
    span_of,
)
from wutong.sites.desk.queries.outreach.standing_tables import sheet_of, table_of
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.funds.returns import workbook


def asked_day(request: OfficialRequest) -> tuple[DayFilter, date]:
    """Return the day whose periods are looked at, today unless another is given."""
    form = DayFilter(request.GET or None)
    chosen = form.cleaned_data.get("on") if form.is_valid() else None
    day: date = chosen or timezone.localdate()
    return DayFilter(initial={"on": day}), day


def listing(request: OfficialRequest) -> HttpResponse:
    form, day = asked_day(request)
    today = timezone.localdate()
    context = {
        "title": "达标情况",
        "form": form,
        "day": day,
        "tables": [
            table_of(each, day, today)
            for each in all_standings(day, request.user)
            if each.holdings or request.user.sees_county
        ],
    }
    return render(request, "desk/outreach/standing.html", context)


def export(request: OfficialRequest) -> FileResponse:
    _, day = asked_day(request)
    today = timezone.localdate()
    notes = [f"导出日期：{today}　导出人：{request.user}", f"看 {day} 所在的周期"]
    sheet = sheet_of(all_standings(day, request.user), today, notes)
    return workbook([sheet], f"达标情况_{day:%Y%m%d}.xlsx")


def rows(request: OfficialRequest, key: int) -> HttpResponse:
    """Show the rows that count for a quota: all that one may see, or one unit's or station's."""
    quota = get_object_or_404(OutreachQuota, pk=key)
    _, day = asked_day(request)
    span = span_of(quota.per, day)
    of = request.GET.get("of", "")
    if of and not (of.isascii() and of.isdigit()):
        raise Http404("没有这个对象")
    found = rows_behind(quota, span, request.user, int(of) if of else None)
    page = pages[counting_of(quota).page]
    keys = found.order_by("-pk").values_list("pk", flat=True)
    shown = page_of(request, keys)
    every = page.annotate(page.model.objects.filter(pk__in=list(shown)), request.user)
    related = related_paths(page)
    every = every.select_related(*related) if related else every
    context = {
        "title": f"{quota.get_what_display()}明细",
        "back": f"/outreach-quotas/standing/?on={day.isoformat()}",
        "period": span.words,
        "columns": [column.heading for column in shown_columns(page)],
        "rows": drawn(page, every.order_by("-pk")),
        "page": shown,
        "plain": True,
    }
    return render(request, "desk/outreach/outcome_rows.html", context)
