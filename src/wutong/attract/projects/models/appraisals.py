"""How packaging is judged: the published rubric (评审标准), and what reviewers gave by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from wutong.foundation.in_force import InForce
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords, Official

STANDING = Q(version_of=None, retired_at=None)
PERCENT = [MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))]


class Rubrics(InForce, CountyRecords["Rubric"]):
    pass


class Rubric(CountyRecord):
    """By what packaging is judged from a day on, and what it must reach to be published."""

    scope = EVERYONE
    name = models.CharField("名称", max_length=100)
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    threshold = models.DecimalField(
        "发布线（分）", max_digits=4, decimal_places=1, validators=PERCENT
    )
    reviewers_needed = models.PositiveIntegerField(
        "评审人数", validators=[MinValueValidator(1), MaxValueValidator(15)]
    )
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    objects = Current.from_queryset(Rubrics)()  # type: ignore[misc, assignment]
    history = Rubrics.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "评审标准"
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return self.name


def rubric_in_force(day: date) -> Rubric | None:
    """Return the rubric by which what is submitted that day is judged."""
    return Rubric.objects.in_force(day).first()


class Criterion(CountyRecord):
    """One thing that is judged, with its weight in the whole (评审指标)."""

    scope = EVERYONE
    rubric = models.ForeignKey(
        Rubric, models.PROTECT, related_name="criteria", verbose_name="评审标准"
    )
    order = models.PositiveIntegerField("排序")
    name = models.CharField("指标", max_length=40)
    weight = models.PositiveIntegerField(
        "权重（%）", validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    guidance = models.TextField("评分说明", blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "评审指标"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name


class Appraisal(CountyRecord):
    """What one reviewer found of one proposal (包装评分)."""

    scope = "proposal__reserve__lead_unit"
    proposal = models.ForeignKey(
        "projects.Proposal", models.PROTECT, related_name="appraisals", verbose_name="包装方案"
    )
    reviewer = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name="评审人")
    total = models.DecimalField("加权得分", max_digits=5, decimal_places=2, validators=PERCENT)
    comment = models.TextField("总体意见", blank=True)
    appraised_on = models.DateField("评分日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "包装评分"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "reviewer"],
                condition=STANDING,
                name="appraised_once",
                violation_error_message="同一评审人对一版方案只评一次，请修改原评分",
            )
        ]

    def __str__(self) -> str:
        return f"{self.reviewer} {self.total}"


class Mark(CountyRecord):
    """What a reviewer gave for one criterion, and why (指标评分)."""

    scope = "appraisal__proposal__reserve__lead_unit"
    appraisal = models.ForeignKey(
        Appraisal, models.PROTECT, related_name="marks", verbose_name="包装评分"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, related_name="+", verbose_name="评审指标"
    )
    score = models.DecimalField("分数", max_digits=4, decimal_places=1, validators=PERCENT)
    comment = models.CharField("评语", max_length=300, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "指标评分"
        ordering = ["criterion__order", "pk"]

    def __str__(self) -> str:
        return f"{self.criterion} {self.score}"
