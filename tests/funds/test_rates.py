"""Foreign money (外币): converted at the rate of its month, refused without one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.attract.funds.models import ExchangeRate, Receipt
from wutong.attract.funds.operations import (
    Entry,
    exchange_rates,
    fill_return,
    receipts,
    record_receipt,
    verify_receipt,
)
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period

MARCH = Period.written("2023-03")


def a_rate(world: World, rate: str = "6.8717", **facts: Any) -> ExchangeRate:
    given = {"currency": "USD", "month": date(2023, 3, 15), "source": "中国人民银行", **facts}
    return exchange_rates.record(rate=Decimal(rate), actor=world.clerk, **given)


def dollars(world: World, amount: str = "100000.07", **facts: Any) -> Receipt:
    given = {"placed_on": date(2023, 3, 9), "voucher": "SWIFT1", "actor": world.recorder, **facts}
    project = given.pop("project", None) or world.a_signed_project()
    return record_receipt(project, currency="USD", foreign_amount=Decimal(amount), **given)


def test_it_is_converted_exactly_at_the_rate_of_its_month(world: World) -> None:
    a_rate(world)
    a_rate(world, "6.9", month=date(2023, 4, 1))

    receipt = dollars(world)

    assert receipt.amount == Decimal("687170.48")  # 687170.481019, half up to the fen
    assert receipt.foreign_amount == Decimal("100000.07")


def test_without_a_rate_it_is_refused(world: World) -> None:
    with pytest.raises(Refused, match=r"2023年3月没有登记美元汇率，不能折算"):
        dollars(world)
    assert not Receipt.objects.exists()


def test_only_the_bureau_enters_rates_once_a_month(world: World) -> None:
    a_rate(world)
    with pytest.raises(PermissionDenied):
        exchange_rates.record(
            currency="EUR",
            month=date(2023, 3, 1),
            rate=Decimal(7),
            source="甲",
            actor=world.recorder,
        )
    with pytest.raises(Refused, match="该币种本月汇率已登记"):
        a_rate(world, "6.9", month=date(2023, 3, 1))
    with pytest.raises(Refused, match="汇率须大于0"):
        a_rate(world, "0", currency="EUR")


def test_a_mended_rate_converts_anew_what_nobody_has_verified(world: World) -> None:
    rate = a_rate(world, "68.717")
    receipt = dollars(world, "100000", fixed_amount=Decimal("3435850.00"))

    exchange_rates.amend(rate, rate=Decimal("6.8717"), actor=world.clerk)

    receipt.refresh_from_db()
    assert (receipt.amount, receipt.fixed_amount) == (Decimal("687170.00"), Decimal("343585.00"))
    assert "funds.receipt_reconverted" in Trail.objects.values_list("action", flat=True)
    verify_receipt(receipt, on=date(2023, 4, 3), actor=world.verifier)
    with pytest.raises(Refused, match="已有1笔按这一汇率折算的资金核验"):
        exchange_rates.amend(rate, rate=Decimal(7), actor=world.clerk)
    with pytest.raises(Refused, match="已有1笔资金按这一汇率折算，不能撤回"):
        exchange_rates.withdraw(rate, reason="甲", actor=world.clerk)


def test_the_yuan_of_foreign_money_are_not_typed_over(world: World) -> None:
    a_rate(world)
    receipt = dollars(world)
    with pytest.raises(Refused, match="按当月汇率折算"):
        receipts.amend(receipt, amount=Decimal(9), actor=world.recorder)
    receipts.amend(receipt, foreign_amount=Decimal(10), actor=world.recorder)
    assert receipt.amount == Decimal("68.72")


def test_the_page_of_the_month_takes_foreign_money(world: World) -> None:
    a_rate(world, "7")
    project = world.a_signed_project()
    line = Entry(
        project=project,
        placed_on=date(2023, 3, 9),
        fixed=Decimal(30),
        working=Decimal(70),
        currency="USD",
        voucher="SWIFT1",
    )
    fill_return(world.qingshi, month=MARCH, entries=[line], actor=world.recorder)

    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.fixed_amount) == (Decimal(700), Decimal(210))
