"""Industrial chains (产业链): which ones, how they rank from year to year, who is on them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.firms.models import Firm
from wutong.people.models import CountyRecord, Official, Unit


class Chain(CountyRecord):
    name = models.CharField("产业链", max_length=60)

    class Meta(CountyRecord.Meta):
        verbose_name = "产业链"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(version_of=None, retired_at=None),
                name="chain_named_once",
                violation_error_message="已有同名产业链",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ChainYear(CountyRecord):
    """What a chain is in one year: its place in the focus order, its chief and lead unit."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="years", verbose_name="产业链")
    year = models.PositiveIntegerField("年度")
    order = models.PositiveIntegerField("排序")
    category = models.CharField("类别", max_length=40, blank=True)
    is_key = models.BooleanField("重点产业链", default=False)
    chief = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="链长"
    )
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "产业链年度"
        ordering = ["-year", "order"]

    def __str__(self) -> str:
        return f"{self.year}年 {self.order} {self.chain}"


class FocusField(CountyRecord):
    """A field the county aims at in a period (重点招商领域), in order."""

    first_day = models.DateField("起")
    last_day = models.DateField("止")
    order = models.PositiveIntegerField("排序")
    name = models.CharField("领域", max_length=60)

    class Meta(CountyRecord.Meta):
        verbose_name = "重点招商领域"
        ordering = ["-first_day", "order"]

    def __str__(self) -> str:
        return self.name


class ChainFirm(CountyRecord):
    """A local firm at a place on a chain (链上企业)."""

    class Tier(models.TextChoices):
        UPSTREAM = "upstream", "上游"
        MIDSTREAM = "midstream", "中游"
        DOWNSTREAM = "downstream", "下游"
        UNKNOWN = "", "未填"

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="firms", verbose_name="产业链")
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="chain_places", verbose_name="企业")
    tier = models.CharField("环节", max_length=20, choices=Tier, default="", blank=True)
    node = models.CharField("环节名称", max_length=60, blank=True)
    category = models.CharField("企业层级", max_length=40, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "链上企业"

    def __str__(self) -> str:
        return f"{self.chain} {self.firm}"


class Move(models.TextChoices):
    """What a firm that came would do for a chain (建延补强)."""

    BUILD = "build", "建链"
    EXTEND = "extend", "延链"
    FILL = "fill", "补链"
    STRENGTHEN = "strengthen", "强链"


class ChainGap(CountyRecord):
    """A place on a chain that nobody in the county holds, and what is wanted there (缺失环节)."""

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="gaps", verbose_name="产业链")
    tier = models.CharField("环节", max_length=20, choices=ChainFirm.Tier, default="", blank=True)
    node = models.CharField("环节名称", max_length=60)
    move = models.CharField("方向", max_length=12, choices=Move, default=Move.FILL)
    needs = models.TextField("需要什么", blank=True, help_text="产品、规模、技术，配套给谁")
    basis = models.CharField("依据", max_length=200, blank=True, help_text="产业链图谱、调研或文件")
    since = models.DateField("提出日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "缺失环节"
        ordering = ["chain", "pk"]

    def __str__(self) -> str:
        return f"{self.chain} {self.node}"


class TargetFirm(CountyRecord):
    """A firm that the county wants for a chain, who goes after it, what is next (目标企业清单)."""

    class State(models.TextChoices):
        UNTOUCHED = "untouched", "未接触"
        CONTACTED = "contacted", "已接触"
        IN_TALKS = "in_talks", "洽谈中"
        INTERESTED = "interested", "有投资意向"
        SIGNED = "signed", "已签约"
        DROPPED = "dropped", "放弃"

    scope = "lead_unit"
    chain = models.ForeignKey(
        Chain, models.PROTECT, related_name="target_firms", verbose_name="产业链"
    )
    gap = models.ForeignKey(
        ChainGap,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="target_firms",
        verbose_name="缺失环节",
    )
    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="targeted_by", verbose_name="目标企业"
    )
    province = models.CharField("所在省份", max_length=40, blank=True)
    city = models.CharField("所在城市", max_length=40, blank=True)
    move = models.CharField("方向", max_length=12, choices=Move, default="", blank=True)
    why = models.TextField("匹配理由", blank=True, help_text="主营什么，补上哪一环，为什么会来")
    intent = models.TextField("投资动向", blank=True, help_text="扩产、迁移、上市募投、在外布点")
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    sponsor = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="包抓领导"
    )
    state = models.CharField("对接状态", max_length=12, choices=State, default=State.UNTOUCHED)
    next_step = models.CharField("下次动作", max_length=200, blank=True)
    next_due_on = models.DateField("动作时限", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "目标企业清单"
        ordering = ["chain", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "firm", "lead_unit"],
                condition=Q(version_of=None, retired_at=None),
                name="target_firm_listed_once",
                violation_error_message="该单位已把这家企业列入这条产业链的清单",
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.firm}"
