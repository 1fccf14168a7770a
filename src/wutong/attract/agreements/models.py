"""Agreements (协议): the contracts and letters of intent by which projects are signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.projects.models import Project
from wutong.compliance.models import Review
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord


class Agreement(CountyRecord):
    """What was signed for a project, and over how much.

    A change after the month was closed is an agreement of its own that `corrects` the first:
    its `amount` is the difference, counted in the first open month.
    """

    class Kind(models.TextChoices):
        CONTRACT = "contract", "合同"
        INTENT = "intent", "意向"
        FRAMEWORK = "framework", "框架协议"
        OTHER = "other", "其他"

    scope = "project__lead_unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="agreements", verbose_name="项目"
    )
    kind = models.CharField("协议类型", max_length=20, choices=Kind)
    kind_written = models.CharField("类型原文", max_length=60, blank=True)
    amount = MoneyField("签约金额", null=True, blank=True)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    counted_on = models.DateField("计入日期", null=True, blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name="更正",
    )
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "协议"
        ordering = ["-counted_on", "pk"]
        indexes = [models.Index(fields=["project", "kind"], name="agreement_of_project")]
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(version_of=None, retired_at=None, corrects=None),
                name="agreement_once_a_project",
                violation_error_message="该项目已有协议；金额变化请登记更正",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()}"


class IncentiveClause(CountyRecord):
    """What an agreement promises the investor in money, price, tax or land (优惠条款).

    It needs a legal basis and a concluded review: 公平竞争审查条例 (Order 783), art. 10.
    """

    scope = "agreement__project__lead_unit"
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="incentives", verbose_name="协议"
    )
    text = models.CharField("条款内容", max_length=300)
    review = models.ForeignKey(
        Review,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="clauses",
        verbose_name="公平竞争审查",
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "优惠条款"

    def __str__(self) -> str:
        return self.text
