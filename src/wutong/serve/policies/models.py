"""Payouts to firms (政策兑现): recorded with their basis, never computed from tax paid."""

from __future__ import annotations

from django.db import models

from wutong.attract.firms.models import Firm
from wutong.compliance.models import Review
from wutong.foundation.money import MoneyField
from wutong.people.models import COUNTY_ONLY, CountyRecord


class Payout(CountyRecord):
    class Instrument(models.TextChoices):
        TAX_LINKED = "tax_linked", "税收奖励"
        REWARD_IN_LIEU = "reward_in_lieu", "以奖代补"
        POWER = "power", "电价补贴"
        INTEREST = "interest", "贷款贴息"
        GUARANTEE = "guarantee", "融资担保"
        RENT = "rent", "厂房租金补贴"
        OTHER = "other", "其他"

    scope = COUNTY_ONLY
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="payouts", verbose_name="企业名称")
    instrument = models.CharField("政策类型", max_length=20, choices=Instrument)
    instrument_written = models.CharField("类型原文", max_length=60, blank=True)
    year = models.PositiveIntegerField("兑现年度")
    amount = MoneyField("兑现金额")
    paid_on = models.DateField("兑付日期", null=True, blank=True)
    basis = models.CharField("政策依据", max_length=200, blank=True)
    review = models.ForeignKey(
        Review,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payouts",
        verbose_name="公平竞争审查",
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "政策兑现"
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return f"{self.firm} {self.year}年 {self.get_instrument_display()}"
