"""Evidence of a project: recorded with its files, looked at, certified, mended, withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from wutong.attract.projects.models import Evidence, EvidenceKind, Project
from wutong.attract.projects.operations import (
    UsedTwice,
    amend_evidence,
    can_certify,
    certify_evidence,
    missing,
    record_evidence,
    withdraw_certification,
    withdraw_evidence_file,
)
from wutong.foundation.files.models import File
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Action
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import DayForm, ReasonForm
from wutong.sites.desk.forms.evidence import EvidenceForm, ProjectForm
from wutong.sites.desk.queries.evidence import (
    elsewhere,
    evidence_facts,
    history_of_evidence,
    repeats_of,
    shown_files,
)
from wutong.sites.desk.queries.listing import visible_rows
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.views.writing import may_amend, may_create, withdrawn

PAGE = pages["evidence"]
GIVEN_ANEW = {"repeat_reason"}  # a reason holds for what it was asked for, in the same words or not
LOCKED = "材料已认定；要改请先撤销认定"


def evidence_of(request: OfficialRequest, key: int) -> Any:
    return get_object_or_404(visible_rows(PAGE, request.user), pk=key)


def address(evidence: Evidence) -> str:
    return reverse("evidence-detail", args=[evidence.pk])


def create(request: OfficialRequest) -> HttpResponse:
    """Ask for the project and the kind, then for the files and what the kind needs."""
    if not may_create(PAGE, request.user):
        raise PermissionDenied(PAGE.ability)
    form = ProjectForm(request.user, request.GET if "project" in request.GET else None)
    number = request.GET.get("project", "")
    if number.isascii() and number.isdigit():
        form = ProjectForm(request.user, {"project": f"#{number}"})
    project = form.cleaned_data["project"] if form.is_valid() else None
    kind = EvidenceKind.objects.filter(code=request.GET.get("kind", "")).first()
    if project is None or kind is None:
        return choose(request, form, project)
    if not PAGE.keeping.allowed(request.user, Evidence(project=project)):
        raise PermissionDenied(PAGE.ability)
    return fill(request, project, kind)


def choose(request: OfficialRequest, form: forms.Form, project: Project | None) -> HttpResponse:
    context = {
        "title": f"登记佐证材料：{project}" if project else "登记佐证材料",
        "form": form,
        "project": project,
        "kinds": EvidenceKind.objects.all(),
        "back": f"/projects/{project.pk}/" if project else "/evidence/",
    }
    return render(request, "desk/evidence/kinds.html", context)


def fill(request: OfficialRequest, project: Project, kind: EvidenceKind) -> HttpResponse:
    form = bound_form(request, kind)
    found: list[Any] = []
    if form.is_bound and form.is_valid():
        try:
            made = record_evidence(
                project=project,
                kind=kind.code,
                files=form.taken,
                actor=request.user,
                **form.facts(),
            )
        except Refused as refusal:
            found = said_why(form, refusal, request.user)
        else:
            messages.success(request, f"已登记{made}，共 {len(form.taken)} 个文件。")
            return redirect(address(made))
    again = f"{reverse('evidence-new')}?project={project.pk}"
    return show_form(
        request,
        form,
        title=f"登记{kind}：{project}",
        found=found,
        cancel_url=f"/projects/{project.pk}/",
        other_kind=again,
    )


def edit(request: OfficialRequest, key: int) -> HttpResponse:
    """Mend particulars, add files."""
    evidence = evidence_of(request, key)
    if not may_amend(PAGE, evidence, request.user):
        raise PermissionDenied(PAGE.ability)
    kind = EvidenceKind.objects.filter(code=evidence.kind).first()
    if kind is None:
        raise Refused("这类材料已停用，不能再改")
    form = bound_form(request, kind, evidence)
    found: list[Any] = []
    if form.is_bound and form.is_valid():
        given = form.facts()
        facts = {n: given[n] for n in given if n in GIVEN_ANEW or given[n] != getattr(evidence, n)}
        try:
            amend_evidence(evidence, files=form.taken, actor=request.user, **facts)
        except Refused as refusal:
            found = said_why(form, refusal, request.user)
        else:
            messages.success(request, "已保存修改。")
            return redirect(address(evidence))
    title = f"修改{evidence}"
    return show_form(request, form, title=title, found=found, cancel_url=address(evidence))


def bound_form(
    request: OfficialRequest, kind: EvidenceKind, evidence: Evidence | None = None
) -> EvidenceForm:
    """Return the form, with what was sent taken in; that is done once, before it is judged."""
    given: dict[str, Any] = {"evidence": evidence}
    if evidence is not None:
        given["initial"] = evidence.facts()
    if request.method != "POST":
        return EvidenceForm(kind, request.user, **given)
    form = EvidenceForm(kind, request.user, request.POST, request.FILES, **given)
    if "repeat_reason" in request.POST:
        form.ask_reason()
    form.is_valid()
    form.take_in()
    return form


def said_why(form: EvidenceForm, refusal: Refused, official: Any) -> list[Any]:
    """Put a refusal on the form; return where else the same paper is used, if that is why."""
    form.add_error(None, str(refusal))
    if not isinstance(refusal, UsedTwice):
        return []
    if "repeat_reason" not in form.fields:
        form.ask_reason()
    return elsewhere(refusal.repeats, official)


def show_form(
    request: OfficialRequest, form: EvidenceForm, *, found: list[Any], **context: Any
) -> HttpResponse:
    context |= {"form": form, "kind": form.kind, "repeats": found, "submit": "保存"}
    status = 422 if form.is_bound else 200
    return render(request, "desk/evidence/form.html", context, status=status)


def detail(request: OfficialRequest, key: int) -> HttpResponse:
    evidence = evidence_of(request, key)
    back = {"label": str(evidence.project), "url": f"/projects/{evidence.project_id}/"}
    context = {
        "title": str(evidence),
        "back": back,
        "status": [{"tone": tone, "text": text} for tone, text in PAGE.status(evidence)],
        "facts": evidence_facts(evidence),
        "actions": actions_of(evidence, request.user),
        "repeats": repeats_of(evidence, request.user) if evidence.repeat else [],
        "files": shown_files(evidence),
        "evidence": evidence,
        "may_mend": may_amend(PAGE, evidence, request.user) and not evidence.certified_by_id,
        "history": history_of_evidence(evidence),
    }
    return render(request, "desk/evidence/evidence.html", context)


def actions_of(evidence: Evidence, official: Any) -> list[Action]:
    base, found = address(evidence), []
    certified = bool(evidence.certified_by_id)
    vouches = certify_evidence.allowed  # type: ignore[attr-defined]
    if withdraw_certification.allowed(official, evidence):  # type: ignore[attr-defined]
        if certified:
            url = f"{base}certification-withdrawal/"
            found.append(Action("撤销认定", url, "arrow-back-up"))
        else:
            why = "" if vouches(official, evidence) else "本人登记的材料，须由他人认定"
            why = why or lacking(evidence)
            url = f"{base}certification/"
            found.append(Action("认定", url, "rosette-discount-check", primary=True, why_not=why))
    if may_amend(PAGE, evidence, official):
        why = LOCKED if certified else ""
        found.append(Action("修改、补充文件", f"{base}edit/", "pencil", why_not=why))
        if not certified:
            found.append(Action("撤回", f"{base}withdrawal/", "trash"))
    return found


def lacking(evidence: Evidence) -> str:
    kind = EvidenceKind.objects.filter(code=evidence.kind).first()
    lacks = missing(evidence, kind) if kind else []
    return f"还缺{'、'.join(lacks)}，补齐后才能认定" if lacks else ""


def certification(request: OfficialRequest, key: int) -> HttpResponse:
    evidence = evidence_of(request, key)
    if not can_certify(request.user, evidence):
        raise PermissionDenied("projects.move")
    form = DayForm(request.POST or None)
    if form.is_valid() and tried(
        form, lambda: certify_evidence(evidence, on=form.cleaned_data["on"], actor=request.user)
    ):
        messages.success(request, "已认定。")
        return redirect(address(evidence))
    intro = "认定即确认：附件已看过，所填内容与附件一致。认定后材料不能再改。"
    return ask(request, evidence, form, f"认定：{evidence}", "认定", intro)


def certification_withdrawal(request: OfficialRequest, key: int) -> HttpResponse:
    evidence = evidence_of(request, key)
    if not withdraw_certification.allowed(request.user, evidence):  # type: ignore[attr-defined]
        raise PermissionDenied("projects.move")
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        form, lambda: withdraw_certification(evidence, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, "已撤销认定。")
        return redirect(address(evidence))
    return ask(request, evidence, form, f"撤销认定：{evidence}", "撤销认定")


def withdrawal(request: OfficialRequest, key: int) -> HttpResponse:
    evidence = evidence_of(request, key)
    if not may_amend(PAGE, evidence, request.user):
        raise PermissionDenied(PAGE.ability)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        form, lambda: withdrawn(PAGE, evidence, form.cleaned_data["reason"], request.user)
    ):
        messages.success(request, f"已撤回{evidence}，原记录和附件仍可在留痕中查到。")
        return redirect(f"/projects/{evidence.project_id}/")
    intro = "撤回后，材料和附件不再显示，也不再作为依据；留痕仍然保留。"
    return ask(request, evidence, form, f"撤回：{evidence}", "撤回", intro)


def file_withdrawal(request: OfficialRequest, key: int, file: int) -> HttpResponse:
    evidence = evidence_of(request, key)
    if not may_amend(PAGE, evidence, request.user):
        raise PermissionDenied(PAGE.ability)
    one = get_object_or_404(File.objects.of(evidence), pk=file)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and tried(
        form,
        lambda: withdraw_evidence_file(
            evidence, file=one, reason=form.cleaned_data["reason"], actor=request.user
        ),
    ):
        messages.success(request, f"已撤回附件“{one}”。")
        return redirect(address(evidence))
    return ask(request, evidence, form, f"撤回附件：{one}", "撤回")


def tried(form: forms.Form, write: Any) -> bool:
    try:
        write()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def ask(
    request: OfficialRequest,
    evidence: Evidence,
    form: forms.Form,
    title: str,
    submit: str,
    intro: str = "",
) -> HttpResponse:
    context = {"title": title, "form": form, "submit": submit, "intro": intro}
    context["cancel_url"] = address(evidence)
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)
