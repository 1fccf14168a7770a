"""What the bureau finds of a receipt: verified, excluded by a rule, sent back, or checked again.

Which of these a receipt is follows from the rows that stand; no receipt carries a flag.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from wutong.attract.funds.models.receipts import Receipt
from wutong.foundation.money import MoneyField
from wutong.metrics.models import Rule
from wutong.people.models import CountyRecord, Official


class Verification(CountyRecord):
    """Somebody has checked the evidence of a receipt (资金核验): one who did not record it, or
    the bureau's own monthly report."""

    class Basis(models.TextChoices):
        VOUCHER = "voucher", "凭证核验"
        LEDGER = "ledger", "台账核入"

    scope = "receipt__project__lead_unit"
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="verifications", verbose_name="到位资金"
    )
    basis = models.CharField("核验依据", max_length=20, choices=Basis)
    verified_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="核验人"
    )
    verified_on = models.DateField("核验日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "资金核验"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"],
                condition=Q(version_of=None, retired_at=None),
                name="receipt_verified_once",
                violation_error_message="该笔资金已核验",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt} 已核验"


class Exclusion(CountyRecord):
    """A receipt left out by a rule, with who decided so (剔除)."""

    scope = "receipt__project__lead_unit"
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="exclusions", verbose_name="到位资金"
    )
    rule = models.CharField("剔除规则", max_length=200)  # in words, as it stood that day
    by_rule = models.ForeignKey(
        Rule, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="规则条目"
    )
    excluded_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="剔除人"
    )
    excluded_on = models.DateField("剔除日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "剔除"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"],
                condition=Q(version_of=None, retired_at=None),
                name="receipt_excluded_once",
                violation_error_message="该笔资金已剔除",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt} 剔除：{self.rule}"


class Rejection(CountyRecord):
    """A receipt sent back to its unit to be mended (资金退回), until the unit has answered."""

    scope = "receipt__project__lead_unit"
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="rejections", verbose_name="到位资金"
    )
    reason = models.CharField("退回原因", max_length=200)
    rejected_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="退回人"
    )
    rejected_on = models.DateField("退回日期")
    answer = models.CharField("补正说明", max_length=200, blank=True)
    answered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="补正人"
    )
    answered_on = models.DateField("补正日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "资金退回"
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"],
                condition=Q(version_of=None, retired_at=None, answered_on=None),
                name="receipt_rejected_once",
                violation_error_message="该笔资金已退回，待单位补正",
            )
        ]

    def __str__(self) -> str:
        return f"{self.receipt} 退回：{self.reason}"


class Recheck(CountyRecord):
    """Why a receipt may count although its project has then received more than planned (超额复核).

    `cumulative` is what the project came to with this receipt, `limit` the total investment times
    the tolerance, both as they stood at the recheck; a higher sum needs another one.
    """

    scope = "receipt__project__lead_unit"
    receipt = models.ForeignKey(
        Receipt, models.PROTECT, related_name="rechecks", verbose_name="到位资金"
    )
    cumulative = MoneyField("累计到位")
    limit = MoneyField("限额")
    reason = models.CharField("复核理由", max_length=200)
    rechecked_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="复核人"
    )
    rechecked_on = models.DateField("复核日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "超额复核"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.receipt} 已复核"


def standing_receipts() -> Any:
    """Return the receipts that are verified and not excluded, whatever their project."""
    verified = Exists(Verification.objects.filter(receipt=OuterRef("pk")))
    excluded = Exists(Exclusion.objects.filter(receipt=OuterRef("pk")))
    return Receipt.objects.filter(verified).exclude(excluded)
