"""Publishing: logged with its proof, and what each channel carried, opened into its rows."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from wutong.attract.projects.models import PublicationChannel
from wutong.attract.projects.operations import publish
from wutong.attract.projects.operations.publishing import add_proof, keeps_publications
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.figures import QuestionForm
from wutong.sites.desk.forms.publishing import NeededProofForm, PublishingForm, received
from wutong.sites.desk.queries.columns import shown_columns
from wutong.sites.desk.queries.figures import read_question
from wutong.sites.desk.queries.listing import drawn, visible_rows
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.queries.publishing import pieces_of, presented_by, reaches, total
from wutong.sites.desk.views.figures import canonical, explains

PAGE = pages["publications"]


def create(request: OfficialRequest) -> HttpResponse:
    """Log what was put out; the proof is taken in only once the rest of the form is right."""
    if not request.user.holds(PAGE.ability):
        raise PermissionDenied(PAGE.ability)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PublishingForm(request.user, *given)
    if form.is_bound and form.is_valid():
        proof = received(form)
        if proof is not None:
            unit = form.cleaned_data["unit"]
            try:
                made = publish(unit, proof=proof, actor=request.user, **form.facts())
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, f"已登记“{made}”。")
                return redirect(f"/publications/{made.pk}/")
    context = {"title": "登记信息发布", "form": form, "cancel_url": "/publications/"}
    status = 422 if form.is_bound else 200
    return render(request, "ui/form.html", context, status=status)


def proof(request: OfficialRequest, key: int) -> HttpResponse:
    """Keep screenshots of a publication."""
    publication = get_object_or_404(visible_rows(PAGE, request.user), pk=key)
    if not keeps_publications(request.user, publication):
        raise PermissionDenied(PAGE.ability)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NeededProofForm(*given)
    if form.is_bound and form.is_valid():
        shots = received(form)
        if shots is not None:
            try:
                add_proof(publication, proof=shots, actor=request.user)
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, "已上传截图。")
                return redirect(f"/publications/{key}/")
    context = {
        "title": f"上传截图：{publication}",
        "form": form,
        "submit": "上传",
        "cancel_url": f"/publications/{key}/",
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)


@explains
def channels(request: OfficialRequest) -> HttpResponse | FileResponse:
    """Show what each channel carried in a period: pieces, and projects counted once."""
    question = read_question(request.GET, {})
    if sent := canonical(request, question):
        return sent
    context = {
        "title": "各渠道推送",
        "question": question,
        "form": QuestionForm(question),
        "reaches": reaches(question.ask, request.user),
        "total": total(question.ask, request.user),
        "query": question.query(),
        "own_only": not request.user.sees_county,
    }
    return render(request, "desk/publishing/channels.html", context)


@explains
def channel(request: OfficialRequest, key: int) -> HttpResponse | FileResponse:
    """Show the rows behind one channel's numbers; 0 stands for what names no channel."""
    question = read_question(request.GET, {})
    if sent := canonical(request, question):
        return sent
    found = PublicationChannel.objects.filter(pk=key).first()
    if key and found is None:
        raise Http404
    projects = pages["published-projects"]
    rows = presented_by(question.ask, key, request.user)
    rows = rows.select_related("publication").order_by("project_name", "pk")
    shown = page_of(request, rows)
    pieces = pieces_of(question.ask, key, request.user).select_related("unit", "published_by")
    listed = page_of(request, PAGE.annotate(pieces, request.user).order_by("-published_on", "pk"))
    context = {
        "title": f"{found or '未列入目录的渠道'}：{question.period}",
        "back": {"label": "各渠道推送", "url": "/publications/channels/" + question.query()},
        "question": question,
        "form": QuestionForm(question),
        "distinct": rows.order_by().values("project_name").distinct().count(),
        "project_columns": [c.heading for c in shown_columns(projects)],
        "project_rows": drawn(projects, shown),
        "project_page": shown,
        "columns": [c.heading for c in shown_columns(PAGE)],
        "rows": drawn(PAGE, listed),
        "page": listed,
    }
    return render(request, "desk/publishing/channel.html", context)
