"""Industrial chains (产业链): which ones, how they rank from year to year, who is on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.firms.models import Firm
from wutong.people.models import CountyRecord, Official, Unit


class Chain(CountyRecord):
    name = models.CharField("产业链", max_length=60)

    class Meta(CountyRecord.Meta):
        verbose_name = "产业链"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(version_of=None, retired_at=None),
                name="chain_named_once",
                violation_error_message="已有同名产业链",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChainYear(CountyRecord):
    """What a chain is in one year: its place in the focus order, its chief and lead unit."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="years", verbose_name="产业链")
    year = models.PositiveIntegerField("年度")
    order = models.PositiveIntegerField("排序")
    category = models.CharField("类别", max_length=40, blank=True)
    is_key = models.BooleanField("重点产业链", default=False)
    chief = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="链长"
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "产业链年度"
        ordering = ["-year", "order"]

    def __str__(self) -> str:
        return f"{self.year}年 {self.order} {self.chain}"


class FocusField(CountyRecord):
    """A field the county aims at in a period (重点招商领域), in order."""

    first_day = models.DateField("起")
    last_day = models.DateField("止")
    order = models.PositiveIntegerField("排序")
    name = models.CharField("领域", max_length=60)

    class Meta(CountyRecord.Meta):
        verbose_name = "重点招商领域"
        ordering = ["-first_day", "order"]

    def __str__(self) -> str:
        return self.name


class ChainFirm(CountyRecord):
    """A local firm at a place on a chain (链上企业)."""

    class Tier(models.TextChoices):
        UPSTREAM = "upstream", "上游"
        MIDSTREAM = "midstream", "中游"
        DOWNSTREAM = "downstream", "下游"
        UNKNOWN = "", "未填"

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="firms", verbose_name="产业链")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="chain_places", verbose_name="企业")
    tier = models.CharField("环节", max_length=20, choices=Tier, default="", blank=True)
    node = models.CharField("环节名称", max_length=60, blank=True)
    category = models.CharField("企业层级", max_length=40, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "链上企业"

    def __str__(self) -> str:
        return f"{self.chain} {self.firm}"
