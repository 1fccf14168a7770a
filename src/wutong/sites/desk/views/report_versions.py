"""Finalised reports: the frozen text, its rows, and as published against as of now."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from wutong.foundation.ui.lists import page_of
from wutong.metrics.registry import catalogue
from wutong.people.access import OfficialRequest
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.pages import page_of as desk_page
from wutong.sites.desk.queries.reports import (
    ROW_COLUMNS,
    fen_in_wan,
    frozen_page,
    frozen_rows,
    frozen_sheet,
    frozen_table,
    in_words,
    may_read_text,
    siblings,
    slot_told,
    told_slots,
    versions,
    why_closed,
)
from wutong.sites.desk.views.report_files import FORMATS, OWN_ROWS, frozen_file, sent, workbook
from wutong.sites.desk.views.reports import require_text
from wutong.steer.bulletins.access import can_finalise, writes_reports
from wutong.steer.bulletins.models import Report
from wutong.steer.bulletins.queries import compare, what_is_wrong

KINDS = {
    "new": ("blue", "新增"),
    "late": ("yellow", "迟报"),
    "corrected": ("blue", "更正"),
    "withdrawn": ("red", "撤回"),
}


def version(request: OfficialRequest, key: int) -> HttpResponse:
    report = get_object_or_404(versions(), pk=key)
    same = siblings(report)
    before = next((v for v in same if v.version == report.version - 1), None)
    whole = may_read_text(request.user)
    again = reverse("report", args=[report.template_code, report.period.code])
    context = {
        "title": f"{report.period}（第{report.version}版）",
        "report": report,
        "page": frozen_page(report) if whole else "",
        "slots": [] if whole else told_slots(report, request.user),
        "wrong": what_is_wrong(report),
        "siblings": same,
        "since": changed_between(before, report, request.user) if before else None,
        "before": before,
        "formats": {n: told for n, told in FORMATS.items() if whole or n == OWN_ROWS},
        "whole": whole,
        "may_correct": can_finalise(request.user, None),
        "again": f"{again}?cutoff={report.cutoff}",
        "reasons": report.answer.get("withheld", []),
    }
    return render(request, "desk/reports/version.html", context)


def changed_between(before: Report, after: Report, official: Any) -> list[dict[str, str]]:
    """Return the slots that one version says otherwise than the one before."""
    old = {slot["id"]: slot for slot in before.answer["slots"]}
    found = []
    for slot in after.answer["slots"]:
        was = old.get(slot["id"], {})
        if was.get("value") == slot["value"] or why_closed(slot, official):
            continue
        figure = catalogue.get(slot["metric"])
        found.append(
            {
                "slot": slot["id"],
                "label": figure.label if figure else slot["metric"],
                "unit": "" if slot["unit"] == "名称" else slot["unit"],
                "before": in_words(was.get("value")),
                "after": in_words(slot["value"]),
            }
        )
    return found


def comparison(request: OfficialRequest, key: int) -> HttpResponse:
    """Show every slot as published and as of now; those that differ open into their rows."""
    require_text(request.user)
    report = get_object_or_404(versions(), pk=key)
    told = [slot for slot in compare(report) if not slot.withheld or writes_reports(request.user)]
    same = [slot for slot in told if not slot.differs] if request.GET.get("all") else []
    shown = [slot for slot in told if slot.differs]
    counts = [sum(slot.differs for slot in told), len(told)]
    context = {
        "title": f"已发布 / 按现在：{report.period}（第{report.version}版）",
        "report": report,
        "slots": [(slot, [row_told(row) for row in slot.rows]) for slot in shown],
        "same": same,
        "tabs": [
            {"label": "有变化", "url": request.path, "count": counts[0]}
            | {"is_current": not request.GET.get("all")},
            {"label": "全部", "url": "?all=1", "count": counts[1]}
            | {"is_current": bool(request.GET.get("all"))},
        ],
        "may_correct": can_finalise(request.user, None),
    }
    return render(request, "desk/reports/comparison.html", context)


def row_told(row: Any) -> dict[str, str]:
    tone, kind = KINDS[row.kind]
    model, key = row.key
    page = desk_page(apps.get_model(model)) if row.kind != "withdrawn" else None
    return {
        "url": f"/{page.slug}/{key}/" if page else "",
        "tone": tone,
        "kind": kind,
        "name": row.name,
        "unit": row.unit or "—",
        "before": fen_in_wan(row.before),
        "after": fen_in_wan(row.after),
        "note": row.note,
    }


def slot(request: OfficialRequest, key: int, slot: str) -> HttpResponse:
    """Show the rows behind a frozen reading, as far as the reader may see them now."""
    report = get_object_or_404(versions(), pk=key)
    reading = get_object_or_404(report.readings, slot=slot)
    told = slot_told(report, slot)
    frozen, figure = frozen_rows(reading, request.user), catalogue.get(reading.figure)
    page = page_of(request, frozen.rows)
    asked = Question(report.period, report.cutoff)
    then = timezone.localtime(report.known_at).replace(tzinfo=None).isoformat()
    context = {
        "title": f"{slot} {figure.label if figure else reading.figure}",
        "report": report,
        "reading": reading,
        "figure": figure,
        "closed": why_closed(told, request.user),
        "withheld": told.get("withheld", ""),
        "columns": ROW_COLUMNS,
        "rows": frozen_table(list(page), request.user),
        "page": page,
        "hidden": frozen.hidden,
        "now": asked.url(figure.code) if figure else "",
        "then": asked.url(figure.code, known_on=then) if figure else "",
    }
    return render(request, "desk/reports/slot.html", context)


def slot_file(request: OfficialRequest, key: int, slot: str) -> HttpResponse:
    """Send the frozen rows of one reading, as far as the reader may see them, as .xlsx."""
    report = get_object_or_404(versions(), pk=key)
    reading = get_object_or_404(report.readings, slot=slot)
    made = workbook([frozen_sheet(report, reading, request.user)])
    figure = catalogue.get(reading.figure)
    name = f"{slot}{figure.label if figure else ''}_{report.period.code}（第{report.version}版）"
    return sent(made, OWN_ROWS, name)


def version_file(request: OfficialRequest, key: int, form: str) -> HttpResponse:
    report = get_object_or_404(versions(), pk=key)
    if form not in FORMATS:
        raise Http404(form)
    if form != OWN_ROWS:
        require_text(request.user)
    return frozen_file(report, form, request.user)
