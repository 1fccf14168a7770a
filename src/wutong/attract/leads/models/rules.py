"""Rules for leads as dated rows: how fast to act, what a lead must hold, why leads are lost."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from wutong.attract.leads.models.words import Circumstance, Sector
from wutong.foundation.in_force import InForce
from wutong.foundation.money import MoneyField
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords


class DatedRules(InForce, CountyRecords[Any]):
    pass


class DatedRule(CountyRecord):
    """What holds from a day to a day, in a place: a province, prefecture or county; "" is all."""

    scope = EVERYONE
    area = models.CharField(
        "适用地区", max_length=40, blank=True, help_text="省、市州或县的名称；不填即通用"
    )
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    objects = Current.from_queryset(DatedRules)()  # type: ignore[misc, assignment]
    history = DatedRules.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        abstract = True

    def clean(self) -> None:
        if self.until and self.until < self.since:
            raise ValidationError({"until": f"不能早于施行日期{self.since:%Y-%m-%d}"})


class LeadClock(DatedRule):
    """Within how many days a step is due, from when the lead was received (响应时限).

    `FOLLOW_UP` falls due again and again, counted from the follow-up before.
    """

    class Step(models.TextChoices):
        RESPOND = "respond", "响应"
        JUDGE = "judge", "研判"
        JUDGE_WITH_EXPERTS = "judge_with_experts", "研判（须专家论证）"
        FEED_BACK = "feed_back", "反馈"
        FOLLOW_UP = "follow_up", "跟进"

    class Counted(models.TextChoices):
        WORKING = "working", "工作日"
        CALENDAR = "calendar", "自然日"

    step = models.CharField("环节", max_length=20, choices=Step)
    days = models.PositiveIntegerField("天数")
    counted = models.CharField("计算方式", max_length=10, choices=Counted, default=Counted.WORKING)

    class Meta(DatedRule.Meta):
        abstract = False
        verbose_name = "响应时限"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_step_display()} {self.days} 个{self.get_counted_display()}"


class AdmissionRule(DatedRule):
    """One thing that a lead must hold to be taken up (线索入库条件), or that shuts it out."""

    class Kind(models.TextChoices):
        REQUIRED = "required", "须填"
        AT_LEAST = "at_least", "不低于"
        EXCLUDED = "excluded", "不收"

    class Subject(models.TextChoices):
        INVESTOR_INTRO = "investor_intro", "投资方简介"
        SUMMARY = "summary", "项目概况"
        PROCESS = "process", "工艺技术"
        TOTAL = "total_investment", "总投资"
        FIXED = "fixed_investment", "固定资产投资"
        LAND = "land_need", "用地需求"
        ENERGY = "energy_need", "能耗需求"
        ENVIRONMENT = "environment_need", "环境要求"
        OUTPUT = "expected_output", "预计产值"
        JOBS = "expected_jobs", "预计用工"
        CIRCUMSTANCE = "circumstance", "情形"

    kind = models.CharField("要求", max_length=10, choices=Kind)
    subject = models.CharField("内容", max_length=20, choices=Subject)
    sector = models.CharField(
        "适用行业", max_length=20, choices=Sector, default="", blank=True, help_text="不填即各行业"
    )
    amount = MoneyField("下限", null=True, blank=True)
    circumstance = models.CharField(
        "不收的情形", max_length=20, choices=Circumstance, default="", blank=True
    )

    class Meta(DatedRule.Meta):
        abstract = False
        verbose_name = "线索入库条件"
        ordering = ["pk"]

    def __str__(self) -> str:
        whose = f"{self.get_sector_display()}：" if self.sector else ""
        if self.kind == self.Kind.EXCLUDED:
            return f"{whose}不收{self.get_circumstance_display()}"
        return f"{whose}{self.get_subject_display()}{self.get_kind_display()}"

    def clean(self) -> None:
        super().clean()
        money = {self.Subject.TOTAL, self.Subject.FIXED, self.Subject.OUTPUT}
        if self.kind == self.Kind.AT_LEAST and (self.amount is None or self.subject not in money):
            raise ValidationError("“不低于”只用于总投资、固定资产投资、预计产值，并须填下限")
        shut = self.circumstance in ("", Circumstance.NONE)
        if self.kind == self.Kind.EXCLUDED and (shut or self.subject != self.Subject.CIRCUMSTANCE):
            raise ValidationError("“不收”的内容选“情形”，并选一种不收的情形")


class LossReason(DatedRule):
    """Why a lead was lost (流失原因); `code` stays when the name changes."""

    code = models.SlugField("代码", max_length=20)
    name = models.CharField("原因", max_length=40)
    order = models.PositiveIntegerField("次序", default=100)

    class Meta(DatedRule.Meta):
        abstract = False
        verbose_name = "流失原因"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(version_of=None, retired_at=None),
                name="loss_reason_coded_once",
                violation_error_message="已有这个代码的原因",
            )
        ]

    def __str__(self) -> str:
        return self.name
