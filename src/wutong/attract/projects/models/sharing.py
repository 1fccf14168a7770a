"""One project that several claim: entries that were one project (合并), credit shared (分成)."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from wutong.attract.projects.models.life import Project
from wutong.people.models import CountyRecord, Official, Unit


class Merger(CountyRecord):
    """Two entries found to be one project; `moved` names the records that went over, to go back.

    `moved` is a list of `[label of the model, key]` for what belongs to a project, and of
    `[label, key, field, key before, key after]` for what hangs on what stayed: a clause on its
    contract.
    """

    scope = "kept__lead_unit"
    kept = models.ForeignKey(
        Project, models.PROTECT, related_name="mergers", verbose_name="保留项目"
    )
    merged = models.ForeignKey(
        Project, models.PROTECT, related_name="merged_by", verbose_name="并入项目"
    )
    reason = models.CharField("合并理由", max_length=200)
    moved = models.JSONField("转移的记录", default=list, blank=True)
    merged_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name="合并人")
    merged_on = models.DateField("合并日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "项目合并"
        ordering = ["-merged_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged} 并入 {self.kept}"


class CreditShare(CountyRecord):
    """What part of a project counts for a unit, where several brought it (业绩分成)."""

    scope = "unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="credit_shares", verbose_name="项目"
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="credit_shares", verbose_name="单位"
    )
    percent = models.DecimalField(
        "比例",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(Decimal(100))],
        help_text="%；各单位合计 100",
    )
    document = models.CharField("商定依据", max_length=200)

    class Meta(CountyRecord.Meta):
        verbose_name = "业绩分成"
        constraints = [
            models.UniqueConstraint(
                fields=["project", "unit"],
                condition=Q(version_of=None, retired_at=None),
                name="credit_shared_once_a_unit",
                violation_error_message="该单位已有分成",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.unit} {self.percent}%"


class Distinction(CountyRecord):
    """Two projects that look alike and are not one (不是同一项目), as somebody decided."""

    scope = "first__lead_unit"
    first = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="项目")
    second = models.ForeignKey(Project, models.PROTECT, related_name="+", verbose_name="另一项目")
    reason = models.CharField("判断理由", max_length=200)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="判断人"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "非重复判断"

    def __str__(self) -> str:
        return f"{self.first} 不是 {self.second}"
