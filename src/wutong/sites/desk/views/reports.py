"""Reports (报告): the list, the preview of a period, and finalising it (定稿)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from wutong.foundation.documents.prose import BadTemplate
from wutong.foundation.operations import Refused
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.figures import QuestionForm
from wutong.sites.desk.forms.reports import FinalisationForm
from wutong.sites.desk.queries.figures import (
    Question,
    default_period,
    period_of,
    read_question,
)
from wutong.sites.desk.queries.reports import (
    live_page,
    may_read_text,
    recent_quarters,
    versions,
)
from wutong.sites.desk.views.figures import explains
from wutong.sites.desk.views.report_files import FORMATS, live_file
from wutong.steer.bulletins.access import can_edit, can_finalise, writes_reports
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.operations import finalise_report
from wutong.steer.bulletins.queries import Answer, latest, read_report


def require_text(official: Any) -> None:
    if not may_read_text(official):
        raise PermissionDenied("reports")


@explains
def listing(request: OfficialRequest) -> HttpResponse:
    """List what was finalised; who may read drafts also opens a period from here."""
    question, drafts = read_question(request.GET, {}), may_read_text(request.user)
    if drafts and request.GET.get("template"):
        chosen = get_object_or_404(Template, code=request.GET["template"])
        return redirect("report", chosen.code, question.period.code)
    context = {
        "title": "报告",
        "drafts": drafts,
        "templates": Template.objects.all() if drafts else (),
        "may_edit": can_edit(request.user, None),
        "form": QuestionForm(Question(question.period)),
        "quarters": recent_quarters(default_period()),
        "versions": versions(),
    }
    return render(request, "desk/reports/list.html", context)


def question_of(request: OfficialRequest, period: str) -> Question:
    params = {name: request.GET.get(name, "") for name in ("cutoff", "known_on")}
    return read_question({**params, "period": period_of(period).code}, {})


def read(template: Template, question: Question) -> Answer:
    """Read the report; what is wrong with a broken template is said in words."""
    try:
        return read_report(template, question.ask)
    except BadTemplate as error:
        raise Refused(f"模板“{template}”有误：{error}。请改好模板再看") from error


@explains
def report(request: OfficialRequest, code: str, period: str) -> HttpResponse:
    require_text(request.user)
    template = get_object_or_404(Template, code=code)
    if request.GET.get("year"):
        asked = read_question(request.GET, {})
        query = asked.query(period=None)
        return redirect(reverse("report", args=[code, asked.period.code]) + query)
    question = question_of(request, period)
    context = {
        "title": f"{template}：{question.period}",
        "template": template,
        "question": question,
        "form": QuestionForm(question),
        "may_edit": can_edit(request.user, None),
        "may_finalise": can_finalise(request.user, None),
        "versions": [v for v in versions() if is_of(v, template, question)],
        "formats": FORMATS,
        "query": question.query(period=None),
    }
    try:
        context |= previewed(template, question, request.user)
    except Refused as refusal:
        context["refusal"] = str(refusal)
    return render(request, "desk/reports/report.html", context)


def is_of(version: Any, template: Template, question: Question) -> bool:
    return bool(version.template_code == template.code and version.period == question.period)


def previewed(template: Template, question: Question, official: Any) -> dict[str, Any]:
    answer = read(template, question)
    missing = [(slot, question.url(slot.figure)) for slot in answer.missing]
    told = [slot for slot in answer.slots if slot.withheld and writes_reports(official)]
    withheld = [(slot, question.url(slot.figure)) for slot in told]
    return {
        "answer": answer,
        "page": live_page(answer, question),
        "missing": missing,
        "withheld": withheld,
        "reasons": answer.withheld,
        "filled": len(answer.slots) - len(missing),
    }


@explains
def finalisation(request: OfficialRequest, code: str, period: str) -> HttpResponse:
    """Ask once more, then freeze the report."""
    if not can_finalise(request.user, None):
        raise PermissionDenied("reports.finalise")
    template = get_object_or_404(Template, code=code)
    question = question_of(request, period)
    back = reverse("report", args=[code, question.period.code]) + question.query(period=None)
    before = latest(code, question.ask)
    given = request.POST if request.method == "POST" else None
    form = FinalisationForm(given, is_correction=before is not None)
    if form.is_valid():
        reason = form.cleaned_data.get("reason", "")
        try:
            made = finalise_report(template, ask=question.ask, actor=request.user, reason=reason)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已定稿：{made}。此后数据再变，这一版也不变。")
            return redirect("report-version", made.pk)
    context = {
        "title": f"{'更正定稿' if before else '定稿'}：{question.period}",
        "intro": intro(question, before),
        "answer": read(template, question),
        "form": form,
        "submit": "确认定稿",
        "cancel_url": back,
    }
    return render(
        request, "desk/reports/finalise.html", context, status=422 if form.is_bound else 200
    )


def intro(question: Question, before: Any) -> str:
    said = f"截止日 {question.until}，按{question.known_in_words()}定稿。"
    said += "定稿后文字、读数和构成行不再变动。"
    if before is None:
        return said
    at = timezone.localtime(before.finalised_at)
    told = f"该期已于 {at:%Y-%m-%d %H:%M} 定稿（第{before.version}版）"
    return f"{said}{told}；再次定稿为更正，前一版保留。"


@explains
def report_file(request: OfficialRequest, code: str, period: str, form: str) -> HttpResponse:
    require_text(request.user)
    template = get_object_or_404(Template, code=code)
    if form not in FORMATS:
        raise Http404(form)
    question = question_of(request, period)
    return live_file(read(template, question), question, form, request.user)
