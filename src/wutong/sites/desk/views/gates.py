"""Stages and gates: what a move requires, as a table; set from a day on, after a preview."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.projects.access import can_set_gates
from wutong.attract.projects.models import Gate, Stage
from wutong.attract.projects.operations import end_gate, set_gate, set_stage
from wutong.attract.projects.queries import condition_in_words
from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.fields import dressed
from wutong.sites.desk.forms.gates import EndingForm, GateForm, StageForm
from wutong.sites.desk.queries.gates import (
    Preview,
    digest_of,
    gates_by_stage,
    preview,
    stage_lines,
)
from wutong.sites.desk.queries.tabs import gate_tabs
from wutong.sites.desk.views.moving import acted, day_asked


def listing(request: OfficialRequest) -> HttpResponse:
    on = day_asked(request.GET.get("on", ""))
    context = {
        "title": "阶段与门槛",
        "tabs": gate_tabs("gates"),
        "on": on,
        "stages": gates_by_stage(on),
        "may_set": can_set_gates(request.user, None),
    }
    return render(request, "desk/gates/gates.html", context)


def require_setter(request: OfficialRequest) -> None:
    if not can_set_gates(request.user, None):
        raise PermissionDenied("rules.set")


def create(request: OfficialRequest) -> HttpResponse:
    require_setter(request)
    form = GateForm(request.POST or None, stage=request.GET.get("stage", ""))
    return setting(request, None, form, "新增要求")


def successor(request: OfficialRequest, key: int) -> HttpResponse:
    """Let a gate follow another from a day on; the one before ends the day before."""
    require_setter(request)
    gate = get_object_or_404(Gate.objects.filter(until=None), pk=key)
    return setting(request, gate, GateForm(request.POST or None, gate), f"设新的要求：{gate}")


def setting(
    request: OfficialRequest, gate: Gate | None, form: GateForm, title: str
) -> HttpResponse:
    """Show whom the gate would hold up, and set it once that was seen and confirmed."""
    found: Preview | None = None
    if form.is_valid():
        facts = form.facts()
        if request.POST.get("seen") == digest_of(facts):
            try:
                set_gate(gate, actor=request.user, **facts)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已设定，自 {facts['since']} 起施行。")
                return redirect("gates")
        else:
            found = previewed(form, facts)
    context = {
        "title": title,
        "gate": gate,
        "form": dressed(form),
        "preview": found,
        "condition": condition_in_words(gate.condition) if gate and not form.is_flat else "",
        "cancel_url": "/gates/",
    }
    return render(request, "desk/gates/gate.html", context, status=422 if form.errors else 200)


def previewed(form: GateForm, facts: dict[str, Any]) -> Preview | None:
    """Return whom a gate would hold up on its first day."""
    try:
        return preview(Gate(**facts), facts, max(facts["since"], timezone.localdate()))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def ending(request: OfficialRequest, key: int) -> HttpResponse:
    require_setter(request)
    gate = get_object_or_404(Gate.objects, pk=key)
    return acted(
        request,
        EndingForm(request.POST or None, initial={"on": timezone.localdate()}),
        lambda given: end_gate(gate, actor=request.user, **given),
        title=f"废止要求：{gate}",
        submit="废止",
        intro=f"{gate.since:%Y-%m-%d} 起施行（{gate.source}）。此后转入不再要求，以前的不受影响。",
        back="/gates/",
        done="已废止。",
    )


def stages(request: OfficialRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "title": "阶段",
        "tabs": gate_tabs("stages"),
        "lines": stage_lines(Stage.objects.order_by("order", "since"), today),
        "may_set": can_set_gates(request.user, None),
    }
    return render(request, "desk/gates/stages.html", context)


def stage_create(request: OfficialRequest) -> HttpResponse:
    require_setter(request)
    return stage_setting(request, None, StageForm(request.POST or None), "新增阶段")


def stage_successor(request: OfficialRequest, key: int) -> HttpResponse:
    """Rename a stage from a day on, or give it another order or limit."""
    require_setter(request)
    stage = get_object_or_404(Stage.objects.filter(until=None), pk=key)
    names = ("code", "name", "order", "limit_days", "source")
    begun = {name: getattr(stage, name) for name in names}
    form = StageForm(request.POST or None, initial=begun)
    form.fields["code"].disabled = True
    return stage_setting(request, stage, form, f"更名或调整阶段：{stage}")


def stage_setting(
    request: OfficialRequest, stage: Stage | None, form: StageForm, title: str
) -> HttpResponse:
    return acted(
        request,
        form,
        lambda given: set_stage(stage, actor=request.user, **given),
        title=title,
        submit="设定",
        intro="从施行日期起用新的名称和次序；以前的仍按当时的显示。",
        back="/stages/",
        done="已设定阶段。",
    )
