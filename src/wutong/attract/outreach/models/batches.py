"""What trips, receptions, stations and roadshows have in common: a batch (批次) of a year.

A batch is one departure or one visit, however many places or firms.
"""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from wutong.people.models import CountyRecord, Official, Unit

STANDING = Q(version_of=None, retired_at=None)


def require_somebody(official_id: int | None, name: str) -> None:
    """Refuse a person who is neither chosen from the roster nor named."""
    if not official_id and not name.strip():
        raise ValidationError({"name": "请选择干部，或填写姓名"})


class Batch(CountyRecord):
    """What trips, receptions, stations and roadshows have in common; its debrief (总结) as well."""

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
    debrief = models.TextField("总结", blank=True, help_text="去了哪里、见了谁、谈了什么")
    achieved = models.TextField("成果", blank=True)
    problems = models.TextField("问题和建议", blank=True)
    debriefed_on = models.DateField("总结日期", null=True, blank=True)
    debriefed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="总结人"
    )

    prefix = ""

    class Meta(CountyRecord.Meta):
        abstract = True
        ordering = ["-year", "-number"]

    @property
    def last_day(self) -> date:
        """Return the day it ended, as far as that is known."""
        return self.ends_on or self.starts_on

    @property
    def code(self) -> str:
        return f"{self.prefix}{self.year}-{self.number:02d}"

    def __str__(self) -> str:
        return self.code
