"""The pages of every kind of record: list, record, form, withdrawal, export.

Each view is told its `page` by the URL; what differs between kinds is declared in
queries/pages, what is more than recording and amending in acts.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from wutong.foundation.documents.sheets import to_xlsx
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Empty, page_of, show_list
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.acts import ReasonForm
from wutong.sites.desk.forms.filters import ListFilter
from wutong.sites.desk.forms.records import RecordForm, record_form
from wutong.sites.desk.queries.columns import shown_columns
from wutong.sites.desk.queries.detail import facts_of, sections_of
from wutong.sites.desk.queries.history import history_of
from wutong.sites.desk.queries.listing import (
    csv_lines,
    drawn,
    narrowed,
    of_page,
    ordered,
    searched,
    sheet_of,
    size_of,
    visible_rows,
)
from wutong.sites.desk.queries.meanwhile import changed_since
from wutong.sites.desk.queries.pages import Page
from wutong.sites.desk.queries.sources import sources_of
from wutong.sites.desk.views.acts import actions_of
from wutong.sites.desk.views.beside import beside
from wutong.sites.desk.views.writing import amended, may_amend, may_create, recorded, withdrawn

BOM = "\ufeff"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_rows(request: OfficialRequest, page: Page) -> tuple[Any, ListFilter]:
    """Return the rows that scope, parents, filters and search leave, in the order asked for."""
    rows = visible_rows(page, request.user)
    form = ListFilter(request.GET, page, request.user, rows)
    rows = form.narrow(narrowed(request, page, rows))
    rows = searched(page, rows, request.GET.get("q", ""))
    return ordered(request, page, rows), form


def listing(request: OfficialRequest, page: Page) -> HttpResponse:
    rows, form = asked_rows(request, page)
    count, total = size_of(page, rows)
    shown = page_of(request, rows.values("pk"), count=count)
    create_url = f"/{page.slug}/new/" if may_create(page, request.user) else ""
    return show_list(
        request,
        title=page.title,
        columns=[column.heading for column in shown_columns(page)],
        rows=drawn(page, of_page(rows, shown)),
        page=shown,
        filter_form=form,
        search_hint=search_hint(page),
        search=request.GET.get("q", "") if page.search else None,
        sort=request.GET.get("sort") or page.order_by,
        create_url=create_url,
        tools=page.tools(request.user),
        export_url=f"/{page.slug}/export/",
        total_note=total,
        empty=empty_list(request, page, create_url),
    )


def search_hint(page: Page) -> str:
    first = shown_columns(page, page.search[:2]) if page.search else []
    return "、".join(dict.fromkeys(column.label for column in first)) + "或拼音首字母"


def empty_list(request: OfficialRequest, page: Page, create_url: str) -> Empty:
    if any(request.GET.get(name) for name in request.GET if name not in {"sort", "page"}):
        return Empty(action="清除条件", action_url=request.path)
    if not create_url:
        return Empty(f"还没有{page.title}", "您的单位还没有登记，或没有归您查看的记录。")
    return Empty(f"还没有{page.title}", page.empty, f"新建{page.title}", create_url)


def export(request: OfficialRequest, page: Page) -> FileResponse | StreamingHttpResponse:
    """Send the list as it is filtered, with every field: as .xlsx, or row by row as .csv."""
    rows, form = asked_rows(request, page)
    today = timezone.localdate()
    if request.GET.get("as") == "csv":
        return csv_reply(csv_lines(page, rows), f"{page.title}_{today:%Y%m%d}.csv")
    asked = "；".join(filter(None, [form.in_words(), request.GET.get("q", "")]))
    notes = [f"导出日期：{today}　导出人：{request.user}", f"条件：{asked or '全部'}"]
    stream = TemporaryFile()  # noqa: SIM115 (closed by the response)
    to_xlsx([sheet_of(page, rows, notes)], stream)
    stream.seek(0)
    name = f"{page.title}_{today:%Y%m%d}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def csv_reply(lines: Iterator[str], name: str) -> StreamingHttpResponse:
    """Send lines as they are read; the mark in front tells Excel that they are UTF-8."""
    reply = StreamingHttpResponse(chain([BOM], lines), content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = content_disposition_header(True, name)
    return reply


def detail(request: OfficialRequest, page: Page, key: int) -> HttpResponse:
    record = get_object_or_404(visible_rows(page, request.user, alone=True), pk=key)
    context: dict[str, Any] = {
        "title": str(record),
        "back": {"label": page.title, "url": f"/{page.slug}/"},
        "status": [{"tone": tone, "text": text} for tone, text in page.status(record)],
        "facts": facts_of(page, record),
        "actions": actions_of(page, record, request.user),
        "sections": sections_of(page, record, request.user),
        "sources": sources_of(record, request.user),
        "history": history_of(record, page.tells),
    }
    more = beside(record, request.user)
    context["sections"] = [*more.pop("sections", []), *context["sections"]]
    context["status"] += more.pop("status", [])
    context |= more
    return render(request, "desk/record.html", context)


def create(request: OfficialRequest, page: Page) -> HttpResponse:
    if not may_create(page, request.user):
        raise PermissionDenied(page.ability)
    names = page.form_fields
    form = record_form(page, request.user, names=names, data=request.POST or None)
    if request.method != "POST":
        given = {name: request.GET.get(name, "") for name in names}
        form.initial.update({name: int(key) for name, key in given.items() if key.isdigit()})
        return show_form(request, page, form, f"新建{page.title}")
    if form.is_valid():
        try:
            record = recorded(page, form.facts(), request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return saved(request, page, record, f"已登记{page.title}“{record}”。")
    return show_form(request, page, form, f"新建{page.title}", status=422)


def edit(request: OfficialRequest, page: Page, key: int) -> HttpResponse:
    record = get_object_or_404(visible_rows(page, request.user), pk=key)
    if not may_amend(page, record, request.user):
        raise PermissionDenied(page.ability)
    names = page.form_fields if page.editable is None else page.editable
    form = record_form(page, request.user, names=names, data=request.POST or None, record=record)
    title = f"修改{page.title}：{record}"
    if request.method != "POST":
        return show_form(request, page, form, title, record)
    return save_edit(request, page, record, form, title)


def save_edit(
    request: OfficialRequest, page: Page, record: Any, form: RecordForm, title: str
) -> HttpResponse:
    meanwhile = changed_since(record, request.POST.get("known_at", ""))
    if meanwhile is not None:
        data = request.POST.copy()
        data["known_at"] = record.known_at.isoformat()
        form.data = data
        return show_form(request, page, form, title, record, 409, meanwhile=meanwhile)
    if form.is_valid():
        try:
            amended(page, record, form.facts(), request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return saved(request, page, record, "已保存修改。")
    return show_form(request, page, form, title, record, 422)


def show_form(
    request: OfficialRequest,
    page: Page,
    form: RecordForm,
    title: str,
    record: Any = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    back = f"/{page.slug}/{record.pk}/" if record is not None else f"/{page.slug}/"
    context = {"title": title, "form": form, "cancel_url": back, **more}
    return render(request, "desk/edit.html", context, status=status)


def saved(request: OfficialRequest, page: Page, record: Any, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(f"/{page.slug}/{record.pk}/")


def withdrawal(request: OfficialRequest, page: Page, key: int) -> HttpResponse:
    """Withdraw a record, with the reason; what stands on it must go first."""
    record = get_object_or_404(visible_rows(page, request.user), pk=key)
    if page.keeping is None or not page.keeping.allowed(request.user, record):
        raise PermissionDenied(page.ability)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        withdrawn(page, record, form.cleaned_data["reason"], request.user)
        messages.success(request, f"已撤回{page.title}“{record}”，原记录仍可在留痕中查到。")
        return redirect(f"/{page.slug}/")
    context = {
        "title": f"撤回{page.title}：{record}",
        "form": form,
        "submit": "撤回",
        "intro": "撤回后，该记录不再出现在列表和统计中，留痕仍然保留。",
        "cancel_url": f"/{page.slug}/{record.pk}/",
    }
    return render(request, "ui/form.html", context, status=422 if form.is_bound else 200)
