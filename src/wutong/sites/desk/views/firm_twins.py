"""Firms that may be one: the pairs, two side by side, merging and splitting."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from wutong.attract.firms.access import MERGE, can_merge
from wutong.attract.firms.models import ContactPerson, Firm, FirmMerger
from wutong.attract.firms.operations import distinguish_firms, merge_firms, split_firms
from wutong.attract.firms.queries import open_firm_twins
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Column, Empty, page_of, show_list
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.firms import FirmDistinctionForm, FirmMergeForm
from wutong.sites.desk.queries.firm_twins import about, merger_row, pair_rows, side_by_side
from wutong.sites.desk.queries.tabs import firm_twin_tabs
from wutong.sites.desk.views.moving import acted, number_asked

PAIR_COLUMNS = [
    Column("first", "企业"),
    Column("second", "疑似同一企业"),
    Column("why", "相同之处"),
    Column("likeness", "名称相似度", numeric=True),
]
MERGER_COLUMNS = [
    Column("kept", "保留企业"),
    Column("merged", "并入企业"),
    Column("reason", "合并理由"),
    Column("moved", "转移的记录", numeric=True),
    Column("merged_by", "合并人"),
    Column("merged_on", "合并日期"),
    Column("split", ""),
]
PER_PAGE = 25


def require(request: OfficialRequest) -> None:
    """Let only those in who may merge: the pages count what belongs to firms in all the county."""
    if not can_merge(request.user, None):
        raise PermissionDenied(MERGE)


def listing(request: OfficialRequest) -> HttpResponse:
    """List the pairs that look alike and that nobody has decided about, the likest first."""
    require(request)
    firms, of = Firm.objects.all(), number_asked(request, "firm")
    pairs = open_firm_twins(firms, ContactPerson.objects.visible_to(request.user))
    if of:
        pairs = [pair for pair in pairs if of in (pair[0], pair[1].key)]
    shown = page_of(request, pairs, PER_PAGE)
    keys = {key for first, twin in shown for key in (first, twin.key)}
    found = firms.in_bulk([*keys, of] if of else keys)
    hint = "名称相同或相近、联系人电话相同的企业会列在这里；各有统一社会信用代码的不列。"
    return show_list(
        request,
        "desk/firms/twins.html",
        title="疑似同一企业",
        columns=PAIR_COLUMNS,
        rows=pair_rows(shown, found),
        page=shown,
        search=None,
        tabs=firm_twin_tabs("firm-twins"),
        of=found.get(of) if of else None,
        empty=Empty("没有疑似同一企业的记录", hint),
    )


def two(request: OfficialRequest, first: int, second: int) -> tuple[Firm, Firm]:
    require(request)
    if first == second:
        raise Http404
    rows = Firm.objects.select_related("group", "parent")
    return get_object_or_404(rows, pk=first), get_object_or_404(rows, pk=second)


def choices(*firms: Firm) -> list[tuple[int, str]]:
    return [(firm.pk, f"{firm.name}（{about(firm)}）") for firm in firms]


def pair(request: OfficialRequest, first: int, second: int) -> HttpResponse:
    """Show two firms side by side, and what can be decided about them."""
    one, other = two(request, first, second)
    return show_pair(
        request, one, other, FirmMergeForm(None, choices(one, other)), FirmDistinctionForm()
    )


def show_pair(
    request: OfficialRequest,
    one: Firm,
    other: Firm,
    merging: FirmMergeForm,
    distinction: FirmDistinctionForm,
) -> HttpResponse:
    people = ContactPerson.objects.visible_to(request.user)
    both = Firm.objects.filter(pk__in=[one.pk, other.pk])
    found = open_firm_twins(both, people.filter(firm__in=both))
    context = {
        "title": "核对疑似同一企业",
        "first": one,
        "second": other,
        "twin": found[0][1] if found else None,
        "lines": side_by_side(one, other, request.user),
        "merging": merging,
        "distinction": distinction,
    }
    bound = merging.is_bound or distinction.is_bound
    return render(request, "desk/firms/pair.html", context, status=422 if bound else 200)


def merging(request: OfficialRequest, first: int, second: int) -> HttpResponse:
    """Merge one of two into the other."""
    one, other = two(request, first, second)
    form = FirmMergeForm(request.POST or None, choices(one, other))
    if form.is_valid():
        kept, merged = (one, other) if form.cleaned_data["kept"] == one.pk else (other, one)
        reason, today = form.cleaned_data["reason"], timezone.localdate()
        try:
            merge_firms(kept, merged=merged, reason=reason, on=today, actor=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{merged}”已并入“{kept}”；如有误可在“合并记录”里拆分。")
            return redirect(f"/firms/{kept.pk}/")
    return show_pair(request, one, other, form, FirmDistinctionForm())


def distinction(request: OfficialRequest, first: int, second: int) -> HttpResponse:
    """Decide that two are not one."""
    one, other = two(request, first, second)
    form = FirmDistinctionForm(request.POST or None)
    if form.is_valid():
        distinguish_firms(one, second=other, actor=request.user, **form.cleaned_data)
        messages.success(request, "已判断为不是同一企业，不再提示。")
        return redirect("firm-twins")
    return show_pair(request, one, other, FirmMergeForm(None, choices(one, other)), form)


def mergers(request: OfficialRequest) -> HttpResponse:
    require(request)
    shown = page_of(
        request, FirmMerger.objects.select_related("kept", "merged", "merged_by"), PER_PAGE
    )
    hint = "在“疑似同一企业”里核对后合并的列在这里，可以拆分还原。"
    return show_list(
        request,
        "desk/firms/twins.html",
        title="企业合并记录",
        columns=MERGER_COLUMNS,
        rows=[merger_row(each) for each in shown],
        page=shown,
        search=None,
        tabs=firm_twin_tabs("firm-mergers"),
        empty=Empty("没有合并过企业", hint),
    )


def splitting(request: OfficialRequest, key: int) -> HttpResponse:
    require(request)
    merger = get_object_or_404(FirmMerger.objects.select_related("kept", "merged"), pk=key)
    return acted(
        request,
        ReasonForm(request.POST or None),
        lambda given: split_firms(merger, actor=request.user, **given),
        title=f"拆分：{merger}",
        submit="拆分还原",
        intro=f"“{merger.merged}”恢复为单独的企业，并入时转来的 {len(merger.moved)} 条记录转回，"
        f"并入时结束的 {len(merger.ended)} 条重复记录恢复；此后在保留企业上新登记的不动。",
        back="/firm-mergers/",
        to=f"/firms/{merger.merged_id}/",
        done="已拆分还原。",
    )
