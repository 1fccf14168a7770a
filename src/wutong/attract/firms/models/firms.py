"""Firms (企业): who invests and who is invested in; the groups and lists they belong to."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from stdnum.cn import uscc

from wutong.foundation.money import MoneyField
from wutong.people.models import EVERYONE, CountyRecord

HIGHEST = 20  # parents above a firm; nobody owns through more


class Origin(models.TextChoices):
    """Where an investor comes from, as funds in place are told apart."""

    COUNTY = "county", "本县"
    PROVINCE = "province", "省内县外"
    OUTSIDE = "outside", "省外"
    HONG_KONG_MACAO_TAIWAN = "hmt", "港澳台"
    ABROAD = "abroad", "境外"
    UNKNOWN = "", "未填"


def valid_credit_code(code: str) -> None:
    """Refuse a 统一社会信用代码 whose check digit is wrong (GB 32100-2015)."""
    if not uscc.is_valid(code):
        raise ValidationError("统一社会信用代码有误：应为18位，且校验位相符，请对照营业执照核对")


class FirmGroup(CountyRecord):
    """The parent under which several investing firms are one (集团)."""

    name = models.CharField("集团名称", max_length=200)

    class Meta(CountyRecord.Meta):
        verbose_name = "企业集团"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(version_of=None, retired_at=None),
                name="group_named_once",
                violation_error_message="已有同名集团",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Firm(CountyRecord):
    class Kind(models.TextChoices):
        ENTERPRISE = "enterprise", "企业"
        ASSOCIATION = "association", "商协会"
        AGENT = "agent", "招商顾问、委托机构"

    scope: ClassVar[str] = EVERYONE
    name = models.CharField("企业名称", max_length=200)
    kind = models.CharField("类型", max_length=20, choices=Kind, default=Kind.ENTERPRISE)
    credit_code = models.CharField(
        "统一社会信用代码", max_length=18, blank=True, validators=[valid_credit_code]
    )
    province = models.CharField("省份", max_length=40, blank=True)
    city = models.CharField("城市", max_length=60, blank=True)
    origin = models.CharField("来源地", max_length=10, choices=Origin, default="", blank=True)
    group = models.ForeignKey(
        FirmGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="firms",
        verbose_name="所属集团",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidiaries",
        verbose_name="母公司",
    )
    legal_representative = models.CharField("法定代表人", max_length=60, blank=True)
    registered_on = models.DateField("成立日期", null=True, blank=True)
    registered_capital = MoneyField("注册资本", null=True, blank=True)
    registered_address = models.CharField("注册地址", max_length=200, blank=True)
    business_scope = models.TextField("经营范围", blank=True)
    registry_state = models.CharField(
        "登记状态", max_length=30, blank=True, help_text="如：存续、在业、迁出、吊销、注销"
    )
    website = models.CharField("网址", max_length=200, blank=True)
    is_key = models.BooleanField("重点企业", default=False)
    note = models.TextField("备注", blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "企业"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(version_of=None, retired_at=None),
                name="firm_named_once",
                violation_error_message="已有同名企业",
            ),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=Q(version_of=None, retired_at=None) & ~Q(credit_code=""),
                name="firm_coded_once",
                violation_error_message="已有企业使用这个统一社会信用代码",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a parent that is the firm itself, or stands below it."""
        above, seen = self.parent, 0
        while self.pk and above is not None and seen < HIGHEST:
            if above.pk == self.pk:
                raise ValidationError({"parent": "母公司不能是企业自己或它的子公司"})
            above, seen = above.parent, seen + 1


class Honour(CountyRecord):
    """A firm's place on a list of a year, or a title it bears (荣誉)."""

    class Kind(models.TextChoices):
        TOP_LIST = "top_list", "500强榜单"
        LEAD_FIRM = "lead_firm", "链主企业"
        LEADING = "leading", "头部企业"
        FLAGSHIP = "flagship", "龙头企业"

    firm = models.ForeignKey(Firm, models.PROTECT, related_name="honours", verbose_name="企业")
    kind = models.CharField("类别", max_length=20, choices=Kind)
    listing = models.CharField("榜单", max_length=100, blank=True)
    year = models.PositiveIntegerField("上榜年度", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "企业荣誉"

    def __str__(self) -> str:
        return f"{self.firm} {self.listing or self.get_kind_display()} {self.year or ''}".strip()


class Registration(CountyRecord):
    """A firm newly registered because of investment promotion (新注册企业)."""

    class Nature(models.TextChoices):
        HEADQUARTERS = "headquarters", "总部"
        SUBSIDIARY = "subsidiary", "子公司"
        BRANCH = "branch", "分公司"
        OTHER = "other", "其他"

    firm = models.ForeignKey(
        Firm, models.PROTECT, related_name="registrations", verbose_name="企业"
    )
    registered_on = models.DateField("注册日期")
    place = models.CharField("注册地", max_length=100)
    is_local = models.BooleanField("本县注册", default=False)
    nature = models.CharField("企业性质", max_length=20, choices=Nature, default=Nature.OTHER)
    nature_written = models.CharField("性质原文", max_length=60, blank=True)
    capital = MoneyField("注册资本", null=True, blank=True)
    investor = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="投资方"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "新注册企业"
        ordering = ["-registered_on", "pk"]

    def __str__(self) -> str:
        return f"{self.firm} {self.registered_on}"
