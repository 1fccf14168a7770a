"""Referral (以商招商): a firm, chamber or agent that introduced another investor."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.firms.models import Firm
from wutong.people.models import CountyRecord, Unit


class Referral(CountyRecord):
    """Who introduced whom, and when; the leads and projects that came of it point here."""

    scope = "unit"
    introducer = models.ForeignKey(
        Firm, models.PROTECT, related_name="referrals", verbose_name="引荐方"
    )
    introduced = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="introductions",
        verbose_name="被引荐企业",
    )
    introduced_name = models.CharField(
        "被引荐方", max_length=200, blank=True, help_text="企业尚未登记时，填对方所报名称"
    )
    introduced_on = models.DateField("引荐日期")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承接单位")
    what = models.CharField("引荐事项", max_length=200, blank=True)
    note = models.TextField("备注", blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "引荐"
        ordering = ["-introduced_on", "-pk"]

    def __str__(self) -> str:
        whom = self.introduced or self.introduced_name
        return f"{self.introducer} 引荐 {whom}" if whom else f"{self.introducer} 引荐"

    def clean(self) -> None:
        if self.introduced_id and self.introduced_id == self.introducer_id:
            raise ValidationError({"introduced": "引荐方和被引荐企业不能是同一家"})
