"""What trips, receptions and stations have in common: a batch (批次), numbered within a year.

A batch is one departure or one visit, however many places or firms.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.people.models import CountyRecord, Unit

STANDING = Q(version_of=None, retired_at=None)


class Batch(CountyRecord):
    """What trips, receptions and stations have in common."""

    scope = "lead_unit"
    year = models.PositiveIntegerField("年度")
    number = models.PositiveIntegerField("批次")
    starts_on = models.DateField("开始日期")
    ends_on = models.DateField("结束日期", null=True, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )
    is_done = models.BooleanField("已成行", default=True)
    state = models.CharField("状态", max_length=60, blank=True)
    note = models.TextField("备注", blank=True)

    prefix = ""

    class Meta(CountyRecord.Meta):
        abstract = True
        ordering = ["-year", "-number"]

    @property
    def code(self) -> str:
        return f"{self.prefix}{self.year}-{self.number:02d}"

    def __str__(self) -> str:
        return self.code
