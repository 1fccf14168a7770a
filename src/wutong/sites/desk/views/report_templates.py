"""The editor of a report's template: text at the left, what it would print at the right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from wutong.foundation.documents.prose import BadTemplate
from wutong.foundation.operations import Refused
from wutong.metrics.engine import Figure, Names
from wutong.metrics.registry import catalogue
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.reports import TemplateForm
from wutong.sites.desk.queries.catalogue import GROUPS, group_of
from wutong.sites.desk.queries.figures import Question, read_question
from wutong.sites.desk.queries.history import history_of
from wutong.sites.desk.queries.meanwhile import changed_since
from wutong.sites.desk.queries.reports import live_page
from wutong.sites.desk.views.figures import explains
from wutong.steer.bulletins.access import can_edit
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.operations import readable, restore_template, templates
from wutong.steer.bulletins.queries import read_report, shipped


def found(request: OfficialRequest, key: int) -> Template:
    template: Template = get_object_or_404(Template, pk=key)
    if not can_edit(request.user, template):
        raise PermissionDenied("reports.edit")
    return template


@explains
def edit(request: OfficialRequest, key: int) -> HttpResponse:
    template = found(request, key)
    given = request.POST if request.method == "POST" else request.GET
    question = read_question({n: given.get(n, "") for n in ("period", "cutoff")}, {})
    if request.method != "POST":
        return show(request, template, opened(template, question), question)
    form = TemplateForm(request.POST)
    if "preview" in request.POST or not form.is_valid():
        status = 200 if form.is_valid() else 422
        return show(request, template, form, question, status)
    return save(request, template, form, question)


def save(
    request: OfficialRequest, template: Template, form: TemplateForm, question: Question
) -> HttpResponse:
    meanwhile = changed_since(template, form.cleaned_data["known_at"])
    if meanwhile is not None:
        form.data = {**form.data, "known_at": template.known_at.isoformat()}
        return show(request, template, form, question, 409, meanwhile)
    facts = {name: form.cleaned_data[name] for name in ("title", "text")}
    try:
        templates.amend(template, actor=request.user, **facts)
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return show(request, template, form, question, 422)
    messages.success(request, "已保存模板。已定稿的报告不受影响。")
    return redirect(request.path + question.query())


def opened(template: Template, question: Question) -> TemplateForm:
    return TemplateForm(
        initial={
            "title": template.title,
            "text": template.text,
            "known_at": template.known_at.isoformat(),
            "period": question.period.code,
            "cutoff": question.cutoff or "",
        }
    )


def show(
    request: OfficialRequest,
    template: Template,
    form: TemplateForm,
    question: Question,
    status: int = 200,
    meanwhile: Any = None,
) -> HttpResponse:
    context = {
        "title": f"编辑模板：{template}",
        "template": template,
        "form": form,
        "question": question,
        "meanwhile": meanwhile,
        "picker": picker(),
        "may_restore": differs(template, shipped(template)),
        "history": [replace(told, note="") for told in history_of(template)],
    }
    context |= tried(template, str(form["title"].value()), str(form["text"].value()), question)
    return render(request, "desk/reports/edit.html", context, status=status)


def differs(template: Template, first: Template | None) -> bool:
    """Return whether there is a shipped text to restore, other than what stands."""
    return first is not None and (first.title, first.text) != (template.title, template.text)


def restoration(request: OfficialRequest, key: int) -> HttpResponse:
    """Ask once more, then give the template its shipped text back."""
    template = found(request, key)
    back = reverse("report-template", args=[key])
    if request.method == "POST":
        restore_template(template, actor=request.user)
        messages.success(request, "已恢复软件自带的模板；改过的文字仍留在留痕里。")
        return redirect(back)
    context = {
        "title": f"恢复自带模板：{template}",
        "intro": "标题和正文将换回软件自带的那一份，现在的文字不再用于报告。已定稿的报告不受影响。",
        "form": Form(),
        "submit": "确认恢复",
        "cancel_url": back,
    }
    return render(request, "ui/form.html", context)


@explains
def preview(request: OfficialRequest, key: int) -> HttpResponse:
    """Print the draft that is being written, or say in which line it goes wrong."""
    template = found(request, key)
    question = read_question({n: request.POST.get(n, "") for n in ("period", "cutoff")}, {})
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    context = tried(template, title, text, question) | {"question": question}
    return render(request, "desk/reports/preview.html", context)


def tried(template: Template, title: str, text: str, question: Question) -> dict[str, Any]:
    """Return the page a draft would print, or what is wrong with it; nothing is saved."""
    draft = Template(title=title, text=text.replace("\r\n", "\n"), slots=template.slots)
    try:
        readable(draft)
        answer = read_report(draft, question.ask)
    except (Refused, BadTemplate) as error:
        return {"wrong": str(error)}
    return {
        "page": live_page(answer, question),
        "missing": answer.missing,
        "reasons": answer.withheld,
    }


def picker() -> list[tuple[str, list[dict[str, str]]]]:
    """Return the figures by group, each with the code that prints it."""
    listed: dict[str, list[dict[str, str]]] = {label: [] for _, label in GROUPS}
    for figure in catalogue.values():
        code = f"{{{{ {figure.code}{suffix(figure)} }}}}"
        item = {"label": figure.label, "code": code, "unit": unit(figure)}
        listed[group_of(figure)].append(item)
    return [(label, items) for label, items in listed.items() if items]


def suffix(figure: Figure) -> str:
    return " | wan" if figure.unit == "元" else ""


def unit(figure: Figure) -> str:
    if isinstance(figure, Names):
        return "名单"
    return "万元" if figure.unit == "元" else figure.unit
