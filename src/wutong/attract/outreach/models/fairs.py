"""Fairs (节会): their editions, who may be on the list of each by which rules, and the list."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm
from wutong.attract.outreach.models.batches import STANDING
from wutong.foundation.in_force import InForce
from wutong.foundation.money import MoneyField
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords, Official, Unit


class FairEdition(CountyRecord):
    """One edition of a fair: 第二十九届兰洽会; with when and where, and the county's quota."""

    fair = models.CharField("节会", max_length=60)
    ordinal = models.PositiveIntegerField("届次")
    year = models.PositiveIntegerField("年度", null=True, blank=True)
    printed_name = models.CharField(
        "印发名称",
        max_length=100,
        blank=True,
        help_text="请柬、签约表上印的全称，如“第二十九届中国兰州投资贸易洽谈会”",
    )
    held_from = models.DateField("开幕日期", null=True, blank=True)
    held_until = models.DateField("闭幕日期", null=True, blank=True)
    place = models.CharField("举办地点", max_length=100, blank=True)
    quota_projects = models.PositiveIntegerField(
        "签约任务（项）", null=True, blank=True, help_text="上级下达或县定的签约项目数"
    )
    quota_amount = MoneyField("签约任务（金额）", null=True, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="承办单位"
    )

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

    def clean(self) -> None:
        if self.held_from and self.held_until and self.held_until < self.held_from:
            raise ValidationError({"held_until": "不能早于开幕日期"})

    @property
    def full_name(self) -> str:
        return self.printed_name or str(self)

    @property
    def last_day(self) -> date | None:
        return self.held_until or self.held_from


class AdmissionRules(InForce, CountyRecords["AdmissionRule"]):
    pass


class AdmissionRule(CountyRecord):
    """What a project must meet to be on a fair's list (准入条件), from a day on.

    `check_code` says how it is judged; a condition that only a person can judge is BY_HAND.
    """

    class Check(models.TextChoices):
        INDUSTRY = "industry", "符合产业政策"
        OUTSIDE = "outside", "省外投资"
        UNSIGNED = "unsigned", "此前未签约"
        CONTRACT = "contract", "合同项目"
        FLOOR = "floor", "总投资不低于下限"
        BY_HAND = "by_hand", "由审核人判断"

    scope = EVERYONE
    fair = models.CharField("节会", max_length=60, blank=True, help_text="空为各节会都适用")
    check_code = models.CharField("判断方式", max_length=20, choices=Check)
    words = models.CharField("条件", max_length=200, help_text="写给报送单位看")
    floor = MoneyField("总投资下限", null=True, blank=True)
    order = models.PositiveSmallIntegerField("次序", default=0)
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=300, help_text="文件与条款")

    objects = Current.from_queryset(AdmissionRules)()  # type: ignore[misc, assignment]
    history = AdmissionRules.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "准入条件"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        if self.check_code == self.Check.FLOOR and not self.floor:
            raise ValidationError({"floor": "请填总投资下限"})


class FairEntry(CountyRecord):
    """A project on a fair edition's list: handed in, to be signed, signed, withdrawn (节会项目).

    `state` is moved by operations alone; a ledger's is kept as it is written. `counted_on` is the
    day on which the signing counts: later than `signed_on` where that month was closed.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "拟签约"
        SIGNED = "signed", "已签约"
        PENDING = "pending", "待审核"
        REJECTED = "rejected", "未通过"
        WITHDRAWN = "withdrawn", "撤回"
        OTHER = "other", "其他"

    class PolicyClass(models.TextChoices):
        """国发〔2005〕40号（促进产业结构调整暂行规定）第十三条: what is in no list is permitted."""

        ENCOURAGED = "encouraged", "鼓励类"
        PERMITTED = "permitted", "允许类"
        RESTRICTED = "restricted", "限制类"
        ELIMINATED = "eliminated", "淘汰类"
        UNKNOWN = "", "未填"

    class AgreementKind(models.TextChoices):
        CONTRACT = "contract", "合同"
        INTENT = "intent", "意向"
        FRAMEWORK = "framework", "框架协议"
        UNKNOWN = "", "未填"

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
    policy_class = models.CharField(
        "产业政策类别",
        max_length=12,
        choices=PolicyClass,
        default="",
        blank=True,
        help_text="对照《产业结构调整指导目录》；三类目录都没有列的为允许类",
    )
    agreement_kind = models.CharField(
        "拟签协议", max_length=12, choices=AgreementKind, default="", blank=True
    )
    state = models.CharField("项目状态", max_length=20, choices=State, default=State.PENDING)
    state_written = models.CharField("状态原文", max_length=60, blank=True)
    reviewed_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    reviewed_on = models.DateField("审核日期", null=True, blank=True)
    review_reason = models.CharField("审核意见", max_length=300, blank=True)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    signed_amount = MoneyField("签约金额", null=True, blank=True)
    counted_on = models.DateField("计入日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "节会项目"

    def __str__(self) -> str:
        return self.project_name
