"""Inviting in (请进来): receptions of investors, and the firms that came."""

from __future__ import annotations

from django.db import models

from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models.batches import STANDING, Batch, require_somebody
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official


class Reception(Batch):
    """An inbound visit by investors (请进来)."""

    prefix = "LF"
    host = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接待领导"
    )
    host_name = models.CharField("接待人", max_length=60, blank=True)
    focus = models.CharField("考察领域", max_length=100, blank=True)
    invited_by = models.CharField("邀请方式", max_length=100, blank=True)
    headcount = models.PositiveIntegerField("来访人数", null=True, blank=True)

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "客商来访"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="reception_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class Visitor(CountyRecord):
    """A firm that came with a reception."""

    scope = "reception__lead_unit"
    reception = models.ForeignKey(
        Reception, models.PROTECT, related_name="visitors", verbose_name="客商来访"
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="visits", verbose_name="来访企业")
    category = models.CharField("企业类型", max_length=60, blank=True)
    is_top = models.BooleanField("头部、链主或500强", default=False)
    intended_amount = MoneyField("意向投资额", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "来访企业"

    def __str__(self) -> str:
        return f"{self.reception} {self.firm}"


class ItineraryStop(CountyRecord):
    """A part of a reception's programme: when, where, what, and who accompanies (接待行程)."""

    scope = "reception__lead_unit"
    reception = models.ForeignKey(
        Reception, models.PROTECT, related_name="itinerary", verbose_name="客商来访"
    )
    starts_at = models.DateTimeField("时间")
    place = models.CharField("地点", max_length=100)
    content = models.CharField("内容", max_length=200, blank=True)
    host = models.CharField("陪同、主持", max_length=100, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "接待行程"
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"{self.place} {self.content}".strip()


class ReceptionHost(CountyRecord):
    """Someone who receives the visitors, with their rank (接待人员)."""

    scope = "reception__lead_unit"
    reception = models.ForeignKey(
        Reception, models.PROTECT, related_name="hosts", verbose_name="客商来访"
    )
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="干部"
    )
    name = models.CharField("姓名", max_length=40, blank=True, help_text="不在干部名册的填姓名")
    rank = models.CharField(
        "层级", max_length=20, choices=Official.Rank, default=Official.Rank.OFFICIAL
    )
    post = models.CharField("职务", max_length=60, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta(CountyRecord.Meta):
        verbose_name = "接待人员"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.name or str(self.official or "")

    def clean(self) -> None:
        require_somebody(self.official_id, self.name)
