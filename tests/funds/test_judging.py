"""What the bureau finds of a receipt: by dated rules, by four eyes, by the share that counts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.attract.funds.models import Receipt, Verification
from wutong.attract.funds.operations import (
    exclude_receipt,
    receipts,
    recheck_receipt,
    record_receipt,
    verify_receipt,
    withdraw_exclusion,
)
from wutong.attract.projects.operations import projects
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Rule
from wutong.metrics.operations import close_month, set_rule
from wutong.metrics.registry import metric

ON = date(2023, 3, 20)
MARCH = Period.written("2023-03")


def placed(ask: Ask | None = None, code: str = "funds_in_place") -> Decimal:
    return metric(code).value(ask or Ask.of(MARCH))


def rule(code: str = "exclusion_land") -> Rule:
    return Rule.objects.get(code=code)


def close(world: World, month: int) -> None:
    close_month(Period.month(2023, month), on=date(2023, month + 1, 5), actor=world.clerk)


# --- exclusion -----------------------------------------------------------------------------------


def test_only_a_rule_in_force_on_that_day_excludes(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    words = {"label": "新规则", "source": "《意见》第三条", "value": "甲"}
    later = set_rule(None, code="exclusion_new", since=date(2023, 4, 1), actor=world.clerk, **words)

    with pytest.raises(Refused, match="“新规则”在 2023-03-02 没有施行"):
        exclude_receipt(receipt, rule=later, on=ON, actor=world.verifier)
    with pytest.raises(Refused, match="不是剔除规则"):
        exclude_receipt(receipt, rule=rule("return_due_day"), on=ON, actor=world.verifier)
    with pytest.raises(PermissionDenied):
        exclude_receipt(receipt, rule=rule(), on=ON, actor=world.recorder)
    assert placed() == Decimal(3_000_000)


def test_an_exclusion_taken_back_counts_again(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    exclusion = exclude_receipt(receipt, rule=rule(), on=ON, actor=world.verifier)
    assert placed() == 0

    withdraw_exclusion(exclusion, reason="已开工建设", actor=world.verifier)

    assert placed() == Decimal(3_000_000)
    assert Trail.objects.latest("pk").note == "已开工建设"


def test_what_a_closed_month_counted_is_not_excluded(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    close(world, 3)
    with pytest.raises(Refused, match="2023年3月已关账"):
        exclude_receipt(receipt, rule=rule(), on=ON, actor=world.verifier)


# --- four eyes -----------------------------------------------------------------------------------


def test_what_is_amended_after_verification_has_to_be_verified_again(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())

    receipts.amend(receipt, amount=Decimal(30_000_000), actor=world.recorder)

    assert placed() == 0
    assert not Verification.objects.exists()
    actions = Trail.objects.order_by("-pk").values_list("action", flat=True)
    assert list(actions[:2]) == ["funds.receipt_amended", "funds.verification_voided"]


def test_a_note_alone_leaves_the_verification(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    receipts.amend(receipt, note="分期", actor=world.recorder)
    assert Verification.objects.exists()


def test_whoever_amended_it_last_cannot_verify_it(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    receipts.amend(receipt, amount=Decimal(3_100_000), actor=world.verifier)

    with pytest.raises(Refused, match="最后由您修改，须由他人核验"):
        verify_receipt(receipt, on=ON, actor=world.verifier)
    verify_receipt(receipt, on=ON, actor=world.clerk)
    assert placed() == Decimal(3_100_000)


def test_a_receipt_changed_after_it_was_looked_at_is_not_verified(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    seen = Receipt.objects.get(pk=receipt.pk)
    receipts.amend(receipt, amount=Decimal(9_000_000), actor=world.recorder)

    with pytest.raises(Refused, match="已被他人修改，请刷新"):
        verify_receipt(seen, on=ON, actor=world.verifier)


def test_verified_after_its_month_was_closed_it_counts_in_the_next(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    close(world, 3)

    receipts.amend(receipt, voucher="回单0002", actor=world.recorder)
    verify_receipt(receipt, on=date(2023, 4, 9), actor=world.verifier)

    assert (receipt.placed_on, receipt.counted_on) == (date(2023, 3, 2), date(2023, 4, 1))
    assert placed() == 0
    assert placed(Ask.of(Period.written("2023-04"))) == Decimal(3_000_000)


# --- above the total investment ------------------------------------------------------------------


def test_above_the_total_investment_a_recheck_comes_first(world: World) -> None:
    project = world.a_signed_project(total_investment=Decimal(5_000_000))
    world.a_receipt(project)
    second = world.a_receipt(project, verified=False, voucher="回单0002")

    with pytest.raises(Refused, match=r"累计到位600万元，超过限额500万元.*请先登记超额复核"):
        verify_receipt(second, on=ON, actor=world.verifier)
    with pytest.raises(PermissionDenied):
        recheck_receipt(second, reason="增资", on=ON, actor=world.recorder)
    made = recheck_receipt(second, reason="合同已变更增资", on=ON, actor=world.clerk)
    verify_receipt(second, on=ON, actor=world.verifier)

    assert (made.cumulative, made.limit) == (Decimal(6_000_000), Decimal(5_000_000))
    assert placed() == Decimal(6_000_000)


def test_a_recheck_covers_no_more_than_it_saw(world: World) -> None:
    project = world.a_signed_project(total_investment=Decimal(1_000_000))
    receipt = world.a_receipt(project, verified=False)
    recheck_receipt(receipt, reason="增资", on=ON, actor=world.clerk)
    receipts.amend(receipt, amount=Decimal(3_000_001), actor=world.recorder)
    with pytest.raises(Refused, match="请先登记超额复核"):
        verify_receipt(receipt, on=ON, actor=world.verifier)


def test_the_tolerance_is_a_dated_rule(world: World) -> None:
    project = world.a_signed_project(total_investment=Decimal(2_500_000))
    found = rule("investment_tolerance")
    words = {"code": found.code, "label": found.label, "source": "《意见》第四条"}
    set_rule(found, value=120, since=date(2023, 3, 1), actor=world.clerk, **words)

    receipt = world.a_receipt(project)
    assert Verification.objects.filter(receipt=receipt).exists()
    with pytest.raises(Refused, match="无需复核"):
        recheck_receipt(receipt, reason="甲", on=ON, actor=world.clerk)


# --- share, parts, currency ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("by", "share", "counted"),
    [
        ("pro_rata", None, "1000000.01"),
        ("pro_rata", "33.33", "333300.00"),
        ("pro_rata", "50", "500000.01"),
        ("majority", "50", "1000000.01"),
        ("majority", "49.99", "499900.00"),
        ("full", "1", "1000000.01"),
    ],
)
def test_the_share_from_outside_counts_by_the_rule(
    world: World, by: str, share: str | None, counted: str
) -> None:
    if by != "pro_rata":
        found = rule("origin_share")
        words = {"code": found.code, "label": found.label, "source": "《意见》第五条"}
        set_rule(found, value=by, since=date(2023, 1, 1), actor=world.clerk, **words)
    project = world.a_signed_project(outside_share=share and Decimal(share))
    world.a_receipt(project, Decimal("1000000.01"))

    assert placed() == Decimal(counted)
    assert placed(code="funds_in_place_all") == Decimal("1000000.01")


def test_a_share_of_the_largest_amount_does_not_overflow(world: World) -> None:
    project = world.a_signed_project(outside_share=Decimal("33.33"))
    world.a_receipt(project, Decimal("80000000000000.01"))
    assert placed() == Decimal("26664000000000.00")


def test_a_correction_takes_back_exactly_its_share(world: World) -> None:
    project = world.a_signed_project(outside_share=Decimal(50))
    world.a_receipt(project, Decimal("0.01"))
    world.a_receipt(project, Decimal("-0.01"), voucher="回单0002")
    assert placed() == 0


def test_fixed_and_working_capital_stand_apart_and_add_up(world: World) -> None:
    project = world.a_signed_project(outside_share=Decimal("33.33"))
    world.a_receipt(project, Decimal("100.01"), fixed_amount=Decimal("33.34"))
    world.a_receipt(project, Decimal("50.03"), kind="working", voucher="2")
    world.a_receipt(project, Decimal("7.77"), kind="fixed", voucher="3")
    world.a_receipt(project, Decimal("9.99"), voucher="4")

    parts = [placed(code=f"funds_in_place_{p}") for p in ("fixed", "working", "undivided")]

    assert parts == [Decimal("13.70"), Decimal("38.89"), Decimal("3.33")]
    assert sum(parts) == placed()
    with pytest.raises(Refused, match="其中固定资产不能多于本笔金额"):
        world.a_receipt(project, Decimal(1), fixed_amount=Decimal(2), verified=False)


def test_a_share_set_after_the_close_leaves_what_was_published(world: World) -> None:
    project = world.a_signed_project()
    world.a_receipt(project)
    made = close_month(Period.month(2023, 3), on=date(2023, 4, 5), actor=world.clerk)

    projects.amend(project, outside_share=Decimal(40), actor=world.clerk)

    then = Ask(MARCH, MARCH.last, made.closed_at)
    assert (placed(then), placed()) == (Decimal(3_000_000), Decimal(1_200_000))


def test_money_is_recorded_with_its_project_in_scope(world: World) -> None:
    with pytest.raises(Refused, match="请填写金额"):
        record_receipt(world.a_signed_project(), placed_on=ON, actor=world.recorder)
