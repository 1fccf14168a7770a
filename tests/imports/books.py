"""Ledgers as the tests write them, and the browser of the clerk who imports them."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import openpyxl
from django.http import HttpResponse
from django.test import Client

from wutong.foundation.imports.models import Batch, Row

PROJECT_HEAD = [
    "项目编号", "项目名称", "责任单位", "投资企业", "投资方所在地", "签约金额（万元）", "协议类型",
    "签约时间", "入库时间", "开工时间",
]  # fmt: skip
RECEIPT_HEAD = ["责任单位", "项目编号", "项目名称", "月份", "到位资金（万元）", "凭证号", "备注"]
INVESTOR = "杭州某某储能科技有限公司"


def a_project(code: str, name: str, **given: Any) -> list[Any]:
    """Return a row of the project ledger; `given` may name columns by their heads."""
    row: dict[str, Any] = dict(zip(PROJECT_HEAD, [
        code, name, "青石镇", INVESTOR, "浙江省杭州市", 5000, "合同",
        "2023-01-10", "2023-01-20", "2023-02-15",
    ], strict=True))  # fmt: skip
    return list((row | given).values())


def a_receipt(code: str, name: str, **given: Any) -> list[Any]:
    row: dict[str, Any] = dict(
        zip(RECEIPT_HEAD, ["青石镇", code, name, "2023-03", 300, "回单0001", ""], strict=True)
    )
    return list((row | given).values())


def write(path: Path, *rows: list[Any], head: list[str] | None = None, sheet: str = "") -> Path:
    """Write one sheet with its heads above the rows; the name of the file says what it is."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet or "Sheet1"
    for row in [head or PROJECT_HEAD, *rows]:
        page.append(row)
    book.save(path)
    return path


class Desk:
    """The import pages, as one official's browser sees them."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, status: int = 200, **asked: Any) -> str:
        reply = self.client.get(path, asked)
        assert reply.status_code == status, (path, reply.status_code)
        return reply.content.decode() if not reply.streaming else ""

    def post(self, path: str, **given: Any) -> HttpResponse:
        return self.client.post(path, given, headers={"referer": f"http://127.0.0.1{path}"})

    def send(self, *paths: Path) -> HttpResponse:
        with ExitStack() as stack:
            files = [stack.enter_context(path.open("rb")) for path in paths]
            return self.client.post("/imports/", {"ledgers": files})

    def upload(self, *paths: Path) -> Batch:
        reply = self.send(*paths)
        assert reply.status_code == 302, reply.status_code
        return Batch.objects.latest("pk")

    def apply(self, batch: Batch) -> Batch:
        self.post(f"/imports/{batch.pk}/application/")
        batch.refresh_from_db()
        return batch

    def take(self, *paths: Path) -> Batch:
        """Upload and apply."""
        batch = self.apply(self.upload(*paths))
        assert batch.state == Batch.State.APPLIED, batch.problem
        return batch

    def undo(self, batch: Batch) -> str:
        """Ask to take a batch back; return the state it is in afterwards."""
        self.post(f"/imports/{batch.pk}/undoing/", reason="传错了文件")
        batch.refresh_from_db()
        return batch.state


def row_of(batch: Batch, number: int) -> Row:
    return Row.objects.get(sheet__ledger__batch=batch, number=number)


def states(batch: Batch) -> dict[int, str]:
    rows = Row.objects.filter(sheet__ledger__batch=batch)
    return {number: str(state) for number, state in rows.values_list("number", "state")}


def told(batch: Batch) -> list[tuple[str, str]]:
    """Return what is wrong in a batch: cell and code, what is only noted left out."""
    found = batch.ledgers.values_list("sheets__problems__cell", "sheets__problems__code")
    found = found.filter(sheets__problems__level__in=["hold", "report"])
    return sorted((str(cell), str(code)) for cell, code in found)
