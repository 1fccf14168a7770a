"""A project's funds in place against its plan, month by month, as known at a moment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Value, When

from wutong.attract.funds.models import Exclusion, Receipt, Rejection, Verification, Voucher
from wutong.foundation.money import in_wan, plain, rounded
from wutong.foundation.periods import Period
from wutong.foundation.ui.lists import Cell, Column, Row
from wutong.foundation.ui.wording import day, wan
from wutong.sites.desk.queries.dossier.shape import Part
from wutong.sites.desk.queries.pipeline.frame import Frame, known, seen

ZERO = Decimal(0)
STATES = {
    "verified": ("已核验", "green"),
    "waiting": ("待核验", "yellow"),
    "rejected": ("已退回", "red"),
    "excluded": ("已剔除", "grey"),
}


@dataclass(frozen=True)
class Month:
    period: Period
    amount: Decimal
    cumulative: Decimal


@dataclass(frozen=True)
class Money:
    """What was planned, what has been verified by month, and what still waits."""

    planned: Decimal | None
    months: list[Month]
    waiting: Decimal
    waiting_count: int

    @property
    def verified(self) -> Decimal:
        return self.months[-1].cumulative if self.months else ZERO

    @property
    def share(self) -> Decimal | None:
        """Return how much of the total investment has been verified, in per cent."""
        if not self.planned:
            return None
        return rounded(self.verified * 100 / self.planned, 1)

    @property
    def share_in_words(self) -> str:
        return "—" if self.share is None else f"{plain(self.share)}%"

    @property
    def labels(self) -> list[str]:
        return [f"{month.period.first:%Y-%m}" for month in self.months]

    @property
    def series(self) -> list[dict[str, Any]]:
        return [
            {"name": "当月", "values": [in_wan(month.amount) for month in self.months]},
            {"name": "累计", "values": [in_wan(month.cumulative) for month in self.months]},
        ]

    @property
    def option(self) -> dict[str, Any]:
        """Return bars for the months, and a line for what they come to, in ECharts' terms."""
        bars, line = (
            {"name": each["name"], "data": [float(value) for value in each["values"]]}
            for each in self.series
        )
        return {"series": [{**bars, "type": "bar", "barMaxWidth": 28}, {**line, "type": "line"}]}


def receipts_of(key: int, frame: Frame) -> list[Any]:
    """Return the receipts that this official may see, the latest first, each with its `state`."""
    mine = {"receipt_id": OuterRef("identity")}
    rows = seen(Receipt, frame).filter(project_id=key)
    rows = rows.annotate(
        state=Case(
            When(Exists(known(Exclusion, frame).filter(**mine)), then=Value("excluded")),
            When(Exists(known(Verification, frame).filter(**mine)), then=Value("verified")),
            When(
                Exists(known(Rejection, frame).filter(**mine, answered_on=None)),
                then=Value("rejected"),
            ),
            default=Value("waiting"),
        )
    )
    rows = rows.select_related("recorded_by").order_by(F("counted_on").desc(), "-pk")
    found = list(rows)
    keys = [receipt.identity for receipt in found]
    vouchers = known(Voucher, frame).filter(receipt_id__in=keys)
    papers = Counter(vouchers.values_list("receipt_id", flat=True))
    for receipt in found:
        receipt.papers = papers[receipt.identity]
    return found


def money_of(project: Any, receipts: list[Any]) -> Money:
    sums: dict[date, Decimal] = {}
    for receipt in receipts:
        if receipt.state == "verified":
            month = receipt.counted_on.replace(day=1)
            sums[month] = sums.get(month, ZERO) + receipt.amount
    months, cumulative = [], ZERO
    for month in sorted(sums):
        cumulative += sums[month]
        months.append(Month(Period.containing(month), sums[month], cumulative))
    waiting = [r.amount for r in receipts if r.state in ("waiting", "rejected")]
    return Money(project.total_investment, months, sum(waiting, ZERO), len(waiting))


def receipts_part(receipts: list[Any]) -> Part:
    columns = [
        Column("counted_on", "计入月份"),
        Column("placed_on", "到位日期"),
        Column("amount", "金额（万元）", numeric=True),
        Column("state", "核验"),
        Column("voucher", "凭证号"),
        Column("recorded_by", "登记人"),
    ]
    rows = [
        Row(
            [
                Cell(f"{r.counted_on:%Y-%m}", url=f"/receipts/{r.identity}/"),
                Cell(day(r.placed_on)),
                Cell(wan(r.amount), numeric=True, sub="更正" if r.corrects_id else ""),
                Cell(STATES[r.state][0], tone=STATES[r.state][1]),
                Cell(r.voucher or "—", sub=f"附凭证 {r.papers} 份" if r.papers else ""),
                Cell(str(r.recorded_by)),
            ]
        )
        for r in receipts
    ]
    return Part("到位资金", columns, rows, f"{len(rows)} 笔" if rows else "")
