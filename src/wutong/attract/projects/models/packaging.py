"""How a reserve project is packaged (项目包装): its proposals, version by version.

A proposal may be changed while it is a draft; once submitted its words and figures stand, and
what has to change goes into the next version.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from wutong.attract.chains.models import Chain
from wutong.attract.firms.models import Firm
from wutong.attract.projects.models.appraisals import Rubric
from wutong.attract.projects.models.reserves import ReserveProject
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Official

STANDING = Q(version_of=None, retired_at=None)
YEARS = 30  # the last year that a return sheet may have


class Proposal(CountyRecord):
    """One version of how a reserve project is put to investors (包装方案)."""

    class State(models.TextChoices):
        DRAFT = "draft", "编写中"
        SUBMITTED = "submitted", "待评审"
        REVIEWED = "reviewed", "已评审"
        PUBLISHED = "published", "已发布"
        RETURNED = "returned", "已退回"
        SUPERSEDED = "superseded", "已被新版替代"

    class Mode(models.TextChoices):
        SOLE = "sole", "独资"
        JOINT = "joint", "合资"
        COOPERATION = "cooperation", "合作"
        LEASE = "lease", "租赁厂房"
        FRANCHISE = "franchise", "特许经营"
        OTHER = "other", "其他"
        UNKNOWN = "", "未填"

    scope = "reserve__lead_unit"
    reserve = models.ForeignKey(
        ReserveProject, models.PROTECT, related_name="proposals", verbose_name="储备项目"
    )
    number = models.PositiveIntegerField("版次")
    state = models.CharField("状态", max_length=12, choices=State, default=State.DRAFT)

    summary = models.TextField(
        "项目简介", blank=True, help_text="建设什么、规模多大、产品卖给谁；会印在项目卡上"
    )
    groundwork = models.TextField(
        "基础工作", blank=True, help_text="已做的前期工作：立项、规划意见、勘察、资源储量、要素落实"
    )
    feasibility = models.TextField(
        "可行性", blank=True, help_text="技术、原料、市场、政策为什么行得通，依据是什么"
    )
    return_case = models.TextField(
        "投资收益", blank=True, help_text="收入与成本按什么价格、什么产能估算；数字填在收益表里"
    )
    operability = models.TextField(
        "操作性", blank=True, help_text="分几步做、谁来做、什么时候具备开工条件、还差什么手续"
    )
    targeting = models.TextField(
        "针对性", blank=True, help_text="为什么是这几家企业：缺哪一环、他们为什么会来"
    )

    site = models.CharField("选址", max_length=200, blank=True)
    land_area = models.DecimalField(
        "用地面积（亩）",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    land = models.TextField("用地条件", blank=True, help_text="地类、规划、是否净地、厂房现状")
    energy = models.TextField("用能条件", blank=True, help_text="电、气、热的容量与价格；能耗指标")
    water = models.TextField("用水条件", blank=True)
    environment = models.TextField("环境条件", blank=True, help_text="环境容量、三线一单、排放去向")
    market = models.TextField("市场分析", blank=True)

    partner = models.TextField("合作对象要求", blank=True)
    target_chain = models.ForeignKey(
        Chain, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="目标产业链"
    )
    mode = models.CharField("合作方式", max_length=12, choices=Mode, default="", blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)

    discount_rate = models.DecimalField(
        "折现率（%）",
        max_digits=5,
        decimal_places=2,
        default=Decimal("8.00"),
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text="与行业基准收益率相当，通常 6% 至 12%",
    )
    sheet_edits = models.PositiveIntegerField("收益表与目标企业改动次数", default=0)

    rubric = models.ForeignKey(
        Rubric, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="评审标准"
    )
    submitted_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="提交人"
    )
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    published_on = models.DateField("发布日期", null=True, blank=True)
    returned_for = models.CharField("退回原因", max_length=300, blank=True)
    card_code = models.CharField("项目卡编码", max_length=20, blank=True, db_index=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "包装方案"
        ordering = ["-number", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reserve", "number"],
                condition=STANDING,
                name="proposal_numbered_once",
                violation_error_message="该储备项目已有这一版方案",
            ),
            models.UniqueConstraint(
                fields=["reserve"],
                condition=STANDING & Q(state__in=["draft", "submitted"]),
                name="proposal_one_under_way",
                violation_error_message="该储备项目已有一版方案在编写或评审，请在那一版上办理",
            ),
            models.UniqueConstraint(
                fields=["reserve"],
                condition=STANDING & Q(state="published"),
                name="proposal_one_published",
                violation_error_message="该储备项目已有一版方案在发布",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reserve} 第{self.number}版"


class ReturnYear(CountyRecord):
    """What a project costs and brings in one year of a proposal's return sheet (收益年度)."""

    scope = "proposal__reserve__lead_unit"
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="years", verbose_name="包装方案"
    )
    year = models.PositiveIntegerField("第几年", validators=[MaxValueValidator(YEARS)])
    investment = MoneyField("投资", default=Decimal(0))
    revenue = MoneyField("收入", default=Decimal(0))
    cost = MoneyField("成本", default=Decimal(0))

    class Meta(CountyRecord.Meta):
        verbose_name = "收益年度"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "year"], condition=STANDING, name="return_year_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.proposal} 第{self.year}年"


class TargetFirm(CountyRecord):
    """A firm that a proposal is meant for (目标企业); by name alone where it is not yet known."""

    scope = "proposal__reserve__lead_unit"
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="target_firms", verbose_name="包装方案"
    )
    name = models.CharField("企业名称", max_length=120)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="企业"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "目标企业"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
