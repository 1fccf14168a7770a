"""Extracts of the registry: matched by code, then by name; what differs is said at its cell."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.imports.books import Desk, row_of, states, told, write
from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.firms.operations import firms
from wutong.foundation.imports.models import Batch, LedgerSheet, Problem

pytestmark = pytest.mark.django_db
CODE, OTHER = "91350211M000100Y46", "91620500MA71000012"
HEAD = [
    "序号", "企业名称", "登记状态", "法定代表人", "注册资本", "成立日期", "统一社会信用代码",
    "所属省份", "所属城市", "注册地址", "经营范围", "电话",
]  # fmt: skip
NAME = "杭州某某储能科技有限公司"


def a_line(**given: Any) -> list[Any]:
    row: dict[str, Any] = dict(zip(HEAD, [
        1, NAME, "存续（在营、开业、在册）", "陈某", "5000万元人民币", "2015-06-01", CODE,
        "浙江", "杭州市", "浙江省杭州市滨江区江南大道1号", "储能技术研发；电池销售", "13912345678",
    ], strict=True))  # fmt: skip
    return list((row | given).values())


def extract(path: Path, *rows: list[Any], name: str = "企业登记信息.xlsx") -> Path:
    return write(path / name, *rows, head=HEAD)


def problem(batch: Batch, code: str) -> Problem:
    return Problem.objects.get(sheet__ledger__batch=batch, code=code)


def test_a_new_firm_is_recorded_whole(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(extract(tmp_path, a_line()))

    assert told(batch) == []
    firm = Firm.objects.get()
    assert (firm.name, firm.credit_code, firm.legal_representative) == (NAME, CODE, "陈某")
    assert (firm.registry_state, firm.province, firm.city) == ("存续", "浙江省", "杭州市")
    assert firm.registered_capital == Decimal(50_000_000)
    assert firm.registered_on == date(2015, 6, 1)
    assert firm.registered_address == "浙江省杭州市滨江区江南大道1号"
    assert firm.business_scope == "储能技术研发；电池销售"
    assert states(desk.upload(extract(tmp_path, a_line()))) == {2: "same"}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (  # 国家企业信用信息公示系统
            ["企业名称", "统一社会信用代码", "法定代表人", "注册资本（万元）", "成立日期",
             "登记状态", "住所", "经营范围"],
            [NAME, CODE, "陈某", 5000, "2015年6月1日", "在业", "杭州市", "储能"],
        ),
        (  # 企查查、天眼查
            ["公司名称", "经营状态", "法定代表人", "注册资本", "实缴资本", "成立日期",
             "统一社会信用代码", "纳税人识别号", "所属省份", "企业地址", "经营范围", "邮箱"],
            [NAME, "在业", "陈某", "5000.000000万人民币", "-", "2015/6/1", CODE, CODE, "浙江省",
             "杭州市", "储能", "a@b.cn"],
        ),
    ],
)  # fmt: skip
def test_the_usual_exports_are_read_as_they_are(
    desk: Desk, tmp_path: Path, head: list[str], row: list[Any]
) -> None:
    path = tmp_path / "导出.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([head, row])

    batch = desk.take(path)

    assert LedgerSheet.objects.get(ledger__batch=batch).kind == "registry"
    firm = Firm.objects.get()
    assert (firm.registered_capital, firm.registry_state) == (Decimal(50_000_000), "在业")
    assert (firm.registered_on, firm.business_scope) == (date(2015, 6, 1), "储能")


def test_a_firm_is_found_by_code_then_by_name(world: World, desk: Desk, tmp_path: Path) -> None:
    coded = world.a_firm("某某储能（曾用名）", credit_code=CODE)
    named = world.a_firm("临水某某有限公司")

    batch = desk.take(
        extract(tmp_path, a_line(), a_line(企业名称=named.name, 统一社会信用代码=OTHER))
    )

    assert Firm.objects.count() == 2
    coded.refresh_from_db()
    named.refresh_from_db()
    assert (coded.name, coded.legal_representative) == ("某某储能（曾用名）", "陈某")
    assert named.credit_code == OTHER
    found = problem(batch, "other_name")
    assert (found.cell, found.level) == ("B2", "report")
    assert "按已登记的“某某储能（曾用名）”更新，名称不改" in found.message


def test_what_replaces_something_is_said_at_its_cell(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    firm = world.a_firm(NAME, legal_representative="林某", registered_capital=Decimal(10_000_000),
                        province="浙江省", note="重点")  # fmt: skip
    batch = desk.upload(extract(tmp_path, a_line()))

    assert set(told(batch)) == {("D2", "replaces"), ("E2", "replaces")}
    words = set(Problem.objects.filter(code="replaces").values_list("message", flat=True))
    assert words == {
        "法定代表人原为“林某”，导入后改为“陈某”",
        "注册资本原为“1000万元”，导入后改为“5000万元”",
    }
    firm.refresh_from_db()
    assert firm.legal_representative == "林某"
    desk.apply(batch)
    firm.refresh_from_db()
    assert (firm.legal_representative, firm.note) == ("陈某", "重点")


def test_what_an_extract_leaves_blank_is_not_taken_away(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    firm = world.a_firm(NAME, legal_representative="林某")
    blank = {"法定代表人": "-", "注册资本": "", "经营范围": None}

    desk.take(extract(tmp_path, a_line(**blank)))

    firm.refresh_from_db()
    assert (firm.legal_representative, firm.registered_capital) == ("林某", None)


def test_a_wrong_code_is_held_at_its_cell_and_mended(desk: Desk, tmp_path: Path) -> None:
    wrong = CODE[:-1] + "7"
    batch = desk.take(extract(tmp_path, a_line(统一社会信用代码=wrong)))

    assert states(batch) == {2: "held"}
    found = problem(batch, "wrong_credit_code")
    assert (found.cell, found.place) == ("G2", "企业登记信息.xlsx › Sheet1 › G2")
    assert wrong in found.message
    assert "校验位" in found.message
    assert not Firm.objects.exists()
    row = row_of(batch, 2)
    desk.post(f"/imports/rows/{row.pk}/correction/", **{"cell-credit_code": CODE})
    assert Firm.objects.get().credit_code == CODE


def test_another_code_than_the_recorded_is_held_with_both(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    firm = world.a_firm(NAME, credit_code=OTHER)
    batch = desk.take(extract(tmp_path, a_line()))

    assert states(batch) == {2: "held"}
    message = problem(batch, "credit_code_differs").message
    assert OTHER in message
    assert CODE in message
    firm.refresh_from_db()
    assert (firm.credit_code, firm.legal_representative) == (OTHER, "")


def test_a_code_of_one_firm_under_the_name_of_another_is_held(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    world.a_firm("甲有限公司", credit_code=CODE)
    world.a_firm(NAME)

    batch = desk.take(extract(tmp_path, a_line()))

    assert states(batch) == {2: "held"}
    assert "甲有限公司" in problem(batch, "two_firms").message


def test_a_firm_stands_once_in_an_extract(desk: Desk, tmp_path: Path) -> None:
    batch = desk.take(extract(tmp_path, a_line(), a_line(法定代表人="林某")))

    assert states(batch) == {2: "applied", 3: "held"}
    assert "与第 2 行是同一企业" in problem(batch, "firm_twice").message
    assert Firm.objects.get().legal_representative == "陈某"


@pytest.mark.parametrize(
    ("written", "yuan", "code"),
    [
        ("500万(元)", 5_000_000, ""),
        ("100.5万人民币", 1_005_000, ""),
        ("1.2亿元人民币", 120_000_000, ""),
        ("1000万美元", None, "foreign_currency"),
        ("若干", None, "unreadable_amount"),
        ("5000", None, "unreadable_amount"),
        ("-", None, ""),
    ],
)
def test_capital_is_read_in_words(
    desk: Desk, tmp_path: Path, written: str, yuan: int | None, code: str
) -> None:
    batch = desk.take(extract(tmp_path, a_line(注册资本=written)))

    assert Firm.objects.get().registered_capital == (None if yuan is None else Decimal(yuan))
    assert told(batch) == ([("E2", code)] if code else [])


def test_taking_an_extract_back_puts_firms_as_they_were(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    firm = world.a_firm(NAME, legal_representative="林某")
    new = a_line(企业名称="临水新有限公司", 统一社会信用代码=OTHER)
    batch = desk.take(extract(tmp_path, a_line(), new))

    assert desk.undo(batch) == Batch.State.UNDONE

    kept = Firm.objects.get()
    assert (kept, kept.legal_representative, kept.credit_code) == (firm, "林某", "")


def test_a_later_extract_updates_and_withdraws_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.take(extract(tmp_path, a_line()))
    desk.take(extract(tmp_path, a_line(登记状态="吊销，未注销")))

    firm = Firm.objects.get()
    assert firm.registry_state == "吊销"


def test_a_list_of_new_registrations_stays_one(desk: Desk, tmp_path: Path) -> None:
    head = ["企业名称", "统一社会信用代码", "注册日期", "注册地", "注册资本（万元）", "企业性质",
            "投资方"]  # fmt: skip
    row = ["临水新有限公司", OTHER, "2023-02-01", "临水县", 100, "总部", NAME]

    batch = desk.upload(write(tmp_path / "新注册企业台账.xlsx", row, head=head))

    assert LedgerSheet.objects.get(ledger__batch=batch).kind == "registrations"


def test_a_firm_is_typed_with_its_facts(world: World, desk: Desk) -> None:
    parent = world.a_firm("某某集团有限公司")
    desk.post("/firms/new/", name=NAME, kind="enterprise", credit_code=CODE, parent=parent.name,
              legal_representative="陈某", registered_on="2015-06-01", registered_capital="5000",
              registry_state="注销")  # fmt: skip

    firm = Firm.objects.get(name=NAME)
    assert (firm.parent, firm.registered_capital) == (parent, Decimal(50_000_000))
    page = desk.get(f"/firms/{firm.pk}/")
    assert "light-red" in page or "注销" in page
    assert NAME in desk.get(f"/firms/{parent.pk}/")
    firms.amend(firm, registry_state="存续", actor=world.clerk)
