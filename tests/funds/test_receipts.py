"""Funds in place (到位资金): recorded, vouched for by another, corrected in the open month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.attract.funds.models import Receipt
from wutong.attract.funds.operations import (
    correct_receipt,
    exclude_receipt,
    receipts,
    record_receipt,
    verify_receipt,
    withdraw_verification,
)
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Rule
from wutong.metrics.operations import close_month
from wutong.metrics.registry import metric

QUARTER = Ask.of(Period.written("2023Q1"))


def placed(ask: Ask = QUARTER) -> Decimal:
    return metric("funds_in_place").value(ask)


def close(world: World, year: int, month: int) -> None:
    close_month(Period.month(year, month), on=date(year, month + 1, 5), actor=world.clerk)


def test_a_receipt_counts_once_somebody_else_has_verified_it(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False)
    assert placed() == 0

    verify_receipt(receipt, on=date(2023, 3, 9), actor=world.verifier)

    assert placed() == Decimal(3_000_000)
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.actor) == ("funds.verified", world.verifier)


def test_nobody_verifies_their_own(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False, actor=world.verifier)
    with pytest.raises(PermissionDenied, match=r"funds\.verified"):
        verify_receipt(receipt, on=date(2023, 3, 9), actor=world.verifier)


def test_another_unit_cannot_record(world: World) -> None:
    project = world.a_signed_project()
    with pytest.raises(PermissionDenied):
        record_receipt(project, amount=Decimal(1), placed_on=date(2023, 3, 2), actor=world.stranger)


def test_without_a_voucher_it_cannot_be_verified(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project(), verified=False, voucher="")
    with pytest.raises(Refused, match="没有凭证号"):
        verify_receipt(receipt, on=date(2023, 3, 9), actor=world.verifier)


@pytest.mark.parametrize(
    "project",
    [{"registered_on": None}, {"registered_on": date(2023, 4, 2)}, {"origin": "hmt"},
     {"origin": "province"}, {"origin": "county"}, {"industry": "房地产开发"}],
    ids=["not registered", "registered later", "Hong Kong", "in the province",
         "local", "real estate"],
)  # fmt: skip
def test_what_the_rules_exclude_does_not_count(world: World, project: dict[str, object]) -> None:
    world.a_receipt(world.a_signed_project(**project))  # type: ignore[arg-type]
    assert placed() == 0


def test_an_excluded_receipt_says_by_which_rule(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())

    rule = Rule.objects.get(code="exclusion_land")

    exclusion = exclude_receipt(receipt, rule=rule, on=date(2023, 3, 20), actor=world.verifier)

    assert (placed(), exclusion.by_rule) == (0, rule)
    assert exclusion.rule.startswith("缴地价款未建设的不计（")


def test_a_withdrawn_verification_counts_no_more_and_did_before(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    before = Ask(QUARTER.period, QUARTER.cutoff, receipt.verifications.get().known_at)

    withdraw_verification(receipt.verifications.get(), reason="凭证存疑", actor=world.verifier)

    assert (placed(), placed(before)) == (0, Decimal(3_000_000))


def test_late_money_counts_in_the_first_open_month(world: World) -> None:
    project = world.a_signed_project()
    close(world, 2023, 2)
    close(world, 2023, 3)

    late = world.a_receipt(project, placed_on=date(2023, 2, 10), verified=False)

    assert (late.placed_on, late.counted_on) == (date(2023, 2, 10), date(2023, 4, 1))
    verify_receipt(late, on=date(2023, 4, 9), actor=world.verifier)
    assert placed() == 0
    assert placed(Ask.of(Period.written("2023-04"))) == Decimal(3_000_000)


def test_a_closed_month_is_never_edited_but_corrected_in_the_open_one(world: World) -> None:
    receipt = world.a_receipt(world.a_signed_project())
    close(world, 2023, 3)
    with pytest.raises(Refused, match=r"2023年3月已关账.*2023年4月"):
        receipts.amend(receipt, amount=Decimal(5_000_000), actor=world.recorder)

    correction = correct_receipt(
        receipt,
        to=Decimal(2_500_000),
        on=date(2023, 3, 2),
        reason="3月多报50万元",
        actor=world.recorder,
    )
    verify_receipt(correction, on=date(2023, 4, 9), actor=world.verifier)

    assert (correction.amount, correction.corrects) == (Decimal(-500_000), receipt)
    assert placed() == Decimal(3_000_000)
    assert placed(Ask.of(Period.written("2023-04"))) == Decimal(-500_000)


def test_nothing_of_nothing_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="金额不能为0"):
        world.a_receipt(world.a_signed_project(), amount=0, verified=False)
    assert not Receipt.objects.exists()


def test_a_month_is_closed_once_and_after_its_end(world: World) -> None:
    close(world, 2023, 2)
    with pytest.raises(Refused, match="已经关账"):
        close(world, 2023, 2)
    with pytest.raises(Refused, match="尚未结束"):
        close_month(Period.month(2023, 3), on=date(2023, 3, 20), actor=world.clerk)
    with pytest.raises(PermissionDenied):
        close_month(Period.month(2023, 3), on=date(2023, 4, 2), actor=world.recorder)
