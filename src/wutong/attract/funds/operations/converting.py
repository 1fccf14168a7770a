"""Exchange rates (月度汇率), and foreign money converted at the rate of its month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from wutong.attract.funds.access import can_keep_rates
from wutong.attract.funds.models import ExchangeRate, Receipt, Verification
from wutong.foundation.keeping import keep, kept
from wutong.foundation.money import FEN
from wutong.foundation.operations import Refused, operation
from wutong.foundation.periods import Period
from wutong.foundation.records import amend


def in_use(rate: ExchangeRate) -> Any:
    """Return the receipts converted at this rate."""
    month = Period.containing(rate.month)
    return Receipt.objects.filter(
        currency=rate.currency, placed_on__range=(month.first, month.last)
    ).exclude(foreign_amount=None)


def unless_in_use(rate: ExchangeRate) -> None:
    """Refuse to withdraw a rate at which receipts were converted."""
    if rate.pk is not None and (number := in_use(rate).count()):
        raise Refused(f"已有{number}笔资金按这一汇率折算，不能撤回；汇率有误请修改")


@operation("funds.rate_amended", allowed=can_keep_rates)
def amend_rate(
    rate: ExchangeRate, /, *, actor: Any, note: str | None = None, **facts: Any
) -> ExchangeRate:
    """Amend a rate, and convert anew what was converted at it and is not verified yet."""
    used = list(in_use(rate))
    verified = Verification.objects.filter(receipt__in=used).count()
    if verified and "rate" in facts and facts["rate"] != rate.rate:
        raise Refused(f"已有{verified}笔按这一汇率折算的资金核验，请先撤回核验再改汇率")
    if used and (
        facts.get("currency", rate.currency) != rate.currency
        or facts.get("month", rate.month).replace(day=1) != rate.month
    ):
        raise Refused(f"已有{len(used)}笔资金按这一汇率折算，不能改币种和月份")
    amended = amend(rate, facts)
    for receipt in used:
        reconvert_receipt(receipt, rate=amended, actor=actor)
    return amended


@operation("funds.receipt_reconverted", allowed=lambda actor, _: can_keep_rates(actor, None))
def reconvert_receipt(receipt: Receipt, *, rate: ExchangeRate, actor: Any) -> Receipt:
    """Give a receipt the yuan its foreign amount comes to at an amended rate."""
    amount = times(receipt.foreign_amount or Decimal(0), rate.rate)
    fixed = receipt.fixed_amount
    if fixed is not None and receipt.amount:
        fixed = (fixed * amount / receipt.amount).quantize(FEN, ROUND_HALF_UP)
    return amend(receipt, {"amount": amount, "fixed_amount": fixed})


exchange_rates = replace(
    keep(ExchangeRate, "funds.rate", allowed=can_keep_rates, guard=unless_in_use),
    amend=amend_rate,
)
kept[ExchangeRate] = exchange_rates


def times(foreign: Decimal, rate: Decimal) -> Decimal:
    """Return an amount at a rate in yuan, rounded half up to the fen once, at the end."""
    return (foreign * rate).quantize(FEN, ROUND_HALF_UP)


def rate_of(currency: str, day: date) -> Decimal:
    """Return what one unit of a currency was worth in the month of a day; refuse to guess."""
    found = ExchangeRate.objects.filter(currency=currency, month=day.replace(day=1)).first()
    if found is None:
        label = Receipt.Currency(currency).label
        month = Period.containing(day)
        raise Refused(f"{month}没有登记{label}汇率，不能折算；请招商局先登记“月度汇率”")
    rate: Decimal = found.rate
    return rate


def converted(
    currency: str, foreign: Decimal | None, amount: Decimal | None, on: date
) -> tuple[Decimal, Decimal | None]:
    """Return an amount in yuan and in its own currency (None for yuan)."""
    if currency == Receipt.Currency.CNY:
        if foreign is not None:
            raise Refused("币种为人民币，不填外币金额")
        if amount is None:
            raise Refused("请填写金额")
        return amount, None
    if foreign is None:
        raise Refused("请填写外币金额，人民币金额按当月汇率折算")
    return times(foreign, rate_of(currency, on)), foreign
