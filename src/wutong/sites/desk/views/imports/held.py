"""Held rows (待核实): the list by reason, and one row: correct it, decide it, dismiss it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from wutong.foundation.imports.models import Batch, Row
from wutong.foundation.imports.operations import correct_row, dismiss_row
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.imports import ReasonForm, corrections_of
from wutong.sites.desk.queries.imports.batches import (
    OPEN,
    kind_label,
    open_rows,
    visible_batches,
    visible_rows,
)
from wutong.sites.desk.queries.imports.reasons import main_code, narrowed, reason_of, reasons_of
from wutong.sites.desk.queries.imports.rows import (
    STATE_TONES,
    cell_lines,
    history_of,
    made_by,
    row_line,
    said,
)
from wutong.sites.desk.queries.imports.twins import is_twin, kept_project, pairs
from wutong.sites.desk.tasks.twins import decide_twin

FILTERS = ("code", "kind", "batch")


def filtered(request: OfficialRequest) -> tuple[dict[str, str], QuerySet[Row]]:
    """Return the filters in the query string, and the open rows within kind and batch."""
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    rows = open_rows(request.user)
    if asked.get("kind"):
        rows = rows.filter(kind=asked["kind"])
    if asked.get("batch", "").isdecimal():
        rows = rows.filter(sheet__ledger__batch=int(asked["batch"]))
    return asked, rows


@require_GET
def held(request: OfficialRequest) -> HttpResponse:
    asked, rows = filtered(request)
    reasons = reasons_of(rows)
    code = asked.get("code", "")
    listed = narrowed(rows, code).prefetch_related("problems").order_by("pk")
    page = page_of(request, listed)
    everything = open_rows(request.user).order_by()
    kinds = everything.values_list("kind", flat=True).distinct()
    batches = visible_batches(request.user).filter(state=Batch.State.APPLIED)
    context = {
        "title": "待核实",
        "page": page,
        "rows": [row_line(row) for row in page],
        "tabs": _tabs(asked, reasons),
        "reason": reason_of(code) if code else None,
        "reasons": reasons,
        "asked": asked,
        "query": f"?{urlencode(asked)}" if asked else "",
        "kinds": sorted((kind, kind_label(kind)) for kind in kinds),
        "batches": batches.filter(pk__in=everything.values("sheet__ledger__batch")),
    }
    return render(request, "desk/imports/held.html", context)


def _tabs(asked: dict[str, str], reasons: list[Any]) -> list[dict[str, Any]]:
    rest = {name: text for name, text in asked.items() if name != "code"}
    code = asked.get("code", "")
    items = [{"label": "全部", "url": f"?{urlencode(rest)}", "is_current": not code}]
    for each, reason, count in reasons:
        url = f"?{urlencode({**rest, 'code': each})}"
        items.append(
            {"label": reason.label, "url": url, "is_current": each == code, "count": count}
        )
    return items


@require_GET
def row(request: OfficialRequest, key: int) -> HttpResponse:
    found = visible_rows(request.user).prefetch_related("problems")
    return show_row(request, get_object_or_404(found, pk=key), ReasonForm())


def show_row(request: OfficialRequest, shown: Row, form: ReasonForm) -> HttpResponse:
    batch = shown.sheet.ledger.batch
    is_open = shown.state in OPEN and batch.state == Batch.State.APPLIED
    code = main_code(shown)
    query = _query(request)
    context = {
        "title": row_line(shown).head,
        "row": shown,
        "batch": batch,
        "kind": kind_label(shown.kind),
        "tone": STATE_TONES.get(Row.State(shown.state), "grey"),
        "problems": [said(problem, shown) for problem in shown.problems.all()],
        "reason": reason_of(code) if code and is_open else None,
        "is_open": is_open,
        "form": form,
        "made": made_by(shown),
        "history": history_of(shown),
        "query": query,
        "back": (reverse("held-rows") if is_open else reverse("import", args=[batch.pk])) + query,
        "next": next_row(request, shown) if is_open else None,
        **_cells(shown, is_open),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/imports/row.html", context, status=status)


def _cells(shown: Row, is_open: bool) -> dict[str, Any]:
    """Return the cells in question, the others, and for a suspected duplicate both sides."""
    twin = is_open and is_twin(shown)
    project = kept_project(shown) if twin else None
    cells = cell_lines(shown)
    return {
        "wrong": [cell for cell in cells if cell.is_wrong and not twin],
        "others": [cell for cell in cells if twin or not cell.is_wrong],
        "is_twin": twin,
        "kept": project,
        "pairs": pairs(shown, project) if project else [],
    }


def _query(request: OfficialRequest) -> str:
    asked = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    return f"?{urlencode(asked)}" if asked else ""


def next_row(request: OfficialRequest, shown: Row) -> Row | None:
    """Return the open row after this one within the filters, else the first."""
    asked, rows = filtered(request)
    rows = narrowed(rows, asked.get("code", "")).exclude(pk=shown.pk).order_by("pk")
    return rows.filter(pk__gt=shown.pk).first() or rows.first()


def _onward(request: OfficialRequest, done: Row, words: str) -> HttpResponse:
    """Go on to the next open row; stay when this one is still open."""
    if done.state in OPEN:
        messages.warning(request, "还有问题没有解决，请看下面的说明")
        return redirect(reverse("import-row", args=[done.pk]) + _query(request))
    following = next_row(request, done)
    if following is None:
        messages.info(request, f"{words}；这一类已经处理完")
        return redirect("held-rows")
    messages.info(request, f"{words}。下面是下一条")
    return redirect(reverse("import-row", args=[following.pk]) + _query(request))


@require_POST
def correction(request: OfficialRequest, key: int) -> HttpResponse:
    found = get_object_or_404(visible_rows(request.user), pk=key)
    written = {line.field: line.corrected or line.text for line in cell_lines(found)}
    corrections = corrections_of(request.POST, written)
    done = correct_row(found, corrections=corrections, actor=request.user)
    return _onward(request, done, f"已更正并导入：{row_line(done).head}")


@require_POST
def decision(request: OfficialRequest, key: int) -> HttpResponse:
    found = get_object_or_404(visible_rows(request.user), pk=key)
    chosen = request.POST.get("decision", "")
    done = decide_twin(
        found, decision=chosen, actor=request.user, note=request.POST.get("note", "")
    )
    words = "同一项目，此行不采用" if chosen == "same" else "不同项目，已导入"
    return _onward(request, done, f"已判定：{words}")


@require_POST
def dismissal(request: OfficialRequest, key: int) -> HttpResponse:
    found = get_object_or_404(visible_rows(request.user).prefetch_related("problems"), pk=key)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return show_row(request, found, form)
    if found.state not in OPEN:
        raise Refused("该行已经处理，请刷新")
    done = dismiss_row(found, reason=form.cleaned_data["reason"], actor=request.user)
    return _onward(request, done, f"已不采用：{row_line(done).head}")
