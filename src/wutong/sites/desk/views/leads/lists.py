"""Lists of what is due on leads: clocks, escalations, transfers, decisions on first contact."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from wutong.attract.leads.access import can_decide
from wutong.attract.leads.models import FirstContactDecision, Lead
from wutong.attract.leads.operations import decide_first_contact
from wutong.attract.leads.queries import rule_value
from wutong.foundation.ui.lists import Cell, Column, Empty, Row, page_of, show_list
from wutong.foundation.ui.wording import day
from wutong.people.access import OfficialRequest
from wutong.people.models import Unit
from wutong.sites.desk.forms.leads import InvestorDecisionForm
from wutong.sites.desk.queries.leads.due import (
    CLOCK_COLUMNS,
    ESCALATION_COLUMNS,
    LIGHTS,
    TRANSFER_COLUMNS,
    clock_row,
    escalated,
    escalation_row,
    running,
    transfer_row,
    transfers_seen,
)
from wutong.sites.desk.queries.tabs import lead_tabs
from wutong.sites.desk.views.moving import acted

LIST = "desk/leads/list.html"
DECISION_COLUMNS = [
    Column("firm", "投资方"),
    Column("unit", "申请单位"),
    Column("outcome", "裁定"),
    Column("reason", "理由"),
    Column("by", "裁定人"),
    Column("on", "裁定日期"),
]


class ClockFilter(forms.Form):
    light = forms.ChoiceField(label="情况", required=False, choices=[("", "全部"), *LIGHTS])
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="承办单位", required=False, empty_label="全部"
    )

    def __init__(self, data: Any, official: Any) -> None:
        super().__init__(data)
        units = Unit.objects.order_by("order", "pk")
        if not official.sees_county:
            units = units.filter(pk__in=official.unit_scope)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]


def clocks(request: OfficialRequest) -> HttpResponse:
    today = timezone.localdate()
    form = ClockFilter(request.GET, request.user)
    form.is_valid()
    asked = {name: form.cleaned_data.get(name) for name in ("light", "unit")}
    found = running(request.user, today, light=asked["light"] or "", unit=asked["unit"])
    shown = page_of(request, found)
    return show_list(
        request,
        LIST,
        title="线索时限",
        columns=CLOCK_COLUMNS,
        rows=[clock_row(each, today) for each in shown],
        page=shown,
        search=None,
        filter_form=form,
        tabs=lead_tabs("leads/clocks"),
        empty=Empty("没有在走的时限", "登记线索后，响应、研判、反馈、跟进的期限列在这里。"),
    )


def escalation_list(request: OfficialRequest) -> HttpResponse:
    """List what goes up to the office: it follows from the dates, nobody sends it."""
    today = timezone.localdate()
    shown = page_of(request, escalated(request.user, today))
    days = rule_value("lead_escalation_days", today)
    return show_list(
        request,
        LIST,
        title="线索上报",
        subtitle=f"逾期满 {days} 天的时限、逾期未接收的流转，自动上报招商局",
        columns=ESCALATION_COLUMNS,
        rows=[escalation_row(each) for each in shown],
        page=shown,
        search=None,
        tabs=lead_tabs("leads/escalations"),
        empty=Empty("没有上报的事项", "各单位都在期限内办理。"),
    )


def transfers(request: OfficialRequest) -> HttpResponse:
    today = timezone.localdate()
    shown = page_of(request, transfers_seen(request.user))
    keys = [each.lead_id for each in shown]
    seen = set(
        Lead.objects.visible_to(request.user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    return show_list(
        request,
        LIST,
        title="线索流转",
        columns=TRANSFER_COLUMNS,
        rows=[transfer_row(each, today, seen) for each in shown],
        page=shown,
        search=None,
        tabs=lead_tabs("leads/transfers"),
        empty=Empty("没有流转过线索", "在线索页点“流转”，对方在期限内接收后即由其承办。"),
    )


def decisions(request: OfficialRequest) -> HttpResponse:
    rows = FirstContactDecision.objects.visible_to(request.user)
    shown = page_of(request, rows.select_related("unit", "decided_by"))
    return show_list(
        request,
        LIST,
        title="首谈裁定",
        columns=DECISION_COLUMNS,
        rows=[decision_row(each) for each in shown],
        page=shown,
        search=None,
        create_url="/leads/first-contacts/new/" if can_decide(request.user, None) else "",
        create_label="新的裁定",
        tabs=lead_tabs("leads/first-contacts"),
        empty=Empty(
            "没有裁定",
            "两个单位都主张首谈时，由招商局在线索页裁定；原首谈的是在谈项目的，在这里新建。",
        ),
    )


def decision_row(each: FirstContactDecision) -> Row:
    return Row(
        [
            Cell(each.firm_name),
            Cell(each.unit.short_name or str(each.unit)),
            Cell(each.get_outcome_display()),
            Cell(each.reason),
            Cell(str(each.decided_by)),
            Cell(day(each.decided_on)),
        ],
        url=f"/leads/{each.lead_id}/" if each.lead_id else "",
    )


def decide(request: OfficialRequest) -> HttpResponse:
    """Decide where a project in talks holds the contact, and no lead does."""
    if not can_decide(request.user, None):
        raise PermissionDenied("leads.decide")
    return acted(
        request,
        InvestorDecisionForm(request.POST or None),
        lambda given: decide_first_contact(None, actor=request.user, **given),
        title="首谈裁定",
        submit="裁定",
        intro="申请单位登记线索时提示已由其他单位首谈，招商局认为可以另行登记的，在这里准予。",
        back="/leads/first-contacts/",
        done="已登记裁定。",
    )
