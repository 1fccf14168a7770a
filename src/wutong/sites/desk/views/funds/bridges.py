"""The bridge (过桥): from last month's cumulative figure to this one's, as page and as Excel."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from wutong.attract.funds.queries import FIGURES, Bridge, bridge
from wutong.foundation.periods import Period
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.people.models import Unit
from wutong.sites.desk.queries.figures import known_moment
from wutong.sites.desk.queries.funds import (
    BRIDGE_COLUMNS,
    bridge_rows,
    bridge_sheets,
    months_around,
)
from wutong.sites.desk.views.figures import explains
from wutong.sites.desk.views.funds.returns import asked_month, workbook

METRICS = {"outside": "funds_in_place", "all": "funds_in_place_all"}


class BridgeForm(forms.Form):
    """Shows the question being answered; what is chosen is read from the query string."""

    month = forms.CharField(label="月份", widget=forms.TextInput(attrs={"type": "month"}))
    figure = forms.ChoiceField(label="指标", choices=[(k, v[0]) for k, v in FIGURES.items()])
    unit = forms.ChoiceField(label="单位")
    known_on = forms.DateField(label="掌握日", required=False, widget=forms.DateInput)

    def __init__(self, units: Any, **initial: Any) -> None:
        super().__init__(initial=initial, auto_id="ask-%s")
        named = [(str(unit.pk), unit.short_name or unit.name) for unit in units]
        self.fields["unit"].choices = [("", "全县"), *named]  # type: ignore[attr-defined]


def asked(request: OfficialRequest) -> tuple[Bridge, str, BridgeForm, datetime | None]:
    """Read the query string and build the bridge it asks for."""
    month = asked_month(request)
    figure = request.GET.get("figure", "")
    figure = figure if figure in FIGURES else "outside"
    text = request.GET.get("unit", "")
    unit = int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
    known_on = request.GET.get("known_on", "").strip()
    moment = known_moment(known_on)
    units = Unit.objects.filter(projects__isnull=False).distinct()
    if not request.user.sees_county:
        units = units.filter(pk__in=request.user.unit_scope)
    told = bridge(month, figure=figure, known_at=moment, unit=unit, official=request.user)
    form = BridgeForm(units, month=month.code, figure=figure, unit=text, known_on=known_on[:10])
    return told, figure, form, moment


@explains
def page(request: OfficialRequest) -> HttpResponse:
    told, figure, form, moment = asked(request)
    month, today = told.month, timezone.localdate()
    shown = page_of(request, told.projects)
    before, after = months_around(month, today)
    period = Period.year_to(month.first.year, month.first.month).code
    link = f"/figures/{METRICS[figure]}/?period={period}&project="
    context = {
        "title": f"{month}到位资金过桥",
        "told": told,
        "form": form,
        "month": month,
        "before": before,
        "after": after,
        "label": FIGURES[figure][0],
        "moment": moment,
        "columns": BRIDGE_COLUMNS,
        "county": bridge_rows([told.county]),
        "units": bridge_rows(told.units),
        "projects": bridge_rows(shown, link),
        "page": shown,
        "steps": told.county,
    }
    return render(request, "desk/funds/bridge.html", context)


@explains
def export(request: OfficialRequest) -> HttpResponse | FileResponse:
    told, figure, _, moment = asked(request)
    known = timezone.localtime(moment or timezone.now())
    opened = told.opened_at
    basis = (
        f"{timezone.localtime(opened):%Y-%m-%d %H:%M} 关账时" if opened else "现在（上月未关账）"
    )
    notes = [
        f"按 {known:%Y-%m-%d %H:%M} 掌握的记录；上月累计按{basis}掌握的记录；本年1月起累计",
        f"导出日期：{timezone.localdate()}　导出人：{request.user}",
    ]
    label = FIGURES[figure][0]
    return workbook(bridge_sheets(told, label, notes), f"到位资金过桥_{told.month.code}.xlsx")
