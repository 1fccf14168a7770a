"""What going out and inviting in led to: every batch, the sums, and the rows behind each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wutong.foundation.periods import Period
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.outreach import OutcomeFilter
from wutong.sites.desk.queries.outreach.outcomes import (
    KINDS,
    Wanted,
    horizons,
    outcomes,
    periods_of,
)
from wutong.sites.desk.queries.outreach.showing import behind, heads, row_of, sheet, totals
from wutong.sites.desk.views.funds.returns import workbook


def asked(request: OfficialRequest) -> tuple[OutcomeFilter, Wanted]:
    """Return the filter as filled in, and which batches it wants: by default the latest year's."""
    today = timezone.localdate()
    periods = periods_of(request.user) or [Period.months(today.year, 1, 12)]
    data = request.GET.copy()
    data.setdefault("period", periods[0].code)
    kinds = [(kind.slug, kind.label) for kind in KINDS.values()]
    form = OutcomeFilter(data, request.user, periods=periods, kinds=kinds)
    chosen = form.chosen("period")
    period = Period.written(chosen) if chosen else periods[0]
    names = ("kind", "unit", "region")
    return form, Wanted(period, **{name: form.chosen(name) for name in names})


def listing(request: OfficialRequest) -> HttpResponse:
    form, wanted = asked(request)
    days = horizons(timezone.localdate())
    found = outcomes(request.user, wanted)
    query = {name: form.chosen(name) for name in ("period", "kind", "unit", "region")}
    query = {name: value for name, value in query.items() if value}

    def address(what: str, batch: str) -> str:
        told = {**query, "what": what} | ({"batch": batch} if batch else {})
        return f"/outcomes/rows/?{urlencode(told)}"

    shown = page_of(request, found)
    context = {
        "title": "招商活动成效",
        "form": form,
        "days": days,
        "totals": totals(found, days, address),
        "columns": heads(days),
        "rows": [row_of(outcome, days, address) for outcome in shown],
        "page": shown,
        "query": urlencode(query),
    }
    return render(request, "desk/outreach/outcomes.html", context)


def rows(request: OfficialRequest) -> HttpResponse:
    """Show the rows behind one number of the table."""
    _, wanted = asked(request)
    wanted = replace(wanted, batch=request.GET.get("batch", ""))
    days = horizons(timezone.localdate())
    told = behind(outcomes(request.user, wanted), request.GET.get("what", "firms"), days)
    if told is None:
        raise Http404("没有这一项")
    label, columns, every = told
    shown = page_of(request, every)
    back = {n: request.GET[n] for n in ("period", "kind", "unit", "region") if n in request.GET}
    context: dict[str, Any] = {
        "title": f"{label}明细",
        "back": f"/outcomes/?{urlencode(back)}",
        "period": wanted.period,
        "columns": columns,
        "rows": list(shown),
        "page": shown,
    }
    return render(request, "desk/outreach/outcome_rows.html", context)


def export(request: OfficialRequest) -> FileResponse:
    _, wanted = asked(request)
    today = timezone.localdate()
    days = horizons(today)
    notes = [
        f"导出日期：{today}　导出人：{request.user}",
        f"时段：{wanted.period}（按批次开始日期）",
        f"签约：来源为该批次、自开始至结束后{'、'.join(map(str, days))}天内签订的合同"
        "（口径规则 outcome_days），金额含更正",
    ]
    return workbook([sheet(outcomes(request.user, wanted), days, notes)], "招商活动成效.xlsx")
