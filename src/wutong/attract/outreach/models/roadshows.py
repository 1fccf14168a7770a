"""Roadshows (推介会): where a county puts itself to a roomful of investors, and who came."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models.batches import STANDING, Batch
from wutong.attract.outreach.models.trips import Trip
from wutong.people.models import CountyRecord, Official


class Roadshow(Batch):
    """A meeting at which projects are presented to investors (推介会), on a trip or by itself."""

    prefix = "TJ"
    topic = models.CharField("主题", max_length=100)
    place = models.CharField("地点", max_length=100, blank=True)
    province = models.CharField("省份", max_length=40, blank=True)
    chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="产业链"
    )
    leader = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出席领导"
    )
    leader_name = models.CharField("出席人", max_length=60, blank=True)
    leader_rank = models.CharField(
        "出席层级", max_length=20, choices=Official.Rank, default=Official.Rank.OFFICIAL
    )
    attendees = models.PositiveIntegerField("到会人数", null=True, blank=True)
    trip = models.ForeignKey(
        Trip,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="roadshows",
        verbose_name="所属外出招商",
    )

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "推介会"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="roadshow_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class RoadshowGuest(CountyRecord):
    """A firm that came to a roadshow (到会企业); by name alone where it is not yet known."""

    scope = "roadshow__lead_unit"
    roadshow = models.ForeignKey(
        Roadshow, models.PROTECT, related_name="guests", verbose_name="推介会"
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="到会企业"
    )
    firm_name = models.CharField(
        "企业名称", max_length=120, blank=True, help_text="企业库里没有的，填名称"
    )
    attended_by = models.CharField("到会人员", max_length=100, blank=True, help_text="姓名、职务")
    interest = models.CharField("意向", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "到会企业"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.firm_name or str(self.firm or "")

    def clean(self) -> None:
        if not self.firm_id and not self.firm_name.strip():
            raise ValidationError({"firm_name": "请选择企业，或填写企业名称"})
