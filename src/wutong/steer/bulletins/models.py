"""Reports (报告): a template the county edits, and what was printed from it, frozen for good."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from wutong.foundation.periods import Period
from wutong.people.models import EVERYONE, CountyRecord


class Template(CountyRecord):
    """The text of a kind of report, with figures by name; edited on screen.

    `slots` lists the printed places in order, `[["B01", "projects_registered"], …]`: a place is
    the n-th time its figure is printed.
    """

    scope: ClassVar[str] = EVERYONE
    code = models.CharField("代号", max_length=40)
    name = models.CharField("名称", max_length=100)
    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文")
    slots = models.JSONField("数据位", default=list, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "报告模板"
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(version_of=None, retired_at=None),
                name="template_coded_once",
                violation_error_message="已有这个代号的模板",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Report(models.Model):
    """One report of one period, as finalised (定稿); a correction is the next version beside it.

    `answer` is the whole JSON answer, readings with their rows' identities included; `digest`
    its SHA-256. Nothing here changes afterwards.
    """

    template_code = models.CharField("模板", max_length=40)
    first_day = models.DateField("起")
    last_day = models.DateField("止")
    cutoff = models.DateField("截止日")
    known_at = models.DateTimeField("数据获知时刻")
    version = models.PositiveIntegerField("版次")
    title = models.CharField("标题", max_length=200)
    text = models.TextField("正文")
    answer = models.JSONField("读数")
    digest = models.CharField("摘要", max_length=64)
    trail_digest = models.CharField("链印", max_length=64, blank=True)
    reason = models.CharField("更正说明", max_length=200, blank=True)
    finalised_at = models.DateTimeField("定稿时间", auto_now_add=True)
    finalised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "报告"
        ordering = ["-first_day", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["template_code", "first_day", "last_day", "version"], name="report_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.period}，第{self.version}版）"

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day)


class Reading(models.Model):
    """One figure as a report printed it, with the rows behind it; later changes leave it alone.

    `rows` holds, for each row, `[model, identity, name, unit, amount in fen or null]`.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="readings")
    slot = models.CharField("数据位", max_length=20)
    figure = models.CharField("指标", max_length=60)
    value = models.CharField("读数", max_length=400, blank=True)
    unit = models.CharField("单位", max_length=20)
    text = models.TextField("印出", blank=True)
    rows: Any = models.JSONField("构成", default=list)

    class Meta:
        verbose_name = "读数"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.slot} {self.text}"
