"""Targets (目标任务): what each unit is to reach, month by month."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Unit


class Mandate(CountyRecord):
    """The issued document that sets the targets of a year (《意见》)."""

    title = models.CharField("文件名称", max_length=200)
    number = models.CharField("文号", max_length=60, blank=True)
    year = models.PositiveIntegerField("年度")
    issued_on = models.DateField("印发日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "任务文件"

    def __str__(self) -> str:
        return self.title


class Target(CountyRecord):
    """What one unit is to reach in one month: an amount, or a count."""

    class Indicator(models.TextChoices):
        FUNDS_IN_PLACE = "funds_in_place", "省外到位资金"
        PROJECTS_REGISTERED = "projects_registered", "新签约入库项目"
        CONTRACTED_AMOUNT = "contracted_amount", "签约额"

    scope = "unit"
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="targets", verbose_name="责任单位")
    indicator = models.CharField("指标", max_length=40, choices=Indicator)
    month = models.DateField("月份")  # its first day
    amount = MoneyField("目标金额", null=True, blank=True)
    count = models.DecimalField("目标数", max_digits=12, decimal_places=2, null=True, blank=True)
    mandate = models.ForeignKey(
        Mandate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name="任务文件",
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "月度目标"
        ordering = ["month", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="target_month_by_first_day"),
            models.UniqueConstraint(
                fields=["unit", "indicator", "month"],
                condition=Q(version_of=None, retired_at=None),
                name="target_once_a_month",
                violation_error_message="该单位这一指标当月已有目标，请更正原记录",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_indicator_display()} {self.month:%Y-%m}"
