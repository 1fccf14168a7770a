"""What figures rest on besides their rows: dated rules (口径规则) and the close of a month (关账)."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from wutong.foundation.in_force import InForce
from wutong.foundation.periods import Period
from wutong.foundation.records import Current, Record, Records


class Rules(InForce, Records["Rule"]):
    def visible_to(self, official: object) -> Self:
        return self  # whoever is counted may read how


class Rule(Record):
    """A rule of counting that a county, a province or a year sets for itself."""

    code = models.CharField("规则", max_length=60)
    label = models.CharField("名称", max_length=100)
    value = models.JSONField("取值")
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    objects = Current.from_queryset(Rules)()
    history = Rules.as_manager()

    class Meta:
        verbose_name = "口径规则"
        ordering = ["code", "-since"]
        default_manager_name = "objects"

    def __str__(self) -> str:
        return self.label


class Closes(models.QuerySet["Close"]):
    def covering(self, day: date) -> Self:
        return self.filter(month=day.replace(day=1))


class Close(models.Model):
    month = models.DateField("月份", unique=True)  # its first day
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_on = models.DateField("关账日期")
    closed_at = models.DateTimeField("关账时间", auto_now_add=True)

    objects = Closes.as_manager()

    class Meta:
        verbose_name = "关账"
        ordering = ["month"]
        constraints = [
            models.CheckConstraint(condition=Q(month__day=1), name="close_month_by_first_day"),
        ]

    def __str__(self) -> str:
        return f"{Period.containing(self.month)} 已关账"
