"""What becomes of reserve projects: the yearly revision, and the investors that they drew."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models import Reception, Talk
from wutong.attract.projects.models.publicity import PublishedProject
from wutong.attract.projects.models.reserves import ReserveProject
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official

STANDING = Q(version_of=None, retired_at=None)


class Revision(CountyRecord):
    """That a reserve project was gone over in a year, and kept or dropped (年度修订)."""

    class Outcome(models.TextChoices):
        REVISED = "revised", "已修订"
        DROPPED = "dropped", "已淘汰"

    scope = "reserve__lead_unit"
    reserve = models.ForeignKey(
        ReserveProject, models.PROTECT, related_name="revisions", verbose_name="储备项目"
    )
    year = models.PositiveIntegerField("年度")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    revised_on = models.DateField("修订日期")
    revised_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="修订人"
    )
    note = models.CharField("修订说明", max_length=300)

    class Meta(CountyRecord.Meta):
        verbose_name = "年度修订"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reserve", "year"],
                condition=STANDING,
                name="revised_once_a_year",
                violation_error_message="该储备项目本年度已修订",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reserve} {self.year}年{self.get_outcome_display()}"


class Interest(CountyRecord):
    """An investor that a reserve project drew, by what way, and how it ended (客商意向)."""

    class Source(models.TextChoices):
        PUSH = "push", "推送后主动联系"
        VISIT = "visit", "来访考察"
        TALK = "talk", "外出洽谈"
        REFERRAL = "referral", "以商招商、商协会"
        OTHER = "other", "其他"

    class Result(models.TextChoices):
        OPEN = "open", "在谈"
        WON = "won", "签约"
        LOST = "lost", "流失"

    class Why(models.TextChoices):
        """What decided it."""

        LAND = "land", "用地厂房"
        ENERGY = "energy", "水电能耗"
        ENVIRONMENT = "environment", "环保安全"
        POLICY = "policy", "政策条件"
        COST = "cost", "成本收益"
        SUPPLY = "supply", "产业配套"
        RIVAL = "rival", "其他地方竞争"
        INVESTOR = "investor", "投资方自身原因"
        PACKAGING = "packaging", "包装论证"
        SERVICE = "service", "对接服务"
        OTHER = "other", "其他"
        UNKNOWN = "", "未填"

    scope = "reserve__lead_unit"
    reserve = models.ForeignKey(
        ReserveProject, models.PROTECT, related_name="interests", verbose_name="储备项目"
    )
    firm_name = models.CharField("客商", max_length=120)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )
    begun_on = models.DateField("接洽日期")
    source = models.CharField("由来", max_length=10, choices=Source)
    push = models.ForeignKey(
        PublishedProject,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interests",
        verbose_name="所见推送",
    )
    reception = models.ForeignKey(
        Reception, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="客商来访"
    )
    talk = models.ForeignKey(
        Talk, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="洽谈项目"
    )
    intended_amount = MoneyField("意向投资额", null=True, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result, default=Result.OPEN)
    ended_on = models.DateField("结果日期", null=True, blank=True)
    why = models.CharField("主要原因", max_length=12, choices=Why, default="", blank=True)
    reason = models.CharField("原因说明", max_length=300, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "客商意向"
        ordering = ["-begun_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.firm_name} {self.get_result_display()}"
