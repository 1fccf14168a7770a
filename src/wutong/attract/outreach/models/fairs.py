"""Fairs (节会): their editions, and the projects on the list of each."""

from __future__ import annotations

from django.db import models

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models.batches import STANDING
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Unit


class FairEdition(CountyRecord):
    """One edition of a fair: 第二十九届兰洽会."""

    fair = models.CharField("节会", max_length=60)
    ordinal = models.PositiveIntegerField("届次")
    year = models.PositiveIntegerField("年度", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "节会届次"
        ordering = ["fair", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["fair", "ordinal"],
                condition=STANDING,
                name="edition_numbered_once",
                violation_error_message="该节会已有这一届",
            )
        ]

    def __str__(self) -> str:
        return f"第{self.ordinal}届{self.fair}"


class FairEntry(CountyRecord):
    """A project on a fair edition's list: to be signed, signed, withdrawn (节会项目)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟签约"
        SIGNED = "signed", "已签约"
        PENDING = "pending", "待审核"
        WITHDRAWN = "withdrawn", "撤回"
        OTHER = "other", "其他"

    scope = "lead_unit"
    edition = models.ForeignKey(
        FairEdition, models.PROTECT, related_name="entries", verbose_name="节会届次"
    )
    project_name = models.CharField("项目名称", max_length=200)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="投资方"
    )
    province = models.CharField("投资方省份", max_length=40, blank=True)
    amount = MoneyField("总投资")
    chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="产业链"
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    state = models.CharField("项目状态", max_length=20, choices=State, default=State.OTHER)
    state_written = models.CharField("状态原文", max_length=60, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "节会项目"

    def __str__(self) -> str:
        return self.project_name
