"""Where a receipt stands (待核验、已核验、已退回、已剔除), as the rows beside it say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Sum, Value, When

from wutong.attract.funds.models import (
    Exclusion,
    Receipt,
    Recheck,
    Rejection,
    Verification,
    standing_receipts,
)
from wutong.metrics.models import Rule

STATES = (
    ("waiting", "待核验"),
    ("rejected", "已退回"),
    ("verified", "已核验"),
    ("excluded", "已剔除"),
)


def with_state(rows: Any, _: Any = None) -> Any:
    """Add to each receipt where it stands; by whom, when, by which rule, or for which reason."""
    verified = Verification.objects.filter(receipt=OuterRef("pk"))
    excluded = Exclusion.objects.filter(receipt=OuterRef("pk"))
    rejected = Rejection.objects.filter(receipt=OuterRef("pk"), answered_on=None)
    return rows.annotate(
        verified_on=Subquery(verified.values("verified_on")[:1]),
        verified_by=Subquery(verified.values("verified_by__name")[:1]),
        basis=Subquery(verified.values("basis")[:1]),
        excluded_by_rule=Subquery(excluded.values("rule")[:1]),
        rejected_for=Subquery(rejected.values("reason")[:1]),
        state=Case(
            When(Exists(excluded), then=Value("excluded")),
            When(Exists(verified), then=Value("verified")),
            When(Exists(rejected), then=Value("rejected")),
            default=Value("waiting"),
        ),
    )


def rule_on(code: str, day: date) -> Any:
    """Return a rule's value on a day; a `LookupError` in words where none is in force."""
    rule = Rule.objects.in_force(day).filter(code=code).order_by("since").last()
    if rule is None:
        raise LookupError(f"口径规则 {code} 在 {day:%Y-%m-%d} 没有取值，请在“口径规则”页补充")
    return rule.value


@dataclass(frozen=True, slots=True)
class Overrun:
    """A receipt with which its project comes to more than the tolerance allows."""

    receipt: Receipt
    cumulative: Decimal
    limit: Decimal
    is_rechecked: bool


def overrun_of(receipt: Receipt) -> Overrun | None:
    """Return by how much a receipt would take its project over, None where it does not."""
    found = overruns([receipt])
    return found[0] if found else None


def overruns(receipts: Iterable[Receipt]) -> list[Overrun]:
    """Return those of these receipts that go over, each against what stands beside it.

    A project without a total investment cannot be overrun.
    """
    waiting = [r for r in receipts if r.amount > 0 and r.project.total_investment]
    keys = {r.project_id for r in waiting}
    mine = {r.pk for r in waiting}
    stand = standing_receipts().filter(project__in=keys).order_by()
    sums = dict(stand.values_list("project").annotate(total=Sum("amount")))
    counted = set(stand.filter(pk__in=mine).values_list("pk", flat=True))
    rechecks: dict[int, Decimal] = {}
    for key, upto in Recheck.objects.filter(receipt__in=mine).values_list("receipt", "cumulative"):
        rechecks[key] = max(upto, rechecks.get(key, upto))
    percent: dict[date, Decimal] = {}
    found = []
    for receipt in waiting:
        day = receipt.counted_on
        if day not in percent:
            percent[day] = Decimal(str(rule_on("investment_tolerance", day)))
        total = sums.get(receipt.project_id) or Decimal(0)
        total += 0 if receipt.pk in counted else receipt.amount
        limit = (receipt.project.total_investment or Decimal(0)) * percent[day] / 100
        if total > limit:
            checked = rechecks.get(receipt.pk)
            limit = limit.quantize(Decimal("0.01"))
            found.append(Overrun(receipt, total, limit, checked is not None and checked >= total))
    return found


def same_voucher(receipts: Any) -> Any:
    """Return those of these receipts whose voucher number and amount another receipt has, too."""
    others = Receipt.objects.filter(voucher=OuterRef("voucher"), amount=OuterRef("amount"))
    others = others.filter(corrects=None).exclude(pk=OuterRef("pk"))
    return receipts.filter(~Q(voucher=""), Exists(others), corrects=None)
