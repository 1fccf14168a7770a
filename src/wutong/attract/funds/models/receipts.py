"""Funds in place (到位资金): what an investor has really paid into a project, receipt by receipt.

A receipt is a claim with evidence. It counts once it has been verified, and no rule excludes it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.projects.models import Project
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official


class Receipt(CountyRecord):
    """One payment into a project (到位资金).

    `placed_on` is when the money came (a monthly report knows only the month: its first day);
    `counted_on` the day it counts. A correction is a receipt of its own that `corrects` another.
    What came in a foreign currency keeps its amount there (`foreign_amount`, to a hundredth) beside
    the yuan it was converted into at the rate of the month of `placed_on`.
    """

    class Currency(models.TextChoices):
        CNY = "CNY", "人民币"
        USD = "USD", "美元"
        HKD = "HKD", "港元"
        EUR = "EUR", "欧元"
        JPY = "JPY", "日元"
        GBP = "GBP", "英镑"
        SGD = "SGD", "新加坡元"
        KRW = "KRW", "韩元"
        MOP = "MOP", "澳门元"
        TWD = "TWD", "新台币"

    class Kind(models.TextChoices):
        FIXED = "fixed", "固定资产"
        WORKING = "working", "流动资金"
        MIXED = "mixed", "未分"

    scope = "project__lead_unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="receipts", verbose_name="项目"
    )
    placed_on = models.DateField("到位日期")
    counted_on = models.DateField("计入日期")
    amount = MoneyField("金额")
    fixed_amount = MoneyField("其中：固定资产", null=True, blank=True)
    currency = models.CharField("币种", max_length=3, choices=Currency, default=Currency.CNY)
    foreign_amount = MoneyField("外币金额", null=True, blank=True)
    kind = models.CharField("资金性质", max_length=20, choices=Kind, default=Kind.MIXED)
    claimed_origin = models.CharField("填报来源", max_length=40, blank=True)
    voucher = models.CharField("凭证号", max_length=100, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="更正",
    )
    recorded_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "到位资金"
        ordering = ["-counted_on", "-pk"]
        indexes = [
            models.Index(fields=["counted_on"], name="receipt_counted"),
            models.Index(fields=["project", "counted_on"], name="receipt_of_project"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(amount=0),
                name="receipt_not_zero",
                violation_error_message="金额不能为0",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.placed_on:%Y-%m}"
