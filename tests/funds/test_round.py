"""The monthly round (资金月报): filled, handed in, sent back, mended, verified; who is late."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.attract.funds.models import MonthlyReturn, Receipt, Rejection, Verification
from wutong.attract.funds.operations import (
    Entry,
    answer_rejection,
    fill_return,
    hand_in,
    receipts,
    reject_receipt,
    submit_return,
    verify_receipt,
)
from wutong.attract.funds.queries import due_day, unit_months
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.models import Rule
from wutong.metrics.operations import set_rule

MARCH = Period.written("2023-03")
WAN = Decimal(10_000)


def entry(project: Any, **facts: Any) -> Entry:
    given = {"fixed": 200 * WAN, "working": 100 * WAN, "placed_on": date(2023, 3, 9)}
    return Entry(project=project, voucher="回单0309", **{**given, **facts})


def states(world: World, today: date, month: Period = MARCH) -> dict[str, str]:
    return {u.unit.short_name: u.state for u in unit_months(month, world.clerk, today)}


def test_a_clerk_fills_and_hands_in_the_month(world: World) -> None:
    project = world.a_signed_project()

    given = hand_in(
        world.qingshi,
        month=MARCH,
        entries=[entry(project)],
        on=date(2023, 4, 3),
        actor=world.recorder,
    )

    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.fixed_amount) == (300 * WAN, 200 * WAN)
    assert (given.unit, given.month, given.is_nil) == (world.qingshi, date(2023, 3, 1), False)
    actions = Trail.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions)[-4:] == [
        "funds.receipt_recorded",
        "funds.return_filled",
        "funds.return_submitted",
        "funds.return_handed_in",
    ]


def test_another_unit_cannot_hand_in_for_it(world: World) -> None:
    project = world.a_signed_project()
    with pytest.raises(PermissionDenied, match=r"funds\.return_filled"):
        fill_return(world.qingshi, month=MARCH, entries=[entry(project)], actor=world.stranger)
    with pytest.raises(Refused, match=r"不是.*白杨乡.*的项目"):
        fill_return(world.baiyang, month=MARCH, entries=[entry(project)], actor=world.stranger)
    assert not Receipt.objects.exists()


def test_when_one_line_is_refused_nothing_is_saved(world: World) -> None:
    project = world.a_signed_project()
    lines = [entry(project), entry(project, placed_on=date(2023, 4, 1))]

    with pytest.raises(Refused, match="“储能装备制造项目”：到位日期须在2023年3月内"):
        fill_return(world.qingshi, month=MARCH, entries=lines, actor=world.recorder)

    assert not Receipt.objects.exists()


def test_nothing_is_handed_in_only_with_a_word(world: World) -> None:
    world.a_signed_project()
    given: dict[str, Any] = {"month": MARCH, "on": date(2023, 4, 3), "actor": world.recorder}

    with pytest.raises(Refused, match="请勾选“确认本月没有到位资金”"):
        submit_return(world.qingshi, **given)
    submit_return(world.qingshi, is_nil=True, **given)

    assert states(world, date(2023, 4, 20)) == {"青石镇": "nil"}


def test_a_nil_return_beside_receipts_is_refused(world: World) -> None:
    world.a_receipt(world.a_signed_project(), verified=False)
    with pytest.raises(Refused, match="已登记1笔到位资金，不能零报"):
        submit_return(
            world.qingshi, month=MARCH, is_nil=True, on=date(2023, 4, 3), actor=world.recorder
        )


@pytest.mark.parametrize(
    ("on", "state"), [(date(2023, 4, 5), "in_time"), (date(2023, 4, 6), "late")]
)
def test_late_is_after_the_due_day_of_the_rule(world: World, on: date, state: str) -> None:
    world.a_receipt(world.a_signed_project(), verified=False)
    submit_return(world.qingshi, month=MARCH, on=on, actor=world.recorder)
    assert states(world, date(2023, 4, 20)) == {"青石镇": state}


def test_the_due_day_is_a_dated_rule(world: World) -> None:
    rule = Rule.objects.get(code="return_due_day")
    words = {"code": rule.code, "label": rule.label, "source": "《意见》第二条"}
    set_rule(rule, value=10, since=date(2023, 3, 1), actor=world.clerk, **words)

    assert due_day(Period.written("2023-02")) == date(2023, 3, 5)
    assert due_day(MARCH) == date(2023, 4, 10)


def test_who_owes_a_return_and_has_not_given_it(world: World) -> None:
    world.a_signed_project()
    world.a_signed_project(
        "白杨项目", unit=world.baiyang, signed_on=date(2023, 4, 2), registered_on=None
    )
    world.a_project("只在谈的项目", unit=world.baiyang)

    assert states(world, date(2023, 4, 5)) == {"青石镇": "due"}
    assert states(world, date(2023, 4, 6)) == {"青石镇": "missing"}
    may = unit_months(MARCH, world.stranger, date(2023, 4, 6))
    assert may == []


def test_sent_back_mended_and_handed_in_again(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    submit_return(world.qingshi, month=MARCH, on=date(2023, 4, 3), actor=world.recorder)
    reject_receipt(receipt, reason="回单金额不符", on=date(2023, 4, 4), actor=world.verifier)
    again = {"month": MARCH, "on": date(2023, 4, 7), "actor": world.recorder}

    with pytest.raises(Refused, match="已退回，待单位补正"):
        verify_receipt(receipt, on=date(2023, 4, 4), actor=world.verifier)
    with pytest.raises(Refused, match="还没有补正：储能装备制造项目"):
        submit_return(world.qingshi, **again)
    receipts.amend(receipt, amount=Decimal(2_800_000), actor=world.recorder)
    given = submit_return(world.qingshi, **again)
    verify_receipt(receipt, on=date(2023, 4, 8), actor=world.verifier)

    rejection = Rejection.objects.get()
    assert (rejection.answered_by, rejection.answered_on) == (world.recorder, date(2023, 4, 7))
    assert (given.submitted_on, given.resubmitted_on) == (date(2023, 4, 3), date(2023, 4, 7))
    assert states(world, date(2023, 4, 20)) == {"青石镇": "in_time"}
    actions = set(Trail.objects.values_list("action", flat=True))
    assert {"funds.rejected", "funds.rejection_answered", "funds.return_submitted"} <= actions


def test_what_is_right_as_it_is_may_be_answered_with_words(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    rejection = reject_receipt(
        receipt, reason="请核对付款方", on=date(2023, 4, 4), actor=world.verifier
    )

    with pytest.raises(Refused, match="写明补正了什么"):
        answer_rejection(rejection, note=" ", on=date(2023, 4, 5), actor=world.recorder)
    answer_rejection(rejection, note="付款方是子公司", on=date(2023, 4, 5), actor=world.recorder)

    verify_receipt(receipt, on=date(2023, 4, 6), actor=world.verifier)
    assert Verification.objects.get().receipt == receipt


def test_only_the_bureau_sends_back_and_only_what_is_open(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    with pytest.raises(PermissionDenied):
        reject_receipt(receipt, reason="甲", on=date(2023, 4, 4), actor=world.recorder)
    with pytest.raises(Refused, match="请写明退回原因"):
        reject_receipt(receipt, reason=" ", on=date(2023, 4, 4), actor=world.verifier)
    verify_receipt(receipt, on=date(2023, 4, 4), actor=world.verifier)
    with pytest.raises(Refused, match="已核验，不能退回"):
        reject_receipt(receipt, reason="甲", on=date(2023, 4, 4), actor=world.verifier)


def test_a_return_handed_in_twice_without_change_is_refused(world: World) -> None:
    world.a_receipt(world.a_signed_project(), verified=False)
    given: dict[str, Any] = {"month": MARCH, "on": date(2023, 4, 3), "actor": world.recorder}
    submit_return(world.qingshi, **given)
    with pytest.raises(Refused, match="之后没有变化，无需重报"):
        submit_return(world.qingshi, **given)
    with pytest.raises(Refused, match="还没有开始"):
        submit_return(world.qingshi, **{**given, "on": date(2023, 2, 20)})
    assert MonthlyReturn.history.count() == 1


def test_the_line_another_changed_meanwhile_is_not_overwritten(world: World) -> None:
    project = world.a_signed_project()
    receipt = world.a_receipt(project, verified=False)
    seen = receipt.known_at
    receipts.amend(receipt, voucher="回单0002", actor=world.clerk)

    with pytest.raises(Refused, match="已被他人修改"):
        fill_return(
            world.qingshi,
            month=MARCH,
            entries=[entry(project, receipt=receipt, known_at=seen)],
            actor=world.recorder,
        )


def test_a_month_the_bureaus_ledger_carries_is_not_missing(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    Verification.objects.create(
        receipt=receipt, basis="ledger", verified_by=world.clerk, verified_on=date(2023, 4, 3)
    )
    assert states(world, date(2023, 4, 20)) == {"青石镇": "ledger"}
