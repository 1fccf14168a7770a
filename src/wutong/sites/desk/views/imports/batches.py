"""Batches: the list with its upload form, how far one has come, applying and undoing."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.core.exceptions import TooManyFilesSent
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from wutong.foundation.imports.models import Batch
from wutong.foundation.imports.operations import (
    apply_batch,
    fill_batch,
    judge_batch,
    open_batch,
    undo_batch,
)
from wutong.foundation.imports.progress import told
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import Cell, Column, Empty, Row, page_of, show_list
from wutong.foundation.ui.wording import moment, number
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.imports import ReasonForm, UploadForm
from wutong.sites.desk.forms.ledger_files import (
    TOO_LARGE,
    TOO_MANY,
    Files,
    ToDisk,
    batch_name,
    take_in,
)
from wutong.sites.desk.queries.imports.batches import TONES, open_counts, visible_batches
from wutong.sites.desk.tasks.imports import MANY_BYTES, MANY_ROWS, is_busy, work_on

COLUMNS = [
    Column("name", "批次"),
    Column("state", "状态"),
    Column("who", "上传人"),
    Column("at", "上传时间"),
    Column("files", "文件", numeric=True),
    Column("ready", "待导入", numeric=True),
    Column("applied", "已导入", numeric=True),
    Column("same", "相同", numeric=True),
    Column("open", "待核实", numeric=True),
]
EMPTY = Empty("还没有导入过台账", "把各单位报来的 Excel 放在一个文件夹里，拖到上面的框中即可。")


@csrf_exempt  # the upload handler must be set before the body is read; see `_batches`
def batches(request: OfficialRequest) -> HttpResponse:
    if request.method == "POST":
        request.upload_handlers = [ToDisk(request)]
        try:
            request.POST  # noqa: B018 reads the body
        except TooManyFilesSent as error:
            raise Refused(TOO_MANY) from error
    return _batches(request)


@csrf_protect
def _batches(request: OfficialRequest) -> HttpResponse:
    found = visible_batches(request.user).annotate(files=Count("ledgers")).order_by("-pk")
    form = UploadForm()
    if request.method == "POST":
        if getattr(request, "is_too_large", False):
            raise Refused(TOO_LARGE)
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            return _upload(request, form)
    page = page_of(request, found)
    return show_list(
        request,
        "desk/imports/list.html",
        title="台账导入",
        columns=COLUMNS,
        rows=_rows(list(page)),
        page=page,
        search=None,
        empty=EMPTY,
        form=form,
    )


def _rows(found: list[Batch]) -> list[Row]:
    left = open_counts(found)
    return [
        Row(
            [
                Cell(batch.name),
                _state(batch),
                Cell(str(batch.created_by)),
                Cell(moment(batch.created_at)),
                Cell(str(getattr(batch, "files", 0)), numeric=True),
                Cell(_count(batch, "new", "changed"), numeric=True),
                Cell(_count(batch, "applied"), numeric=True),
                Cell(_count(batch, "same"), numeric=True),
                Cell(_left(batch, left), numeric=True),
            ],
            url=reverse("import", args=[batch.pk]),
        )
        for batch in found
    ]


def _state(batch: Batch) -> Cell:
    if is_busy(batch.pk):
        now = told(batch.pk)
        return Cell("处理中" if now.percent is None else f"处理中 {now.percent}%", tone="blue")
    return Cell(batch.get_state_display(), tone=TONES[Batch.State(batch.state)])


def _count(batch: Batch, *states: str) -> str:
    """Return how many rows were in these states when the batch was last judged or applied."""
    if batch.state == Batch.State.UNDONE:
        return "0"
    return number(sum(batch.counts.get(state, 0) for state in states))


def _left(batch: Batch, left: dict[int, int]) -> str:
    """Return how many rows wait for a person: now, or once the batch is applied."""
    if batch.state == Batch.State.APPLIED:
        return number(left.get(batch.pk, 0))
    return _count(batch, "held", "waiting")


def _upload(request: OfficialRequest, form: UploadForm) -> HttpResponse:
    paths = request.POST.getlist("ledgers_paths")
    folder, files = take_in(form.cleaned_data["ledgers"], paths)
    batch = open_batch(name=batch_name(files), actor=request.user)
    size = sum(path.stat().st_size for _, path in files)
    work_on(
        batch,
        lambda: _fill(batch, folder, files, request),
        actor=request.user,
        is_long=size > MANY_BYTES,
        opening="正在打开文件",
    )
    return redirect("import", batch.pk)


def _fill(batch: Batch, folder: Path, files: Files, request: OfficialRequest) -> None:
    try:
        fill_batch(batch, files=files, actor=request.user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@require_GET
def progress(request: OfficialRequest, key: int) -> HttpResponse:
    """Tell how far the work has come; when it is over, have the page loaded anew."""
    batch = get_object_or_404(visible_batches(request.user), pk=key)
    if not is_busy(batch.pk):
        reply = HttpResponse(status=204)
        reply["HX-Refresh"] = "true"
        return reply
    context = {"batch": batch, "told": told(batch.pk)}
    return render(request, "desk/imports/progress.html#progress", context)


@require_POST
def judgement(request: OfficialRequest, key: int) -> HttpResponse:
    """Judge all rows anew, as words and roster stand now."""
    batch = get_object_or_404(visible_batches(request.user), pk=key)
    return judged(request, batch)


def judged(request: OfficialRequest, batch: Batch) -> HttpResponse:
    work_on(
        batch,
        lambda: judge_batch(batch, actor=request.user),
        actor=request.user,
        is_long=_is_long(batch),
        opening="正在重新核对",
    )
    return redirect("import", batch.pk)


def _is_long(batch: Batch) -> bool:
    rows: int = sum(batch.counts.values())
    return rows > MANY_ROWS


@require_POST
def application(request: OfficialRequest, key: int) -> HttpResponse:
    batch = get_object_or_404(visible_batches(request.user), pk=key)
    if batch.state != Batch.State.STAGED:
        raise Refused("该批次不在待导入状态，请刷新")
    work_on(
        batch,
        lambda: apply_batch(batch, actor=request.user),
        actor=request.user,
        is_long=_is_long(batch),
        opening="正在写入",
    )
    return redirect("import", batch.pk)


def undoing(request: OfficialRequest, key: int) -> HttpResponse:
    batch = get_object_or_404(visible_batches(request.user), pk=key)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        work_on(
            batch,
            lambda: undo_batch(batch, reason=form.cleaned_data["reason"], actor=request.user),
            actor=request.user,
            is_long=_is_long(batch),
            opening="正在撤销",
            failure_ends=False,
        )
        return redirect("import", batch.pk)
    status = 422 if form.errors else 200
    context = {
        "title": f"撤销导入：{batch.name}",
        "batch": batch,
        "form": form,
        "submit": "撤销本批",
        "cancel_url": reverse("import", args=[batch.pk]),
    }
    return render(request, "desk/imports/undoing.html", context, status=status)
