"""Inviting in (请进来): receptions of investors, and the firms that came."""

from __future__ import annotations

from django.db import models

from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models.batches import STANDING, Batch
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official


class Reception(Batch):
    """An inbound visit by investors (请进来)."""

    prefix = "LF"
    host = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接待领导"
    )
    host_name = models.CharField("接待人", max_length=60, blank=True)
    focus = models.CharField("考察领域", max_length=100, blank=True)
    invited_by = models.CharField("邀请方式", max_length=100, blank=True)
    headcount = models.PositiveIntegerField("来访人数", null=True, blank=True)

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "客商来访"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="reception_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class Visitor(CountyRecord):
    """A firm that came with a reception."""

    scope = "reception__lead_unit"
    reception = models.ForeignKey(
        Reception, models.PROTECT, related_name="visitors", verbose_name="客商来访"
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="visits", verbose_name="来访企业")
    category = models.CharField("企业类型", max_length=60, blank=True)
    is_top = models.BooleanField("头部、链主或500强", default=False)
    intended_amount = MoneyField("意向投资额", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "来访企业"

    def __str__(self) -> str:
        return f"{self.reception} {self.firm}"
