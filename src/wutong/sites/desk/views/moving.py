"""Moving a project from stage to stage: the move, leaving, taking a move back, waivers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from wutong.attract.projects.access import can_move, can_waive
from wutong.attract.projects.models import Gate, Milestone, Project, Waiver, stage_names
from wutong.attract.projects.operations import (
    leave_project,
    move_project,
    undo_move,
    waive_gate,
    withdraw_waiver,
)
from wutong.attract.projects.queries import standing_of
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Cell, Column, Empty, Row, page_of, show_list
from wutong.foundation.ui.wording import day
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.moving import LeavingForm, MoveForm, WaiverForm
from wutong.sites.desk.queries.moving import next_stage, steps
from wutong.sites.desk.queries.tabs import gate_tabs


def project_of(request: OfficialRequest, key: int) -> Project:
    seen = Project.objects.visible_to(request.user).select_related("lead_unit", "investor")
    found: Project = get_object_or_404(seen, pk=key)
    return found


def move(request: OfficialRequest, key: int) -> HttpResponse:
    """Show what a stage requires and the form to move to it; or move."""
    project = project_of(request, key)
    if request.method == "POST":
        return moved(request, project)
    day = day_asked(request.GET.get("on", ""))
    return show_move(request, project, request.GET.get("to", ""), day, None)


def moved(request: OfficialRequest, project: Project) -> HttpResponse:
    if not can_move(request.user, project):
        raise PermissionDenied("projects.move")
    form = MoveForm(request.POST)
    on = timezone.localdate()
    if form.is_valid():
        on = form.cleaned_data["on"]
        try:
            made = move_project(project, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已转入“{stage_names().get(made.kind, made.kind)}”。")
            return redirect(f"/projects/{project.pk}/")
    return show_move(request, project, request.POST.get("to", ""), on, form)


def show_move(
    request: OfficialRequest, project: Project, to: str, on: date, form: MoveForm | None
) -> HttpResponse:
    standing = standing_of(project, on=on)
    ahead, following = next_stage(project, standing, to, on, request.user)
    typed = {name: request.GET.get(name, "") for name in ("document", "note")}
    given = {"to": following.stage.code if following else "", "on": on, **typed}
    context = {
        "title": f"转入下一阶段：{project}",
        "project": project,
        "standing": standing,
        "steps": steps(standing, on),
        "ahead": ahead,
        "next": following,
        "on": on,
        "form": form or MoveForm(initial=given),
        "may_move": can_move(request.user, project),
    }
    part = request.headers.get("HX-Target") == "next"
    template = "desk/moving/next.html" if part else "desk/moving/move.html"
    reply = render(request, template, context, status=422 if form else 200)
    patch_vary_headers(reply, ["HX-Target"])
    return reply


def day_asked(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return timezone.localdate()


def leaving(request: OfficialRequest, key: int) -> HttpResponse:
    project = project_of(request, key)
    if not can_move(request.user, project):
        raise PermissionDenied("projects.move")
    return acted(
        request,
        LeavingForm(request.POST or None),
        lambda given: leave_project(project, actor=request.user, **given),
        title=f"退出：{project}",
        submit="退出",
        intro="退出后项目不再推进，已有的记录都保留；录错了可以撤销。",
        back=f"/projects/{project.pk}/",
        done="已登记退出。",
    )


def undoing(request: OfficialRequest, key: int) -> HttpResponse:
    """Take back the latest move of a project, or the milestone that a ledger brought."""
    seen = Milestone.objects.visible_to(request.user).select_related("project")
    milestone = get_object_or_404(seen, pk=key)
    if not can_move(request.user, milestone.project):
        raise PermissionDenied("projects.move")
    return acted(
        request,
        ReasonForm(request.POST or None),
        lambda given: undo_move(milestone, actor=request.user, **given),
        title=f"撤销：{milestone}",
        submit="撤销这一步",
        intro="撤销后项目回到前一阶段；原登记和撤销原因留痕。",
        back=f"/projects/{milestone.project_id}/",
        done=f"已撤销“{milestone.get_kind_display()}”。",
    )


def amending(request: OfficialRequest, key: int) -> HttpResponse:
    """Refuse to change a milestone by hand: it is taken back, and the move made anew."""
    milestone = get_object_or_404(Milestone.objects.visible_to(request.user), pk=key)
    raise Refused(
        f"“{milestone.get_kind_display()}”不能直接修改：请先撤销这一步，再按正确的日期和材料重新转入"
    )


def waiver(request: OfficialRequest, key: int, gate: int) -> HttpResponse:
    """Waive one requirement for a project."""
    project = project_of(request, key)
    if not can_waive(request.user, project):
        raise PermissionDenied("projects.waive")
    asked = get_object_or_404(Gate.objects, pk=gate)
    stage = stage_names().get(asked.stage, asked.stage)
    return acted(
        request,
        WaiverForm(request.POST or None),
        lambda given: waive_gate(project, gate=asked, actor=request.user, **given),
        title=f"豁免“{asked.words}”：{project}",
        submit="批准豁免",
        intro=f"{project}转入“{stage}”时不再要求：{asked.words}（{asked.source}）",
        back=f"/projects/{project.pk}/",
        done="已批准豁免，计入豁免清单。",
    )


def waiver_withdrawal(request: OfficialRequest, key: int) -> HttpResponse:
    seen = Waiver.objects.visible_to(request.user).select_related("project", "gate")
    waived = get_object_or_404(seen, pk=key)
    if not can_waive(request.user, waived.project):
        raise PermissionDenied("projects.waive")
    return acted(
        request,
        ReasonForm(request.POST or None),
        lambda given: withdraw_waiver(waived, actor=request.user, **given),
        title=f"撤回豁免：{waived.gate}",
        submit="撤回豁免",
        intro="撤回后，项目转入该阶段时重新要求这一项；已经转入的不受影响。",
        back=f"/projects/{waived.project_id}/",
        done="已撤回豁免。",
    )


def acted(
    request: OfficialRequest,
    form: forms.Form,
    perform: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    submit: str,
    back: str,
    done: str,
    intro: str = "",
    to: str = "",
) -> HttpResponse:
    """Show a small form, or do what it is for; a refusal is said above it."""
    if form.is_valid():
        try:
            perform(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect(to or back)
    context = {"title": title, "form": form, "submit": submit, "intro": intro, "cancel_url": back}
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


WAIVER_COLUMNS = [
    Column("project", "项目"),
    Column("stage", "阶段"),
    Column("gate", "豁免的要求"),
    Column("reason", "豁免理由"),
    Column("waived_by", "批准人"),
    Column("waived_on", "批准日期"),
    Column("unit", "责任单位"),
]


def waivers(request: OfficialRequest) -> HttpResponse:
    """List the waivers that stand, the latest first; the figure `gate_waivers` counts them."""
    rows = Waiver.objects.visible_to(request.user)
    rows = rows.select_related("project__lead_unit", "gate", "waived_by")
    if gate := number_asked(request, "gate"):
        rows = rows.filter(gate=gate)
    if text := request.GET.get("q", "").strip():
        rows = rows.filter(project__name__icontains=text) | rows.filter(reason__icontains=text)
    shown, names = page_of(request, rows), stage_names()
    return show_list(
        request,
        "desk/gates/waivers.html",
        title="豁免清单",
        columns=WAIVER_COLUMNS,
        rows=[waiver_row(each, names) for each in shown],
        page=shown,
        tabs=gate_tabs("waivers"),
        search_hint="项目名称或理由",
        empty=Empty("没有豁免", "批准的豁免都列在这里，并计入指标“门槛豁免”。"),
    )


def waiver_row(each: Waiver, names: dict[str, str]) -> Row:
    return Row(
        [
            Cell(str(each.project), sub=each.project.code),
            Cell(names.get(each.gate.stage, each.gate.stage)),
            Cell(each.gate.words),
            Cell(each.reason),
            Cell(str(each.waived_by)),
            Cell(day(each.waived_on)),
            Cell(each.project.lead_unit.short_name or str(each.project.lead_unit)),
        ],
        url=f"/projects/{each.project_id}/",
    )


def number_asked(request: OfficialRequest, name: str) -> int | None:
    """Return a key that the query string names, None without one; refuse what is no number."""
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 18):
        raise Http404
    return int(text)
