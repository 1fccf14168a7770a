"""Commendations (表彰奖励): which units and persons were honoured for a year, and with how much."""

from __future__ import annotations

from django.db import models

from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Unit


class Commendation(CountyRecord):
    class Kind(models.TextChoices):
        UNIT = "unit", "单位"
        PERSON = "person", "个人"

    scope = "unit"
    year = models.PositiveIntegerField("表彰年度")
    kind = models.CharField("对象", max_length=10, choices=Kind)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commendations",
        verbose_name="单位",
    )
    person = models.CharField("姓名", max_length=40, blank=True)
    award = models.CharField("奖项", max_length=100, blank=True)
    amount = MoneyField("奖励金额", null=True, blank=True)
    paid_on = models.DateField("发放日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "表彰奖励"
        ordering = ["-year", "pk"]

    def __str__(self) -> str:
        return f"{self.year}年 {self.person or self.unit} {self.award}"
