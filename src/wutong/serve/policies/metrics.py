"""What payouts let the county measure. Tax-linked rewards are counted, and told only if lawful."""

from __future__ import annotations

from django.db.models import Sum

from wutong.metrics.asking import Ask
from wutong.metrics.engine import Column, Metric
from wutong.metrics.registry import register
from wutong.people.models import CountyRecords
from wutong.serve.policies.models import Payout


def tax_linked(ask: Ask) -> CountyRecords[Payout]:
    """Return tax-linked rewards for the award year, paid by the cut-off."""
    return Payout.history.known(ask.known_at).filter(
        instrument=Payout.Instrument.TAX_LINKED,
        year=ask.period.first.year - int(ask.rule("award_years_back")),
        paid_on__lte=ask.cutoff,
    )


def why_withheld(ask: Ask) -> str:
    """Return why these rewards may not be told: each needs its legal basis and a review.

    公平竞争审查条例 art. 10: no selective reward without law, regulation or approval.
    """
    paid = list(tax_linked(ask).select_related("review"))
    without_basis = [p for p in paid if not (p.basis.strip() and p.review and p.review.legal_basis)]
    unreviewed = [p for p in paid if not (p.review and p.review.permits)]
    if not unreviewed and not without_basis:
        return ""
    return (
        f"{len(paid)}笔税收类兑付中，{len(without_basis)}笔未记录法律依据，"
        f"{len(unreviewed)}笔没有已结论的公平竞争审查，按公平竞争审查条例第十条不印出"
    )


COLUMNS = (
    Column("企业名称", "firm"),
    Column("政策类型", "instrument_written"),
    Column("兑现年度", "year", "count"),
    Column("兑现金额", "amount", "money"),
    Column("兑付日期", "paid_on", "date"),
    Column("政策依据", "basis"),
    Column("公平竞争审查", "review"),
)
SOURCE = "公平竞争审查条例（国务院令第783号）第十条"
register(
    Metric(
        code="firms_rewarded",
        label="落实税收奖励企业",
        unit="家",
        definition="上年度税收类奖励中，截止日前已兑付的企业，同一企业只计一次",
        source=f"季度工作报告 B34；{SOURCE}",
        rows=tax_linked,
        distinct="firm",
        columns=COLUMNS,
        related=("firm", "review"),
        gate=why_withheld,
    )
)
register(
    Metric(
        code="rewards_paid",
        label="税收奖励资金",
        unit="元",
        definition="上年度税收类奖励中，截止日前已兑付的金额之和",
        source=f"季度工作报告 B35；{SOURCE}",
        rows=tax_linked,
        adds_up=Sum("amount"),
        columns=COLUMNS,
        related=("firm", "review"),
        gate=why_withheld,
    )
)
