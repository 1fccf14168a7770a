"""Firms met (对接): at a station, on a trip, at a reception or a fair, or on no such occasion."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.firms.models import ContactPerson, Firm
from wutong.attract.outreach.models.batches import STANDING
from wutong.attract.outreach.models.fairs import FairEdition
from wutong.attract.outreach.models.receptions import Reception
from wutong.attract.outreach.models.stations import Station
from wutong.attract.outreach.models.trips import Trip
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official, Unit


class Interaction(CountyRecord):
    """A firm that was met, what was said, and what is to be done next (对接记录).

    It belongs to one occasion at most: a station, a trip, a reception, a fair. `client_key` is
    given by the phone that noted it down, so that what is sent twice is kept once; `client_digest`
    is the SHA-256 of what was sent under it.
    """

    class Kind(models.TextChoices):
        VISIT = "visit", "上门拜访"
        MEETING = "meeting", "会面洽谈"
        CALL = "call", "电话、微信"
        EVENT = "event", "活动结识"

    former_label = "outreach.contact"
    scope = "unit"
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对接单位"
    )
    kind = models.CharField("方式", max_length=20, choices=Kind, default=Kind.VISIT)
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="interactions", verbose_name="对接企业"
    )
    person = models.ForeignKey(
        ContactPerson,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name="联系人",
    )
    met_with = models.CharField("对方人员", max_length=100, blank=True, help_text="姓名、职务")
    met_on = models.DateField("对接时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name="驻点招商",
    )
    trip = models.ForeignKey(
        Trip,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name="外出招商",
    )
    reception = models.ForeignKey(
        Reception,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name="客商来访",
    )
    edition = models.ForeignKey(
        FairEdition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name="节会届次",
    )
    summary = models.TextField("洽谈内容", blank=True)
    intended_amount = MoneyField("意向投资额", null=True, blank=True)
    outcome = models.CharField("对接结果", max_length=100, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_due_on = models.DateField("下一步期限", null=True, blank=True)
    next_done_on = models.DateField("下一步完成日期", null=True, blank=True)
    next_result = models.CharField("下一步结果", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="记录人"
    )
    client_key = models.UUIDField("手机端编号", null=True, blank=True, editable=False)
    client_digest = models.CharField("手机端内容校验值", max_length=64, blank=True, editable=False)

    class Meta(CountyRecord.Meta):
        verbose_name = "对接记录"
        ordering = ["-met_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["client_key"],
                condition=STANDING & Q(client_key__isnull=False),
                name="interaction_sent_once",
                violation_error_message="这条对接记录已经收到",
            )
        ]

    def __str__(self) -> str:
        occasion = self.station or self.trip or self.reception or self.edition
        return f"{occasion or self.met_on or ''} {self.firm}".strip()


class Invitation(CountyRecord):
    """A firm that was invited when it was met, with the day it came (邀请来访)."""

    scope = "interaction__unit"
    interaction = models.ForeignKey(
        Interaction, models.PROTECT, related_name="invitations", verbose_name="对接记录"
    )
    visited_on = models.DateField("来访考察时间", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "邀请来访"

    def __str__(self) -> str:
        return f"{self.interaction} {self.visited_on or '未来访'}"


class Talk(CountyRecord):
    """A project talked about on a trip (洽谈项目)."""

    scope = "trip__lead_unit"
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="talks", verbose_name="外出招商")
    project_name = models.CharField("洽谈项目", max_length=200)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="talks", verbose_name="意向投资方"
    )
    interaction = models.ForeignKey(
        Interaction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="talks",
        verbose_name="对接记录",
    )
    intended_amount = MoneyField("意向投资额", null=True, blank=True)
    progress = models.CharField("洽谈进展", max_length=100, blank=True)
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_due_on = models.DateField("下一步期限", null=True, blank=True)
    next_done_on = models.DateField("下一步完成日期", null=True, blank=True)
    next_result = models.CharField("下一步结果", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "洽谈项目"

    def __str__(self) -> str:
        return self.project_name
