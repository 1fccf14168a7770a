"""Monthly returns (资金月报): who has handed in, and a unit's page to fill."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wutong.attract.funds.access import can_submit
from wutong.attract.funds.operations import Entry, fill_return, hand_in
from wutong.attract.funds.queries import UnitMonth, due_day, unit_month, unit_months
from wutong.foundation.documents.sheets import to_xlsx
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.people.access import OfficialRequest
from wutong.people.models import Unit
from wutong.sites.desk.forms.funds import HandInForm, LineForm, papers_of
from wutong.sites.desk.queries.funds import (
    RETURN_COLUMNS,
    RETURN_TONES,
    TABS,
    ProjectLines,
    lines_of,
    months_around,
    of_tab,
    return_rows,
    returns_sheet,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_month(request: OfficialRequest) -> Period:
    """Return the month asked for, by default the last that is over."""
    text = request.GET.get("month", "")
    today = timezone.localdate()
    last = today.replace(day=1).fromordinal(today.replace(day=1).toordinal() - 1)
    try:
        month = Period.written(text) if text else Period.containing(last)
    except ValueError as error:
        raise Http404(str(error)) from error
    return Period.containing(month.first)


def listing(request: OfficialRequest) -> HttpResponse:
    """Show how each visible unit stands with a month's return."""
    month, today = asked_month(request), timezone.localdate()
    every = unit_months(month, request.user, today)
    tab = request.GET.get("state", "")
    before, after = months_around(month, today)
    context = {
        "title": f"{month}资金月报",
        "month": month,
        "before": before,
        "after": after,
        "due_on": due_day(month),
        "tabs": [
            {
                "label": label,
                "url": f"?month={month.code}" + (f"&state={name}" if name else ""),
                "is_current": tab == name,
                "count": sum(of_tab(each, name) for each in every),
            }
            for name, label in TABS
        ],
        "columns": RETURN_COLUMNS,
        "rows": return_rows(each for each in every if of_tab(each, tab)),
        "mine": [each for each in every if can_submit(request.user, each.unit)][:3],
    }
    return render(request, "desk/funds/returns.html", context)


def export(request: OfficialRequest) -> FileResponse:
    month, today = asked_month(request), timezone.localdate()
    tab = request.GET.get("state", "")
    rows = [each for each in unit_months(month, request.user, today) if of_tab(each, tab)]
    notes = [
        f"导出日期：{today}　导出人：{request.user}",
        f"报送期限：{due_day(month)}（口径规则 return_due_day）",
    ]
    return workbook([returns_sheet(month, rows, notes)], f"资金月报_{month.code}.xlsx")


def workbook(sheets: list[Any], name: str) -> FileResponse:
    stream = TemporaryFile()  # noqa: SIM115 (closed by the response)
    to_xlsx(sheets, stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)


def fill(request: OfficialRequest, month: Period, key: int) -> HttpResponse:
    """Show a unit's page of a month; save what was typed, or hand it in."""
    seen = Unit.objects.filter(pk=key)
    if not request.user.sees_county:
        seen = seen.filter(pk__in=request.user.unit_scope)
    unit = seen.first()
    if unit is None:
        raise Http404
    may_fill = can_submit(request.user, unit)
    if request.method == "POST" and not may_fill:
        raise PermissionDenied("funds.record")
    data = request.POST if request.method == "POST" else None
    lines = with_forms(lines_of(unit, month), month, data) if may_fill else lines_of(unit, month)
    handing = HandInForm(data)
    refused = ""
    if data is not None and handing.is_valid() and all_valid(lines):
        try:
            return saved(request, unit, month, entries_of(lines), handing.cleaned_data)
        except Refused as refusal:
            refused = str(refusal)
    faulty = data is not None
    context = page_of_unit(unit, month, request, lines, handing, may_fill)
    context |= {"refused": refused, "faulty": faulty and not refused}
    return render(request, "desk/funds/return.html", context, status=422 if faulty else 200)


def with_forms(lines: list[ProjectLines], month: Period, data: Any) -> list[ProjectLines]:
    """Give each project a form for each receipt that can still be mended, and an empty one."""
    papers = papers_of([line.project for line in lines])
    for line in lines:
        given: dict[str, Any] = {
            "project": line.project,
            "month": month,
            "papers": papers.get(line.project.pk, []),
        }
        open_rows = [r for r in line.settled if r.state in {"waiting", "rejected"}]  # type: ignore[attr-defined]
        line.settled = [r for r in line.settled if r not in open_rows]
        line.forms = [LineForm(data, receipt=r, **given) for r in open_rows]
        line.forms.append(LineForm(data, receipt=None, **given))
    return lines


def all_valid(lines: list[ProjectLines]) -> bool:
    return all([form.is_valid() for line in lines for form in line.forms])  # noqa: C419 (each is asked)


def entries_of(lines: list[ProjectLines]) -> list[Entry]:
    made = [form.entry() for line in lines for form in line.forms]
    return [entry for entry in made if entry is not None]


def saved(
    request: OfficialRequest, unit: Unit, month: Period, entries: list[Entry], handing: Any
) -> HttpResponse:
    """Do what the pressed button says, and tell."""
    if request.POST.get("do") == "submit":
        today = timezone.localdate()
        hand_in(unit, month=month, entries=entries, on=today, actor=request.user, **handing)
        messages.success(request, f"{month}资金月报已报送。核验结果在这一页和首页待办中看。")
    elif entries:
        fill_return(unit, month=month, entries=entries, actor=request.user)
        messages.success(request, f"已保存{len(entries)}笔，还没有报送。")
    else:
        messages.info(request, "没有新填或改动的内容。")
    return redirect("fund-return", month=month, key=unit.pk)


def page_of_unit(
    unit: Unit,
    month: Period,
    request: OfficialRequest,
    lines: list[ProjectLines],
    handing: HandInForm,
    may_fill: bool,
) -> dict[str, Any]:
    today = timezone.localdate()
    stands: UnitMonth = unit_month(unit, month, request.user, today)
    before, after = months_around(month, today)
    return {
        "title": f"{unit.short_name or unit}{month}资金月报",
        "unit": unit,
        "month": month,
        "before": before,
        "after": after,
        "stands": stands,
        "lines": lines,
        "handing": handing,
        "may_fill": may_fill,
        "tone": RETURN_TONES[stands.state],
        "rest": f"/{unit.pk}/",
        "has_rejected": bool(stands.receipts.get("rejected")),
    }
