"""The reserve library (储备库): projects before there is an investor, and their packaging."""

from __future__ import annotations

from django.db import models

from wutong.attract.chains.models import Chain
from wutong.attract.projects.models.life import Project
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Unit


class ReserveProject(CountyRecord):
    """A project in the reserve library (储备项目), before there is an investor."""

    class State(models.TextChoices):
        RESERVED = "reserved", "储备"
        IN_TALKS = "in_talks", "在谈"
        SIGNED = "signed", "已签约"
        DROPPED = "dropped", "淘汰"
        OTHER = "other", "其他"

    scope = "lead_unit"
    name = models.CharField("项目名称", max_length=200)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="谋划单位"
    )
    chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="产业链"
    )
    move = models.CharField("项目类型", max_length=20, blank=True)  # 建链, 延链, 补链, 强链
    total_investment = MoneyField("总投资")
    reserved_on = models.DateField("入库时间", null=True, blank=True)
    state = models.CharField("项目状态", max_length=20, choices=State, default=State.RESERVED)
    state_written = models.CharField("状态原文", max_length=60, blank=True)
    project = models.ForeignKey(
        Project,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reserves",
        verbose_name="落成项目",
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "储备项目"

    def __str__(self) -> str:
        return self.name


class Packaging(CountyRecord):
    """How well a reserve project is packaged, as reviewers found (项目包装评审).

    `proposal` is the version that was judged here; ledgers of earlier years name none.
    """

    scope = "reserve__lead_unit"
    reserve = models.ForeignKey(
        ReserveProject, models.PROTECT, related_name="packagings", verbose_name="储备项目"
    )
    score = models.DecimalField("得分", max_digits=5, decimal_places=1, null=True, blank=True)
    is_passed = models.BooleanField("评审通过", default=False)
    conclusion = models.CharField("评审结论", max_length=60, blank=True)
    reviewed_on = models.DateField("评审日期", null=True, blank=True)
    proposal = models.ForeignKey(
        "projects.Proposal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="packagings",
        verbose_name="包装方案",
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "包装评审"

    def __str__(self) -> str:
        return f"{self.reserve} {self.conclusion}"
