"""Projects that may be one: the pairs, two side by side, merging, splitting, sharing credit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.leads.queries import proposed_shares
from wutong.attract.projects.access import can_merge
from wutong.attract.projects.models import CreditShare, Merger, Project
from wutong.attract.projects.operations import (
    distinguish,
    merge_projects,
    share_credit,
    split_merger,
)
from wutong.attract.projects.queries import open_twins
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Column, Empty, page_of, show_list
from wutong.people.access import OfficialRequest
from wutong.people.models import Unit
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.fields import dressed
from wutong.sites.desk.forms.moving import (
    CreditForm,
    DistinctionForm,
    MergeForm,
    total_in_words,
)
from wutong.sites.desk.queries.tabs import twin_tabs
from wutong.sites.desk.queries.twins import about, merger_row, pair_rows, side_by_side
from wutong.sites.desk.views.moving import acted, number_asked, project_of

PAIR_COLUMNS = [
    Column("first", "项目"),
    Column("second", "疑似同一项目"),
    Column("why", "相同之处"),
    Column("likeness", "相似度", numeric=True),
]
MERGER_COLUMNS = [
    Column("kept", "保留项目"),
    Column("merged", "并入项目"),
    Column("reason", "合并理由"),
    Column("moved", "转移的记录", numeric=True),
    Column("merged_by", "合并人"),
    Column("merged_on", "合并日期"),
    Column("split", ""),
]
PER_PAGE = 25


def listing(request: OfficialRequest) -> HttpResponse:
    """List the pairs that look alike and that nobody has decided about, the likest first."""
    seen = Project.objects.visible_to(request.user)
    pairs = open_twins(seen)
    if project := number_asked(request, "project"):
        pairs = [pair for pair in pairs if project in (pair[0], pair[1].key)]
    shown = page_of(request, pairs, PER_PAGE)
    keys = {key for first, twin in shown for key in (first, twin.key)}
    projects = seen.select_related("lead_unit", "investor").in_bulk(keys)
    hint = "同一投资方或同名，且地点、内容相近的项目会列在这里；导入或登记后自动核对。"
    return show_list(
        request,
        "desk/twins/list.html",
        title="疑似重复",
        columns=PAIR_COLUMNS,
        rows=pair_rows(shown, projects),
        page=shown,
        search=None,
        tabs=twin_tabs("twins"),
        of=projects.get(project) if project else None,
        empty=Empty("没有疑似重复的项目", hint),
    )


def pair(request: OfficialRequest, first: int, second: int) -> HttpResponse:
    """Show two projects side by side, and what can be decided about them."""
    one, other = project_of(request, first), project_of(request, second)
    if one.pk == other.pk:
        raise Http404
    merging = MergeForm(None, [(p.pk, f"{p.name}（{about(p)}）") for p in (one, other)])
    return show_pair(request, one, other, merging, DistinctionForm())


def show_pair(
    request: OfficialRequest,
    one: Project,
    other: Project,
    merging: MergeForm,
    distinction: DistinctionForm,
) -> HttpResponse:
    pair = {p.pk for p in (one, other)}
    found = open_twins(Project.objects.filter(pk__in=pair))
    context = {
        "title": "核对疑似重复",
        "first": one,
        "second": other,
        "twin": found[0][1] if found else None,
        "lines": side_by_side(one, other, timezone.localdate()),
        "merging": merging,
        "distinction": distinction,
        "may_merge": can_merge(request.user, one),
    }
    bound = merging.is_bound or distinction.is_bound
    return render(request, "desk/twins/pair.html", context, status=422 if bound else 200)


def merging(request: OfficialRequest, first: int, second: int) -> HttpResponse:
    """Merge one of two into the other."""
    one, other = project_of(request, first), project_of(request, second)
    if not can_merge(request.user, one):
        raise PermissionDenied("projects.merge")
    choices = [(p.pk, f"{p.name}（{about(p)}）") for p in (one, other)]
    form = MergeForm(request.POST or None, choices)
    if form.is_valid():
        kept, merged = (one, other) if form.cleaned_data["kept"] == one.pk else (other, one)
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        try:
            merge_projects(kept, merged=merged, reason=reason, on=today, actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{merged}”已并入“{kept}”；如有误可在本页拆分。")
            return redirect(f"/projects/{kept.pk}/")
    return show_pair(request, one, other, form, DistinctionForm())


def distinction(request: OfficialRequest, first: int, second: int) -> HttpResponse:
    """Decide that two are not one."""
    one, other = project_of(request, first), project_of(request, second)
    if not can_merge(request.user, one):
        raise PermissionDenied("projects.merge")
    form = DistinctionForm(request.POST or None)
    if form.is_valid():
        distinguish(one, second=other, actor=request.user, **form.cleaned_data)
        messages.success(request, "已判断为不是同一项目，不再提示。")
        return redirect("twins")
    choices = [(p.pk, f"{p.name}（{about(p)}）") for p in (one, other)]
    return show_pair(request, one, other, MergeForm(None, choices), form)


def mergers(request: OfficialRequest) -> HttpResponse:
    rows = Merger.objects.visible_to(request.user)
    rows = rows.select_related("kept__lead_unit", "merged__lead_unit", "merged_by")
    shown = page_of(request, rows, PER_PAGE)
    may = can_merge(request.user, None)
    return show_list(
        request,
        "desk/twins/list.html",
        title="合并记录",
        columns=MERGER_COLUMNS,
        rows=[merger_row(each, may) for each in shown],
        page=shown,
        search=None,
        tabs=twin_tabs("mergers"),
        empty=Empty("没有合并过项目", "在“疑似重复”里核对后合并的项目列在这里，可以拆分还原。"),
    )


def splitting(request: OfficialRequest, key: int) -> HttpResponse:
    seen = Merger.objects.visible_to(request.user).select_related("kept", "merged")
    merger = get_object_or_404(seen, pk=key)
    if not can_merge(request.user, merger.kept):
        raise PermissionDenied("projects.merge")
    return acted(
        request,
        ReasonForm(request.POST or None),
        lambda given: split_merger(merger, actor=request.user, **given),
        title=f"拆分：{merger}",
        submit="拆分还原",
        intro=f"“{merger.merged}”恢复为单独的项目，并入时转来的 {len(merger.moved)} 条记录转回；"
        "此后在保留项目上新登记的不动。",
        back=f"/projects/{merger.kept_id}/",
        to=f"/projects/{merger.merged_id}/",
        done="已拆分还原。",
    )


def credit(request: OfficialRequest, key: int) -> HttpResponse:
    """Show how units share a project's credit, or set it anew; without rows it is unshared."""
    project = project_of(request, key)
    if not can_merge(request.user, project):
        raise PermissionDenied("projects.merge")
    standing: dict[Any, Any] = {
        share.unit: share.percent
        for share in CreditShare.objects.filter(project=project).select_related("unit")
    }
    if not standing and project.lead:
        standing = proposed_shares(project.lead)  # as the units agreed when the lead went over
    units = Unit.objects.visible_to(request.user)
    form = CreditForm(request.POST or None, units, standing)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("shares", "document")}
        try:
            share_credit(project, actor=request.user, **given)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已保存业绩分成，金额类指标分单位时按比例计。")
            return redirect(f"/projects/{project.pk}/")
    typed = request.POST or {bound.html_name: bound.value() or "" for bound in form}
    context = {
        "title": f"业绩分成：{project}",
        "project": project,
        "form": dressed(form),
        "total": total_in_words(typed),
        "cancel_url": f"/projects/{project.pk}/",
        "submit": "保存",
    }
    return render(request, "desk/twins/credit.html", context, status=422 if form.is_bound else 200)


def credit_total(request: OfficialRequest, key: int) -> HttpResponse:
    """Say what the percents typed so far come to."""
    project_of(request, key)
    return render(request, "desk/twins/total.html", {"total": total_in_words(request.GET)})
