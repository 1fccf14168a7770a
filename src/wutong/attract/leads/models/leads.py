"""A lead (线索): an investor's intention that a unit follows until it is a project or lost."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import ContactPerson, Firm
from wutong.attract.leads.models.referrals import Referral
from wutong.attract.leads.models.rules import LossReason
from wutong.attract.leads.models.words import Circumstance, Sector
from wutong.attract.outreach.models import (
    Channel,
    FairEdition,
    Interaction,
    Reception,
    Station,
    Trip,
)
from wutong.foundation.money import MoneyField
from wutong.foundation.records import Current
from wutong.people.models import CountyRecord, CountyRecords, Official, Unit


class Leads(CountyRecords["Lead"]):
    def visible_to(self, official: Any) -> Self:
        """Return those of one's units, those one's units met first, and those on offer to them."""
        if official.sees_county:
            return self
        units = official.unit_scope
        transfers: Any = Lead._meta.get_field("transfers")
        offered = transfers.related_model.objects.filter(
            lead=OuterRef("pk"),
            to_unit__in=units,
            answered_on=None,
            due_on__gte=timezone.localdate(),
        )
        return self.filter(Q(unit__in=units) | Q(first_met_by__in=units) | Exists(offered))


class Lead(CountyRecord):
    class State(models.TextChoices):
        REGISTERED = "registered", "待研判"
        FIT = "fit", "研判可行"
        UNFIT = "unfit", "研判不可行"
        FOLLOWING = "following", "跟进中"
        PROJECT = "project", "已转项目"
        LOST = "lost", "已流失"

    scope = "unit"
    title = models.CharField("线索名称", max_length=200)
    firm_name = models.CharField("投资方", max_length=200, help_text="按对方所报填写")
    firm = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="企业",
        help_text="核实主体后填",
    )
    person = models.ForeignKey(
        ContactPerson,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="联系人",
    )
    received_at = models.DateTimeField("收到时间", default=timezone.now, help_text="时限从这时起算")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="leads", verbose_name="承办单位")
    keeper = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办人"
    )
    first_met_by = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads_first_met",
        verbose_name="首谈单位",
    )
    first_met_on = models.DateField("首谈日期", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.REGISTERED)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    loss_reason = models.ForeignKey(
        LossReason,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="流失原因",
    )
    loss_words = models.CharField("流失说明", max_length=300, blank=True)

    channel = models.CharField("招商方式", max_length=20, choices=Channel, default="", blank=True)
    interaction = models.ForeignKey(
        Interaction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="来源对接",
    )
    trip = models.ForeignKey(
        Trip, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="来源外出"
    )
    reception = models.ForeignKey(
        Reception,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="来源来访",
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="来源驻点",
    )
    edition = models.ForeignKey(
        FairEdition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leads",
        verbose_name="来源节会",
    )
    roadshow = models.CharField("来源推介会", max_length=100, blank=True)
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="引荐"
    )

    sector = models.CharField("行业", max_length=20, choices=Sector, default="", blank=True)
    chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="leads", verbose_name="产业链"
    )
    circumstance = models.CharField(
        "情形", max_length=20, choices=Circumstance, default="", blank=True
    )
    investor_intro = models.TextField("投资方简介", blank=True)
    summary = models.TextField("项目概况", blank=True)
    process = models.CharField("工艺技术", max_length=200, blank=True)
    total_investment = MoneyField("总投资", null=True, blank=True)
    fixed_investment = MoneyField("固定资产投资", null=True, blank=True)
    land_need = models.CharField("用地需求", max_length=100, blank=True, help_text="亩，或厂房面积")
    energy_need = models.CharField(
        "能耗需求", max_length=100, blank=True, help_text="水、电、气、煤"
    )
    environment_need = models.CharField(
        "环境要求", max_length=100, blank=True, help_text="排放、安全"
    )
    expected_output = MoneyField("预计产值", null=True, blank=True)
    expected_jobs = models.PositiveIntegerField("预计用工", null=True, blank=True)
    support_asked = models.CharField("希望支持", max_length=200, blank=True)
    needs_experts = models.BooleanField("须专家论证", default=False)
    note = models.TextField("备注", blank=True)

    objects = Current.from_queryset(Leads)()  # type: ignore[assignment, misc]
    history = Leads.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "线索"
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["state", "received_at"], name="lead_state")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        if self.received_at:  # forms show minutes: what is shown and saved again stays the same
            self.received_at = self.received_at.replace(second=0, microsecond=0)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


OPEN = (Lead.State.REGISTERED, Lead.State.FIT, Lead.State.FOLLOWING)
