"""Whose a lead is: the first contact (首谈) as decided, and its passing to another unit (流转)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from wutong.attract.leads.models.leads import Lead
from wutong.foundation.records import Current
from wutong.people.models import COUNTY_ONLY, CountyRecord, CountyRecords, Official, Unit


class Transfers(CountyRecords["Transfer"]):
    def visible_to(self, official: Any) -> Self:
        """Return those from and to one's units: the giver and the taker."""
        if official.sees_county:
            return self
        units = official.unit_scope
        return self.filter(Q(from_unit__in=units) | Q(to_unit__in=units))


class Transfer(CountyRecord):
    """An offer of a lead to another unit, which becomes its owner once it accepts (流转)."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "已接收"
        DECLINED = "declined", "已退回"
        TAKEN_BACK = "taken_back", "已收回"
        OPEN = "", "待接收"

    scope = "to_unit"
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="transfers", verbose_name="线索")
    from_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="流出单位")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="流入单位")
    reason = models.CharField("流转原因", max_length=200)
    offered_on = models.DateField("流转日期")
    due_on = models.DateField("接收期限")
    percent = models.DecimalField(
        "首谈单位业绩",
        max_digits=5,
        decimal_places=2,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="%；成为项目后按此提出业绩分成",
    )
    answer = models.CharField("结果", max_length=10, choices=Answer, default="", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answered_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answer_words = models.CharField("答复说明", max_length=200, blank=True)

    objects = Current.from_queryset(Transfers)()  # type: ignore[assignment, misc]
    history = Transfers.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "线索流转"
        ordering = ["-offered_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"],
                condition=Q(version_of=None, retired_at=None, answered_on=None),
                name="lead_offered_once",
                violation_error_message="这条线索正在流转，请等对方答复或先收回",
            )
        ]

    def __str__(self) -> str:
        return f"{self.lead} 流转{self.to_unit}"

    def is_open(self, on: date) -> bool:
        """Return whether it can still be accepted: past its day it has fallen back."""
        return self.answered_on is None and on <= self.due_on

    def has_expired(self, on: date) -> bool:
        return self.answered_on is None and on > self.due_on


class FirstContactDecision(CountyRecord):
    """What the office decided where two units claim one investor's first contact (首谈裁定)."""

    class Outcome(models.TextChoices):
        KEPT = "kept", "归原首谈单位"
        MOVED = "moved", "改由申请单位承办"
        BOTH = "both", "准予申请单位另行登记"

    scope = COUNTY_ONLY
    firm_name = models.CharField("投资方", max_length=200)
    lead = models.ForeignKey(
        Lead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact_decisions",
        verbose_name="原线索",
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="申请单位")
    outcome = models.CharField("裁定", max_length=10, choices=Outcome)
    reason = models.CharField("理由", max_length=300)
    decided_on = models.DateField("裁定日期")
    decided_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="裁定人"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "首谈裁定"
        ordering = ["-decided_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.firm_name} {self.get_outcome_display()}"
