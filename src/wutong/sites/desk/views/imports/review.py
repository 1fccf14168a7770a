"""Reviewing a batch: its files and sheets, its columns, its rows by state, its problems."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wutong.foundation.documents.sheets import to_xlsx
from wutong.foundation.imports.kinds import kinds
from wutong.foundation.imports.models import Batch, LedgerSheet, Row
from wutong.foundation.imports.operations import map_sheet
from wutong.foundation.imports.progress import told
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.imports import ColumnsForm, header_of, letters, name_of
from wutong.sites.desk.queries.imports import batches as found
from wutong.sites.desk.queries.imports.problems import (
    ledgers_of,
    problem_sheet,
    problems_of,
    units_of,
)
from wutong.sites.desk.queries.imports.rows import row_line
from wutong.sites.desk.tasks.imports import is_busy
from wutong.sites.desk.views.imports.batches import judged

AFTERWARDS = (Row.State.APPLIED, Row.State.REPLACED, Row.State.DISMISSED, Row.State.UNDONE)
TABS = [*found.PREVIEWED, *AFTERWARDS]
FIRST_LOOK = ("held", "changed", "waiting", "new", "applied", "same", *AFTERWARDS)
EXPLAINED = {
    "new": "以前没有的行，导入后新建记录。",
    "changed": "以前导入过、这次有改动的行；只改动列出的内容，其余不变。",
    "same": "与已导入的完全一样，不会重复写入。",
    "held": "有需要人来定的问题，暂不写入、不计入任何指标；导入后在“待核实”里逐条处理。",
    "waiting": "要等别的行先核实（例如所属项目待核实），之后自动导入。",
    "applied": "已经写入的行。",
    "replaced": "后来的台账里有更新的说法，以新的为准。",
    "dismissed": "人工决定不采用的行。",
    "undone": "随整批撤销的行。",
}


@require_GET
def batch(request: OfficialRequest, key: int) -> HttpResponse:
    shown = get_object_or_404(found.visible_batches(request.user), pk=key)
    if is_busy(shown.pk):
        context = {"title": shown.name, "batch": shown, "told": told(shown.pk)}
        return render(request, "desk/imports/progress.html", context)
    return render(request, "desk/imports/batch.html", _context(request, shown))


def _context(request: OfficialRequest, shown: Batch) -> dict[str, Any]:
    lines = found.ledger_lines(shown)
    counts = found.totals(lines)
    state = request.GET.get("state", "")
    if state not in TABS:
        state = next((each for each in FIRST_LOOK if counts.get(each)), "new")
    rows = Row.objects.filter(sheet__ledger__batch=shown, state=state)
    rows = rows.select_related("sheet__ledger").prefetch_related("problems").order_by("pk")
    if request.GET.get("sheet", "").isdecimal():
        rows = rows.filter(sheet=int(request.GET["sheet"]))
    page = page_of(request, rows)
    is_applied = shown.state == Batch.State.APPLIED
    return {
        "title": shown.name,
        "batch": shown,
        "tone": found.TONES[Batch.State(shown.state)],
        "ledgers": lines,
        "counts": {each: counts.get(each, 0) for each in TABS},
        "open": sum(counts.get(each, 0) for each in found.OPEN),
        "tabs": _tabs(request, counts, state),
        "state": state,
        "explained": EXPLAINED[state],
        "page": page,
        "rows": [row_line(row) for row in page],
        "narrowed": _narrowed(request, lines),
        "problems": list(found.sheet_problems(shown)[:200]),
        "written": found.written(shown) if is_applied else [],
        "records": found.records(shown) if is_applied else [],
        "kinds": found.kind_choices(),
        "was_cut_off": shown.state == Batch.State.READING,
    }


def _narrowed(request: OfficialRequest, lines: list[found.LedgerLine]) -> LedgerSheet | None:
    """Return the sheet that the rows are narrowed to."""
    asked = request.GET.get("sheet")
    sheets = (each.sheet for line in lines for each in line.sheets)
    return next((sheet for sheet in sheets if str(sheet.pk) == asked), None)


def _tabs(request: OfficialRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    query = request.GET.copy()
    query.pop("page", None)
    items = []
    for each in TABS:
        if counts.get(each) or each == state:
            query["state"] = str(each)
            items.append(
                {
                    "label": Row.State(each).label,
                    "url": f"?{query.urlencode()}#rows",
                    "is_current": each == state,
                    "count": counts.get(each, 0),
                }
            )
    return items


def sheet(request: OfficialRequest, key: int) -> HttpResponse:
    """Show a sheet's columns; take another kind (its columns guessed), or the columns chosen."""
    shown = get_object_or_404(found.visible_sheets(request.user), pk=key)
    if is_busy(shown.ledger.batch_id):
        return redirect("import", shown.ledger.batch_id)
    if request.method == "POST":
        return _mapped(request, shown)
    form = ColumnsForm(shown, shown.kind) if shown.kind in kinds else None
    return _show_sheet(request, shown, form)


def _mapped(request: OfficialRequest, shown: LedgerSheet) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind and kind not in kinds:
        raise Refused("请选择列出的台账类型")
    columns: dict[int, str] = {}
    if kind and "columns" in request.POST:
        form = ColumnsForm(shown, kind, request.POST)
        if not form.is_valid():
            return _show_sheet(request, shown, form)
        columns = form.columns()
    map_sheet(shown, kind=kind, columns=columns, actor=request.user)
    return judged(request, shown.ledger.batch)


def _show_sheet(
    request: OfficialRequest, shown: LedgerSheet, form: ColumnsForm | None
) -> HttpResponse:
    uses = {use["col"]: use for use in shown.mapping}
    lines = [
        {
            "letters": letters(column["index"]),
            "header": header_of(column),
            "samples": column["samples"],
            "bound": form[name_of(column["index"])] if form else None,
            "month": uses.get(column["index"], {}).get("month"),
        }
        for column in shown.columns
    ]
    context = {
        "title": shown.name,
        "sheet": shown,
        "batch": shown.ledger.batch,
        "kind": found.kind_label(shown.kind),
        "certainty": found.CERTAINTIES.get(shown.certainty, ""),
        "lines": lines,
        "form": form,
        "kinds": found.kind_choices(),
        "is_open": shown.ledger.batch.state == Batch.State.STAGED,
    }
    status = 422 if form and form.errors else 200
    return render(request, "desk/imports/sheet.html", context, status=status)


@require_GET
def problems(request: OfficialRequest, key: int) -> HttpResponse:
    """Show what is wrong in a batch, by file and unit, for sending back."""
    shown = get_object_or_404(found.visible_batches(request.user), pk=key)
    ledger, unit = request.GET.get("ledger", ""), request.GET.get("unit", "")
    told_now = problems_of(shown, ledger=ledger, unit=unit)
    page = page_of(request, told_now)
    context = {
        "title": "问题清单",
        "batch": shown,
        "page": page,
        "ledger": ledger,
        "unit": unit,
        "ledgers": ledgers_of(shown),
        "units": units_of(shown),
    }
    return render(request, "desk/imports/problems.html", context)


@require_GET
def problems_file(request: OfficialRequest, key: int) -> FileResponse:
    shown = get_object_or_404(found.visible_batches(request.user), pk=key)
    ledger, unit = request.GET.get("ledger", ""), request.GET.get("unit", "")
    listed = problems_of(shown, ledger=ledger, unit=unit)
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    to_xlsx([problem_sheet(shown, listed, timezone.now())], stream)
    stream.seek(0)
    name = f"问题清单-{unit or shown.name}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name)
