"""The trips that are planned month by month (外出招商计划), from draft to carried out."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models.trips import Trip
from wutong.people.models import CountyRecord, Official, Unit


class TripPlan(CountyRecord):
    """A trip that is planned for a month, and whether it has been approved (外出招商计划).

    `is_approved` is what figures count: true from the approval on, also once carried out. Plans of
    ledgers keep the words they came with in `state`.
    """

    class Step(models.TextChoices):
        LEDGER = "ledger", "台账"
        DRAFT = "draft", "草稿"
        SUBMITTED = "submitted", "待批准"
        APPROVED = "approved", "已批准"
        RETURNED = "returned", "已退回"
        CARRIED_OUT = "carried_out", "已成行"
        CANCELLED = "cancelled", "已取消"

    scope = "lead_unit"
    starts_on = models.DateField("计划开始")
    ends_on = models.DateField("计划结束", null=True, blank=True)
    leader = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="带队领导"
    )
    leader_name = models.CharField(
        "带队人", max_length=60, blank=True, help_text="不在干部名册的填姓名"
    )
    leader_rank = models.CharField(
        "带队层级", max_length=20, choices=Official.Rank, default=Official.Rank.OFFICIAL
    )
    destination = models.CharField("目的地", max_length=200, blank=True)
    province = models.CharField("省份", max_length=40, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )
    chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="产业链"
    )
    purpose = models.CharField("工作内容", max_length=200, blank=True)
    intended = models.TextField("预期成果", blank=True)
    is_approved = models.BooleanField("已批准", default=False)
    state = models.CharField("审批情况", max_length=60, blank=True)
    step = models.CharField(
        "办理状态", max_length=12, choices=Step, default=Step.LEDGER, editable=False
    )
    made_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟定人"
    )
    submitted_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_on = models.DateField("审批日期", null=True, blank=True)
    reason = models.CharField("退回或取消原因", max_length=200, blank=True)
    trip = models.ForeignKey(
        Trip, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="成行批次"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "外出计划"
        ordering = ["starts_on", "pk"]

    @property
    def is_frozen(self) -> bool:
        """Return whether it is being judged, or has been: its content stands."""
        return self.step not in (self.Step.LEDGER, self.Step.DRAFT, self.Step.RETURNED)

    def __str__(self) -> str:
        return f"{self.starts_on} {self.leader_name} {self.destination}"


class PlannedCall(CountyRecord):
    """A firm that a planned trip means to visit, and why (拟访企业)."""

    scope = "plan__lead_unit"
    plan = models.ForeignKey(
        TripPlan, models.PROTECT, related_name="calls", verbose_name="外出计划"
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="拟访企业"
    )
    firm_name = models.CharField(
        "企业名称", max_length=120, blank=True, help_text="企业库里没有的，填名称"
    )
    why = models.CharField("拜访理由", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "拟访企业"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.firm_name or str(self.firm or "")

    def clean(self) -> None:
        if not self.firm_id and not self.firm_name.strip():
            raise ValidationError({"firm_name": "请选择企业，或填写企业名称"})


class PlannedUnit(CountyRecord):
    """A unit that takes part in a planned trip besides the one that leads it (参加单位)."""

    scope = "plan__lead_unit"
    plan = models.ForeignKey(
        TripPlan, models.PROTECT, related_name="units", verbose_name="外出计划"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="参加单位")

    class Meta(CountyRecord.Meta):
        verbose_name = "参加单位"
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.unit)
