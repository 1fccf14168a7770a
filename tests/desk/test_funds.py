"""The pages of funds: the month of a unit, the verifier's list, the bridge, closing a month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.desk.conftest import SignIn
from tests.world import World
from wutong.attract.funds.models import (
    Exclusion,
    MonthlyReturn,
    Receipt,
    Recheck,
    Rejection,
    Verification,
)
from wutong.attract.funds.operations import exchange_rates, receipts, reject_receipt
from wutong.foundation.audit.models import Trail
from wutong.foundation.periods import Period
from wutong.metrics.models import Close, Rule
from wutong.metrics.operations import close_month

MARCH = Period.written("2023-03")


def page_of(world: World) -> str:
    return f"/funds/returns/2023-03/{world.qingshi.pk}/"


def line(key: str, **changes: str) -> dict[str, str]:
    given = {"fixed": "200", "working": "100.5", "placed_on": "2023-03-09", "voucher": "回单1"}
    return {f"{key}-{name}": text for name, text in {**given, "currency": "CNY", **changes}.items()}


def test_a_clerk_fills_the_month_and_hands_it_in(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project()
    client = signed_in(world.recorder)

    saved = client.post(page_of(world), {**line(f"p{project.pk}"), "do": "save"})
    receipt = Receipt.objects.get()
    handed = client.post(page_of(world), {"do": "submit", **again(client, world)})

    assert (saved.status_code, handed.status_code) == (302, 302)
    assert (receipt.amount, receipt.fixed_amount) == (Decimal(3_005_000), Decimal(2_000_000))
    assert Receipt.objects.count() == 1
    assert MonthlyReturn.objects.get().submitted_by == world.recorder


def again(client: Any, world: World, **changes: str) -> dict[str, str]:
    """Return what the page would send back as it stands, with some of it changed."""
    found = {}
    for project in client.get(page_of(world)).context["lines"]:
        for form in project.forms:
            for bound in form:
                value = bound.field.prepare_value(bound.value())
                found[bound.html_name] = "" if value is None else str(value)
    return {**found, **changes}


def test_what_is_wrong_is_said_and_nothing_is_saved(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project()
    client = signed_in(world.recorder)

    late = client.post(page_of(world), line(f"p{project.pk}", placed_on="2023-04-01"))
    empty = client.post(page_of(world), line(f"p{project.pk}", fixed="", working=""))
    none = client.post(page_of(world), {"do": "submit"})

    assert [r.status_code for r in (late, empty, none)] == [422, 422, 422]
    assert "到位日期须在2023年3月内" in late.text
    assert "请填固定资产或流动资金的金额" in empty.text
    assert "请勾选“确认本月没有到位资金”" in none.text
    assert not Receipt.objects.exists()


def test_a_nil_return(world: World, signed_in: SignIn) -> None:
    world.a_signed_project()
    client = signed_in(world.recorder)

    client.post(page_of(world), {"do": "submit", "is_nil": "on"})

    assert MonthlyReturn.objects.get().is_nil
    assert "零报" in client.get("/funds/returns/?month=2023-03").text


def test_a_receipt_sent_back_is_mended_on_the_page(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    reject_receipt(receipt, reason="金额不符", on=date(2023, 4, 2), actor=world.verifier)
    client = signed_in(world.recorder)

    assert "退回原因：金额不符" in client.get(page_of(world)).text
    changes = {f"r{receipt.pk}-working": "280"}
    reply = client.post(page_of(world), {"do": "submit", **again(client, world, **changes)})

    receipt.refresh_from_db()
    assert reply.status_code == 302
    assert receipt.amount == Decimal(2_800_000)
    assert Rejection.objects.get().answered_by == world.recorder


def test_a_line_another_changed_meanwhile_is_refused(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    client = signed_in(world.recorder)
    sent = again(client, world, **{f"r{receipt.pk}-working": "280"})
    receipts.amend(receipt, voucher="回单9", actor=world.clerk)

    reply = client.post(page_of(world), {**sent, "do": "save"})

    assert reply.status_code == 422
    assert "已被他人修改" in reply.text


def test_foreign_money_is_typed_in_its_own_currency(world: World, signed_in: SignIn) -> None:
    exchange_rates.record(
        currency="USD", month=date(2023, 3, 1), rate=Decimal(7), source="甲", actor=world.clerk
    )
    project = world.a_signed_project()
    client = signed_in(world.recorder)

    client.post(page_of(world), {**line(f"p{project.pk}", currency="USD"), "do": "save"})
    unchanged = client.post(page_of(world), {**again(client, world), "do": "save"})

    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.foreign_amount) == (Decimal(21_035_000), Decimal(3_005_000))
    assert unchanged.status_code == 302
    assert Receipt.history.count() == 1


def test_who_may_see_and_fill_the_page(world: World, signed_in: SignIn) -> None:
    world.a_signed_project()

    assert signed_in(world.stranger).get(page_of(world)).status_code == 404
    assert signed_in(world.clerk).get(page_of(world)).status_code == 200
    seer = world.an_official("zhou", world.bureau, ["county.see"], world.county)
    assert "只保存" not in signed_in(seer).get(page_of(world)).text
    assert signed_in(seer).post(page_of(world), {"do": "save"}).status_code == 403


def test_the_list_of_returns_and_its_tabs(world: World, signed_in: SignIn) -> None:
    world.a_signed_project()
    world.a_signed_project("乙", unit=world.baiyang)
    client = signed_in(world.clerk)
    client.post(page_of(world), {"do": "submit", "is_nil": "on"})

    def shown(state: str) -> list[str]:
        rows = client.get(f"/funds/returns/?month=2023-03&state={state}").context["rows"]
        return [row.cells[0].text for row in rows]

    assert (shown(""), shown("missing"), shown("nil")) == (
        ["青石镇", "白杨乡"],
        ["白杨乡"],
        ["青石镇"],
    )
    assert shown("late") == ["青石镇"]  # handed in today, years after it was due
    own = signed_in(world.stranger).get("/funds/returns/?month=2023-03").context["rows"]
    assert [row.cells[0].text for row in own] == ["白杨乡"]
    file = client.get("/funds/returns/export/?month=2023-03")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(file.streaming_content))).active
    assert [row[1] for row in sheet.iter_rows(min_row=5, values_only=True)] == ["零报", "未报"]
    assert client.get("/funds/returns/?month=x").status_code == 404


# --- the verifier's list -------------------------------------------------------------------------


def judge(client: Any, receipt: Receipt, do: str, **given: Any) -> Any:
    known_at = Receipt.objects.get(pk=receipt.pk).known_at.isoformat()
    url = f"/funds/verification/{receipt.pk}/"
    return client.post(url, {"do": do, "known_at": known_at, **given})


def test_a_verifier_verifies_sends_back_and_excludes(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project()
    first, second, third = (
        world.a_receipt(project, verified=False, voucher=f"回单{n}") for n in range(3)
    )
    client = signed_in(world.verifier)

    assert len(client.get("/funds/verification/").context["waiting"]) == 3
    judge(client, first, "verify")
    judge(client, second, "reject", reason="看不清")
    judge(client, third, "exclude", rule=Rule.objects.get(code="exclusion_fiscal").pk)

    assert Verification.objects.get().receipt == first
    assert Rejection.objects.get().receipt == second
    assert Exclusion.objects.get().receipt == third
    assert client.get("/funds/verification/").context["waiting"] == []


def test_what_needs_a_recheck_says_so(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project(total_investment=Decimal(1_000_000))
    receipt = world.a_receipt(project, verified=False)
    client = signed_in(world.verifier)

    assert "超过限额 100万元" in client.get("/funds/verification/").text
    judge(client, receipt, "recheck", reason="合同增资")
    judge(client, receipt, "verify")

    assert Recheck.objects.get().reason == "合同增资"
    assert Verification.objects.exists()


def test_what_was_changed_meanwhile_is_not_verified(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    stale = {"do": "verify", "known_at": receipt.known_at.isoformat()}
    receipts.amend(receipt, amount=Decimal(9_000_000), actor=world.recorder)
    client = signed_in(world.verifier)

    client.post(f"/funds/verification/{receipt.pk}/", stale)
    form = client.post(
        f"/receipts/{receipt.pk}/verification/", {"on": "2023-04-01", "known_at": stale["known_at"]}
    )

    assert not Verification.objects.exists()
    assert "已被他人修改" in form.text


def test_only_the_bureau_has_the_list(world: World, signed_in: SignIn) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    assert signed_in(world.recorder).get("/funds/verification/").status_code == 403
    assert judge(signed_in(world.recorder), receipt, "verify").status_code == 403
    assert judge(signed_in(world.stranger), receipt, "verify").status_code == 404


def test_the_list_asks_as_much_for_many_as_for_one(world: World, signed_in: SignIn) -> None:
    client, asked = signed_in(world.clerk), []
    for more in (1, 4):
        for number in range(more):
            project = world.a_signed_project(f"项目{more}{number}", total_investment=1_000_000)
            world.a_receipt(project, verified=False)
        for url in ("/funds/verification/", "/funds/returns/?month=2023-03", page_of(world)):
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            asked.append(len(queries))
    assert asked[:3] == asked[3:]


# --- bridge, close, published --------------------------------------------------------------------


def test_the_bridge_and_its_file(world: World, signed_in: SignIn) -> None:
    world.a_receipt(world.a_signed_project(), Decimal(3_000_000))
    close_month(MARCH, on=date(2023, 4, 3), actor=world.clerk)
    world.a_receipt(world.a_signed_project("乙"), Decimal(500_000), voucher="2")
    client = signed_in(world.clerk)

    page = client.get("/funds/bridge/?month=2023-04")
    file = client.get("/funds/bridge/export/?month=2023-04")

    cells = [cell.text for cell in page.context["county"][0].cells]
    assert cells == ["合计", "300", "", "+50", "", "", "", "350"]
    book = openpyxl.load_workbook(BytesIO(b"".join(file.streaming_content)))
    assert book.sheetnames == ["分单位", "分项目"]
    total = list(book["分项目"].iter_rows(values_only=True))[-1]
    assert total[0] == "合计"
    assert (total[2], total[4], total[8]) == (300, 50, 350)
    assert client.get("/funds/bridge/?known_on=x").status_code == 400


def test_a_month_that_is_not_settled_is_closed_with_a_reason(
    world: World, signed_in: SignIn
) -> None:
    world.a_receipt(world.a_signed_project(), verified=False)
    client = signed_in(world.clerk)

    page = client.get("/months/2023-3/closing/")
    counts = {item["label"]: item["count"] for item in page.context["items"]}
    refused = client.post("/months/2023-3/closing/")
    client.post("/months/2023-3/closing/", {"reason": "县委要数"})

    assert (counts["待核验的资金"], counts["未报月报的单位"]) == (1, 1)
    assert refused.status_code == 422
    assert Close.objects.get().closed_by == world.clerk
    assert Trail.objects.get(action="metrics.closed").note == "县委要数"


def test_a_closed_month_then_and_now(world: World, signed_in: SignIn) -> None:
    project = world.a_signed_project()
    world.a_receipt(project)
    close_month(MARCH, on=date(2023, 4, 3), actor=world.clerk)
    client = signed_in(world.clerk)
    client.post(f"/projects/{project.pk}/edit/", edited(client, project, outside_share="40"))

    page = client.get("/months/2023-3/")

    told = page.context["published"][0]
    assert (told["then"], told["now"]) == (Decimal(3_000_000), Decimal(1_200_000))
    assert [cell.text for cell in told["rows"][0].cells[1:]] == ["300", "120", "-180"]
    assert "300" in client.get(told["then_url"]).text
    assert client.get("/months/2023-4/").status_code == 404


def edited(client: Any, project: Any, **changes: str) -> dict[str, Any]:
    form = client.get(f"/projects/{project.pk}/edit/").context["form"]
    values = {b.html_name: b.value() for b in form if b.value() not in (None, False)}
    return {**values, **changes}


@pytest.mark.parametrize("url", ["/funds/returns/", "/funds/bridge/", "/months/"])
def test_a_county_without_funds_has_pages(world: World, signed_in: SignIn, url: str) -> None:
    assert signed_in(world.clerk).get(url).status_code == 200
