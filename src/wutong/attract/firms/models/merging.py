"""One firm entered twice: the two made one (合并), or told apart (不是同一企业)."""

from __future__ import annotations

from django.db import models

from wutong.attract.firms.models.firms import Firm
from wutong.people.models import CountyRecord, Official


class FirmMerger(CountyRecord):
    """Two entries found to be one firm, and what it takes to make them two again.

    `moved` lists `[label of the model, key, field]` of what went over, `ended` `[label, key]` of
    what the kept firm had already, `filled` gives `{column: [before, after]}` of the kept firm.
    """

    kept = models.ForeignKey(Firm, models.PROTECT, related_name="mergers", verbose_name="保留企业")
    merged = models.ForeignKey(
        Firm, models.PROTECT, related_name="merged_by", verbose_name="并入企业"
    )
    reason = models.CharField("合并理由", max_length=200)
    moved = models.JSONField("转移的记录", default=list, blank=True)
    ended = models.JSONField("重复的记录", default=list, blank=True)
    filled = models.JSONField("补上的内容", default=dict, blank=True)
    merged_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name="合并人")
    merged_on = models.DateField("合并日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "企业合并"
        ordering = ["-merged_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.merged} 并入 {self.kept}"


class FirmDistinction(CountyRecord):
    """Two firms that look alike and are not one (不是同一企业), as somebody decided."""

    first = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name="企业")
    second = models.ForeignKey(Firm, models.PROTECT, related_name="+", verbose_name="另一企业")
    reason = models.CharField("判断理由", max_length=200)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="判断人"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "企业非重复判断"

    def __str__(self) -> str:
        return f"{self.first} 不是 {self.second}"
