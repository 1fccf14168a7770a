"""Projects (项目) from the reserve library to production: what they are, and when what happened.

A project's stage is not a field: it follows from its dated milestones.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm, Origin
from wutong.attract.leads.models import Lead, Referral
from wutong.attract.outreach.models import Channel, Reception, Roadshow, Station, Trip
from wutong.attract.projects.models.stages import StageField
from wutong.foundation.money import MoneyField
from wutong.foundation.records import Current
from wutong.people.models import CountyRecord, CountyRecords, Official, Unit


class Projects(CountyRecords["Project"]):
    """Projects as known at `moment`; milestones are looked up as known then, too."""

    def milestones(self, kind: str) -> models.QuerySet[Milestone]:
        known = Milestone.history.known(self.moment)
        return known.filter(project_id=OuterRef("identity"), kind=kind)

    def reached(self, kind: str, *, since: date | None = None, until: date) -> Self:
        """Return those with a milestone of the kind counted from `since` to `until`."""
        found = self.milestones(kind).filter(counted_on__lte=until)
        return self.filter(Exists(found.filter(counted_on__gte=since) if since else found))

    def not_reached(self, kind: str, *, until: date) -> Self:
        return self.exclude(Exists(self.milestones(kind).filter(counted_on__lte=until)))

    def dated(self, kind: str) -> Subquery:
        """Return the day on which the milestone counts, to annotate with."""
        return Subquery(self.milestones(kind).order_by("counted_on").values("counted_on")[:1])

    def counted(self, rules: dict[str, Any]) -> Self:
        """Return those that no rule of counting excludes (§ `excluded_*` in the rules)."""
        kept = self.exclude(origin__in=rules["excluded_origins"])
        for word in rules["excluded_industries"]:
            kept = kept.exclude(industry__contains=word)
        return kept


class Project(CountyRecord):
    class Nature(models.TextChoices):
        NEW = "new", "新建"
        CONTINUING = "continuing", "续建"
        UNKNOWN = "", "未填"

    scope = "lead_unit"
    code = models.CharField("项目编号", max_length=40, blank=True)
    approval_code = models.CharField(
        "投资项目代码",
        max_length=24,
        blank=True,
        help_text="24 位，见备案（核准、审批）文件，如 2303-620500-04-01-123456",
    )
    name = models.CharField("项目名称", max_length=200)
    investor = models.ForeignKey(
        Firm,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="投资企业",
    )
    investor_place = models.CharField("投资方所在地", max_length=100, blank=True)
    origin = models.CharField("投资来源", max_length=10, choices=Origin, default="", blank=True)
    outside_share = models.DecimalField(
        "外来出资占比",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="%，按章程或合同；不填即全部为该来源投资方出资",
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="projects", verbose_name="责任单位"
    )
    chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="产业链"
    )
    industry = models.CharField("行业类别", max_length=60, blank=True)
    nature = models.CharField("建设性质", max_length=20, choices=Nature, default="", blank=True)
    total_investment = MoneyField("总投资", null=True, blank=True)
    content = models.TextField("建设内容", blank=True)
    site = models.CharField("建设地点", max_length=100, blank=True)
    located_in = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在乡镇、园区"
    )
    local_firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="本地公司"
    )
    is_site_secured = models.BooleanField("用地（厂房）已落实", default=False)
    channel = models.CharField("招商方式", max_length=20, choices=Channel, default="", blank=True)
    source_trip = models.ForeignKey(
        Trip,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="来源外出招商",
    )
    source_reception = models.ForeignKey(
        Reception,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="来源客商来访",
    )
    source_station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="来源驻点招商",
    )
    source_roadshow = models.ForeignKey(
        Roadshow,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="来源推介会",
    )
    lead = models.ForeignKey(
        Lead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="来源线索",
    )
    referral = models.ForeignKey(
        Referral,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="引荐",
    )
    source_written = models.CharField("来源编号", max_length=100, blank=True)
    sponsor = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="包抓领导"
    )
    note = models.TextField("备注", blank=True)

    objects = Current.from_queryset(Projects)()  # type: ignore[misc, assignment]
    history = Projects.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "项目"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["name"], name="project_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(version_of=None, retired_at=None) & ~Q(code=""),
                name="project_coded_once",
                violation_error_message="已有项目使用这个编号",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_landed(self) -> bool:
        """Return whether it has landed (落地): a local company, and land or plant secured."""
        return self.local_firm_id is not None and self.is_site_secured


class Milestone(CountyRecord):
    """A dated step in a project's life, with who vouches for it.

    `happened_on` is the day it happened; `counted_on` the day it counts, later when its month
    was closed before the county learnt of it. 续建 is derived: begun before this year, unfinished.
    `rests_on` are the keys of the evidence that opened its gates: it does not open others that ask
    for papers unused.
    """

    class Kind(models.TextChoices):
        """The stages that figures rest on; a county may have more, and other names for them."""

        ORIGINATED = "originated", "谋划"
        RESERVED = "reserved", "储备"
        IN_TALKS = "in_talks", "洽谈"
        INTENT = "intent", "意向"
        SIGNED = "signed", "签约"
        REGISTERED = "registered", "入库"
        COMMENCED = "commenced", "开工"
        IN_PRODUCTION = "in_production", "投产"
        AT_CAPACITY = "at_capacity", "达产"
        TERMINATED = "terminated", "终止"

    class Basis(models.TextChoices):
        LEDGER = "ledger", "台账转入"
        GATES = "gates", "按门槛转入"

    scope = "project__lead_unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="milestones", verbose_name="项目"
    )
    kind = StageField("节点", max_length=20)
    happened_on = models.DateField("发生日期")
    counted_on = models.DateField("计入日期")
    basis = models.CharField("转入方式", max_length=10, choices=Basis, default=Basis.LEDGER)
    left_stage = models.CharField("退出前阶段", max_length=20, blank=True)
    rests_on = models.JSONField("所凭材料", default=list, blank=True, editable=False)
    document = models.CharField("依据文件", max_length=200, blank=True)
    certified_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人"
    )
    reason = models.CharField("说明", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "项目节点"
        ordering = ["counted_on", "pk"]
        indexes = [models.Index(fields=["project", "kind", "counted_on"], name="milestone_lookup")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind"],
                condition=Q(version_of=None, retired_at=None),
                name="milestone_reached_once",
                violation_error_message="该项目已登记这一节点，请更正原记录",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_kind_display()} {self.happened_on}"
