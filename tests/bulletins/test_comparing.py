"""As published against as of now: project by project, new, late, corrected or withdrawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.bulletins.quarter import Quarter, finalise
from tests.desk.conftest import SignIn
from wutong.attract.agreements.models import Agreement
from wutong.attract.agreements.operations import agreements
from wutong.attract.funds.operations import verify_receipt
from wutong.attract.projects.operations import projects, reach_milestone
from wutong.metrics.models import Rule
from wutong.steer.bulletins.models import Report


def told(client: Client, report: Report, label: str) -> tuple[Any, dict[str, tuple[str, str]]]:
    """Return the slot of that label, and its rows: name → what sort of change, with its note."""
    page = client.get(f"/reports/versions/{report.pk}/comparison/?all=1")
    assert page.status_code == 200
    slots = page.context["slots"] + [(slot, []) for slot in page.context["same"]]
    slot, rows = next((slot, rows) for slot, rows in slots if slot.label == label)
    return slot, {row["name"]: (row["kind"], row["note"]) for row in rows}


@pytest.fixture
def client(quarter: Quarter, signed_in: SignIn) -> Client:
    return signed_in(quarter.world.clerk)


def test_nothing_changed_is_said(quarter: Quarter, client: Client) -> None:
    report = finalise(client)

    page = client.get(f"/reports/versions/{report.pk}/comparison/")

    assert "没有变化" in page.text
    assert page.context["slots"] == []


def test_a_project_recorded_after_is_late(quarter: Quarter, client: Client) -> None:
    report = finalise(client)
    quarter.a_project("迟报的项目", quarter.world.qingshi, 70_000_000)

    slot, rows = told(client, report, "新签约入库项目")

    assert (slot.published, slot.now, slot.change) == ("2", "3", "+1")
    assert rows == {"迟报的项目": ("迟报", "定稿后才登记")}


def test_one_known_before_that_counts_only_now_is_new(quarter: Quarter, client: Client) -> None:
    world = quarter.world
    waiting = world.a_signed_project("待入库项目", registered_on=None)
    receipt = world.a_receipt(quarter.qingshi, 1_000_000, verified=False, voucher="银行回单0003")
    report = finalise(client)
    reach_milestone(waiting, kind="registered", on=date(2023, 3, 1), actor=world.machine)
    verify_receipt(receipt, on=date(2023, 3, 3), actor=world.verifier)

    _, registered = told(client, report, "新签约入库项目")
    slot, funds = told(client, report, "省外到位资金")

    assert registered == {"待入库项目": ("新增", "定稿时已登记，后来才符合口径")}
    assert (slot.published, slot.now, slot.change) == ("500", "600", "+100")
    assert {kind for kind, _ in funds.values()} == {"新增"}


def test_what_was_corrected_says_what_it_was(quarter: Quarter, client: Client) -> None:
    world = quarter.world
    report = finalise(client)
    agreement = Agreement.objects.get(project=quarter.baiyang)
    agreements.amend(agreement, amount=60_000_000, actor=world.machine)
    projects.amend(quarter.qingshi, name="新名字项目", lead_unit=world.baiyang, actor=world.machine)

    slot, amounts = told(client, report, "签约额")
    page = client.get(f"/reports/versions/{report.pk}/comparison/")
    _, names = told(client, report, "新签约入库项目")

    assert (slot.published, slot.now, slot.change) == ("15000", "16000", "+1000")
    assert {kind for kind, _ in amounts.values()} == {"更正"}
    assert "5,000" in page.text
    assert "6,000" in page.text
    assert names["新名字项目"] == (
        "更正",
        "原名：储能装备制造项目；原单位：临水县青石镇人民政府",
    )


def test_what_was_withdrawn_is_named_as_it_was(quarter: Quarter, client: Client) -> None:
    world = quarter.world
    report = finalise(client)
    agreements.withdraw(
        Agreement.objects.get(project=quarter.baiyang), reason="重复登记", actor=world.machine
    )

    slot, projects_gone = told(client, report, "新签约入库项目")
    _, amounts = told(client, report, "签约额")

    assert (slot.published, slot.now) == ("2", "1")
    assert projects_gone == {"白杨光伏组件项目": ("撤回", "记录还在，现在不再符合口径")}
    assert [note for _, note in amounts.values()] == ["记录已撤回"]


def test_a_rule_that_is_gone_is_no_error(quarter: Quarter, client: Client) -> None:
    quarter.writes("{{ fair_edition }}兰洽会，签约{{ projects_registered }}项")
    report = finalise(client)
    Rule._base_manager.filter(code="fair").update(retired_at="2020-01-01T00:00:00+08:00")

    slot, _ = told(client, report, "节会届次")

    assert (slot.published, slot.now) == ("第二十九届", "—")


def test_the_comparison_is_the_countys_business(quarter: Quarter, signed_in: SignIn) -> None:
    report = finalise(signed_in(quarter.world.clerk))
    quarter.a_project("迟报的项目", quarter.world.qingshi, 70_000_000)

    reply = signed_in(quarter.world.stranger).get(f"/reports/versions/{report.pk}/comparison/")

    assert reply.status_code == 403
    assert "迟报的项目" not in reply.text
