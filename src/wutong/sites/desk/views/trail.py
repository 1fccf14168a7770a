"""The trail (留痕): who did what to which record, and when; and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect

from wutong.foundation.audit.models import Trail
from wutong.foundation.audit.seals import verify
from wutong.foundation.ui.lists import Cell, Column, Empty, Row, page_of, show_list
from wutong.foundation.ui.wording import moment
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.trail import TrailFilter
from wutong.sites.desk.queries.columns import name_field
from wutong.sites.desk.queries.history import changes_in_words, in_words, linked_names
from wutong.sites.desk.queries.pages import page_of as desk_page

COLUMNS = [
    Column("at", "时间"),
    Column("who", "谁"),
    Column("what", "做了什么"),
    Column("record", "记录"),
    Column("note", "说明与变更"),
]
LONG = 160


def require(request: OfficialRequest) -> None:
    if not request.user.holds("trail.read"):
        raise PermissionDenied("trail.read")


def listing(request: OfficialRequest) -> HttpResponse:
    require(request)
    form = TrailFilter(request.GET)
    found = form.narrow(Trail.objects.select_related("actor", "kind").order_by("-pk"))
    page = page_of(request, found)
    return show_list(
        request,
        "desk/trail.html",
        title="留痕",
        columns=COLUMNS,
        rows=trail_rows(page),
        page=page,
        filter_form=form,
        search=None,
        empty=Empty("没有这样的留痕", "换一个人、动作或日期再看。"),
    )


def trail_rows(trail: Iterable[Trail]) -> list[Row]:
    rows = list(trail)
    names: dict[int | None, dict[str, Any]] = {}
    called: dict[int | None, dict[int, str]] = {}
    for kind in {row.kind for row in rows if row.kind is not None}:
        model: Any = kind.model_class()
        own = [row for row in rows if row.kind_id == kind.pk]
        names[kind.pk] = linked_names(model, [row.changes for row in own])
        called[kind.pk] = calls(model, {row.key for row in own})
    return [row_of(row, names.get(row.kind_id, {}), called.get(row.kind_id, {})) for row in rows]


def calls(model: Any, keys: set[int | None]) -> dict[int, str]:
    """Return what the records of a kind are called, where they have a name."""
    name = name_field(model)
    return dict(model._base_manager.filter(pk__in=keys).values_list("pk", name)) if name else {}


def row_of(row: Trail, names: dict[str, Any], called: dict[int, str]) -> Row:
    model: Any = row.kind.model_class() if row.kind is not None else None
    page = desk_page(model) if model is not None else None
    label = "—"
    if model is not None:
        label = called.get(row.key or 0) or f"{model._meta.verbose_name} #{row.key}"
    changes = changes_in_words(model, row, names) if model is not None else ""
    note = "；".join(filter(None, [row.note, changes]))
    cells = [
        Cell(moment(row.at)),
        Cell(str(row.actor)),
        Cell(in_words(row.action)),
        Cell(label, url=f"/{page.slug}/{row.key}/" if page is not None else ""),
        Cell(note if len(note) <= LONG else f"{note[:LONG]}…"),
    ]
    return Row(cells)


def verification(request: OfficialRequest) -> HttpResponse:
    """Walk the whole chain of seals, and say what was found."""
    require(request)
    if request.method == "POST":
        verdict = verify()
        if verdict.sound:
            messages.success(request, f"链印完好：共 {verdict.rows} 条留痕，逐条相符。")
        else:
            messages.error(request, f"链印不符：{verdict.first_break}")
    return redirect("trail")
