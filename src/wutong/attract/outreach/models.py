"""Going out and inviting in: trips (走出去), receptions (请进来), stations (驻点), fairs (节会).

A batch (批次) is one departure or one visit, however many places or firms; batches are
numbered within a year.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official, Unit

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


class Trip(Batch):
    """An outbound trip (走出去)."""

    prefix = "WC"
    leader = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="带队领导"
    )
    leader_name = models.CharField("带队人", max_length=60, blank=True)
    leader_rank = models.CharField(
        "带队层级", max_length=20, choices=Official.Rank, default=Official.Rank.OFFICIAL
    )
    destination = models.CharField("目的地", max_length=200, blank=True)
    purpose = models.TextField("内容", blank=True)

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "外出招商"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="trip_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class TripStop(CountyRecord):
    """A place that a trip went to; the province is told apart for the report."""

    scope = "trip__lead_unit"
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="stops", verbose_name="外出招商")
    place = models.CharField("地点", max_length=100)
    province = models.CharField("省份", max_length=40, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta(CountyRecord.Meta):
        verbose_name = "外出地点"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.place


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


class Station(Batch):
    """A tour of duty of a station team in another province (驻点招商)."""

    prefix = "ZD"
    team = models.CharField("小分队", max_length=100, blank=True)
    place = models.CharField("驻点地区", max_length=100)
    province = models.CharField("省份", max_length=40, blank=True)
    captain = models.CharField("队长", max_length=60, blank=True)
    members = models.CharField("队员", max_length=200, blank=True)

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "驻点招商"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="station_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class Talk(CountyRecord):
    """A project talked about on a trip (对接洽谈)."""

    scope = "trip__lead_unit"
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="talks", verbose_name="外出招商")
    project_name = models.CharField("洽谈项目", max_length=200)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="talks", verbose_name="意向投资方"
    )
    intended_amount = MoneyField("意向投资额", null=True, blank=True)
    progress = models.CharField("洽谈进展", max_length=100, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "洽谈项目"

    def __str__(self) -> str:
        return self.project_name


class Contact(CountyRecord):
    """A firm that a station team met, and whether it came to see the county (对接企业)."""

    scope = "station__lead_unit"
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="contacts", verbose_name="驻点招商"
    )
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="contacts", verbose_name="对接企业")
    met_on = models.DateField("对接时间", null=True, blank=True)
    intended_amount = MoneyField("意向投资额", null=True, blank=True)
    outcome = models.CharField("对接结果", max_length=100, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "驻点对接"

    def __str__(self) -> str:
        return f"{self.station} {self.firm}"


class Invitation(CountyRecord):
    """A firm that a station team invited, with the day it came (邀请来访)."""

    scope = "contact__station__lead_unit"
    contact = models.ForeignKey(
        Contact, models.PROTECT, related_name="invitations", verbose_name="驻点对接"
    )
    visited_on = models.DateField("来访考察时间", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "邀请来访"

    def __str__(self) -> str:
        return f"{self.contact} {self.visited_on or '未来访'}"


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


class TripPlan(CountyRecord):
    """A trip that is planned for a month, and whether it has been approved (外出招商计划)."""

    scope = "lead_unit"
    starts_on = models.DateField("计划开始")
    ends_on = models.DateField("计划结束", null=True, blank=True)
    leader_name = models.CharField("带队领导", max_length=60, blank=True)
    destination = models.CharField("目的地", max_length=200, blank=True)
    province = models.CharField("省份", max_length=40, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )
    purpose = models.CharField("工作内容", max_length=200, blank=True)
    is_approved = models.BooleanField("已批准", default=False)
    state = models.CharField("审批情况", max_length=60, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "外出计划"
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.leader_name} {self.destination}"
