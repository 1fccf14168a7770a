"""The projects behind a number of the pipeline, and the stuck list (滞留清单); as files too."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from wutong.foundation.documents.sheets import ColumnSpec, SheetSpec, to_xlsx
from wutong.foundation.money import in_wan, spoken
from wutong.foundation.ui.lists import Cell, Column, Empty, Row, page_of, show_list, sort_rows
from wutong.foundation.ui.wording import day, number, wan
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.pipeline import HIDDEN, PipelineFilter
from wutong.sites.desk.queries.listing import harmless
from wutong.sites.desk.queries.pipeline.frame import LIGHTS, RED, YELLOW, Frame
from wutong.sites.desk.queries.pipeline.lists import (
    RELATED,
    narrowing_in_words,
    searched,
    total_of,
)
from wutong.sites.desk.queries.pipeline.standing import with_light
from wutong.sites.desk.queries.pipeline.stuck import FEW, Wait, waits_of
from wutong.sites.desk.views.pipeline.asking import asked_projects, tabs
from wutong.sites.desk.views.records import csv_reply

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILTERS = ("unit", "chain", "level", "year", "stage", "light", "on", *HIDDEN)
STUCK_FILTERS = ("light", "stage", "unit", "chain", "level", "year", "on")
SORTS = {
    "name": "name",
    "stage": "stage_index",
    "days": "stayed",
    "unit": "lead_unit__name",
    "investment": "total_investment",
    "since": "since",
    "light": "light",
}
COLUMNS = (
    Column("name", "项目", sortable=True),
    Column("stage", "阶段", sortable=True),
    Column("light", "灯", sortable=True),
    Column("unit", "责任单位", sortable=True),
    Column("investment", "总投资（万元）", numeric=True, sortable=True),
    Column("since", "转入日期", sortable=True),
    Column("days", "停留（天）", numeric=True, sortable=True),
)
STUCK_COLUMNS = (
    Column("name", "项目", sortable=True),
    Column("light", "为何滞留", sortable=True),
    Column("days", "停留（天）", numeric=True, sortable=True),
    Column("next", "下一步"),
    Column("unit", "谁来办", sortable=True),
    Column("investment", "总投资（万元）", numeric=True, sortable=True),
)
SHEET_COLUMNS = (
    ColumnSpec("项目", width=36), ColumnSpec("编号"), ColumnSpec("投资企业", width=30),
    ColumnSpec("阶段"), ColumnSpec("转入日期", "date"), ColumnSpec("停留天数", "count"),
    ColumnSpec("灯"), ColumnSpec("为何滞留", width=36), ColumnSpec("责任单位", width=24),
    ColumnSpec("产业链"), ColumnSpec("总投资（万元）", "money_wan"),
    ColumnSpec("签约日期", "date"), ColumnSpec("下一步", width=28),
    ColumnSpec("还缺", width=36), ColumnSpec("谁来办", width=28),
)  # fmt: skip
BATCH = 500  # rows of an export that are read, and asked about, together


def listing(request: OfficialRequest) -> HttpResponse:
    """Show the projects behind a number: of a stage, a cohort, a place, a light."""
    rows, form, frame = asked_rows(request, FILTERS, "-days")
    shown = page_of(request, rows.select_related(*RELATED))
    return show_list(
        request,
        title="项目明细",
        subtitle=narrowing_in_words(form.asked, frame),
        columns=COLUMNS,
        rows=[row_of(wait) for wait in waits_of(shown, frame)],
        page=shown,
        filter_form=form,
        search=request.GET.get("q", ""),
        search_hint="项目、投资企业",
        sort=request.GET.get("sort") or "-days",
        export_url="/pipeline/projects/export/",
        total_note=in_words(total_of(rows)),
        empty=Empty(action="看全部项目", action_url="/pipeline/projects/"),
    )


def stuck(request: OfficialRequest) -> HttpResponse:
    """Show what waits too long, with the reason, the next step and who is to take it."""
    rows, form, frame = asked_rows(request, STUCK_FILTERS, "-days")
    rows = rows if form.asked.get("light") else rows.filter(light__in=[RED, YELLOW])
    shown = page_of(request, rows.select_related(*RELATED))
    return show_list(
        request,
        "desk/pipeline/stuck.html",
        title="滞留清单",
        tabs=tabs("pipeline-stuck"),
        months=frame.months,
        columns=STUCK_COLUMNS,
        rows=[stuck_row(wait) for wait in waits_of(shown, frame)],
        page=shown,
        filter_form=form,
        search=request.GET.get("q", ""),
        search_hint="项目、投资企业",
        sort=request.GET.get("sort") or "-days",
        export_url="/pipeline/stuck/export/",
        total_note=in_words(total_of(rows)),
        empty=Empty("没有滞留的项目", "签约未开工、阶段停留和节点计划都没有超期。"),
    )


def asked_rows(
    request: OfficialRequest, names: tuple[str, ...], default: str
) -> tuple[Any, PipelineFilter, Frame]:
    rows, form = asked_projects(request, names)
    rows = with_light(rows, form.frame) if not form.asked.get("light") else rows
    rows = searched(rows, request.GET.get("q", ""))
    return sort_rows(request, rows, SORTS, default), form, form.frame


def row_of(wait: Wait) -> Row:
    project = wait.project
    return Row(
        [
            Cell(project.name, sub=str(project.investor or "")),
            Cell(wait.stage),
            Cell(LIGHTS[project.light], tone=wait.tone, sub="；".join(wait.why)),
            Cell(unit_of(project), sub=str(project.chain or "")),
            Cell(wan(project.total_investment), numeric=True),
            Cell(day(project.since)),
            Cell(number(wait.days), numeric=True),
        ],
        url=f"/projects/{project.pk}/",
    )


def stuck_row(wait: Wait) -> Row:
    project = wait.project
    lacking = f"还缺：{'、'.join(wait.lacking[:FEW])}" if wait.lacking else ""
    lacking += f"等 {len(wait.lacking)} 项" if len(wait.lacking) > FEW else ""
    return Row(
        [
            Cell(project.name, sub=str(project.investor or "")),
            Cell(LIGHTS[project.light], tone=wait.tone, sub="；".join(wait.why)),
            Cell(number(wait.days), numeric=True, sub=wait.stage),
            Cell(wait.next_step or "—", sub=lacking, url=f"/pipeline/moves/{project.pk}/"),
            Cell(unit_of(project), sub="；".join(wait.who)),
            Cell(wan(project.total_investment), numeric=True),
        ],
        url=f"/projects/{project.pk}/",
        mark=wait.tone if wait.tone in ("red", "yellow") else "",
    )


def unit_of(project: Any) -> str:
    return str(project.lead_unit.short_name or project.lead_unit.name)


def in_words(total: Any) -> str:
    return f"总投资 {spoken(total)}" if total else ""


def listing_export(request: OfficialRequest) -> FileResponse | StreamingHttpResponse:
    rows, form, frame = asked_rows(request, FILTERS, "-days")
    said = "；".join(filter(None, [form.in_words(), narrowing_in_words(form.asked, frame)]))
    return exported(request, "项目明细", rows, frame, said)


def stuck_export(request: OfficialRequest) -> FileResponse | StreamingHttpResponse:
    rows, form, frame = asked_rows(request, STUCK_FILTERS, "-days")
    rows = rows if form.asked.get("light") else rows.filter(light__in=[RED, YELLOW])
    return exported(request, "滞留清单", rows, frame, form.in_words())


def exported(
    request: OfficialRequest, title: str, rows: Any, frame: Frame, said: str
) -> FileResponse | StreamingHttpResponse:
    """Send the list as .xlsx, or line by line as .csv where that is asked for."""
    today = timezone.localdate()
    name = f"{title}_{frame.on:%Y%m%d}"
    if request.GET.get("as") == "csv":
        return csv_reply(csv_lines(rows, frame), f"{name}.csv")
    notes = [
        f"截至：{frame.on:%Y-%m-%d}　导出日期：{today}　导出人：{request.user}",
        f"条件：{said or '全部'}",
    ]
    stream = TemporaryFile()  # noqa: SIM115 (closed by the response)
    sheet = SheetSpec(title, title, notes, list(SHEET_COLUMNS), sheet_rows(rows, frame))
    to_xlsx([sheet], stream)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def csv_lines(rows: Any, frame: Frame) -> Iterator[str]:
    paper = StringIO()
    writer = csv.writer(paper, lineterminator="\r\n")
    writer.writerow([column.label for column in SHEET_COLUMNS])
    for cells in sheet_rows(rows, frame):
        writer.writerow([harmless(cell) for cell in cells])
        yield paper.getvalue()
        paper.seek(0)
        paper.truncate()
    yield paper.getvalue()


def sheet_rows(rows: Any, frame: Frame) -> Iterator[list[Any]]:
    """Yield the rows of the sheet, each batch with what it needs read together."""
    batch: list[Any] = []
    for project in rows.select_related(*RELATED).iterator(BATCH):
        batch.append(project)
        if len(batch) == BATCH:
            yield from map(sheet_row, waits_of(batch, frame))
            batch = []
    yield from map(sheet_row, waits_of(batch, frame))


def sheet_row(wait: Wait) -> list[Any]:
    project = wait.project
    money = project.total_investment
    return [
        project.name, project.code, str(project.investor or ""), wait.stage, project.since,
        wait.days, LIGHTS[project.light], "；".join(wait.why), project.lead_unit.name,
        str(project.chain or ""), None if money is None else in_wan(money), project.signed_on,
        wait.next_step, "；".join(wait.lacking), "；".join(wait.who),
    ]  # fmt: skip
