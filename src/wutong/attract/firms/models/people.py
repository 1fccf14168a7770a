"""The people of a firm (联系人), whom a unit is in touch with."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.firms.models.firms import Firm
from wutong.foundation.personal import PersonalField
from wutong.people.models import CountyRecord, Unit


class ContactPerson(CountyRecord):
    """A person of a firm whom a unit is in touch with (联系人), and how they agreed to be noted."""

    class Consent(models.TextChoices):
        GIVEN = "given", "本人同意"
        CARD = "card", "本人递交名片"
        PUBLIC = "public", "企业公开信息"
        NONE = "", "未取得"

    scope: ClassVar[str] = "unit"
    firm = models.ForeignKey(Firm, models.PROTECT, related_name="people", verbose_name="企业")
    name = models.CharField("姓名", max_length=60)
    title = models.CharField("职务", max_length=60, blank=True)
    phone = PersonalField("电话", max_length=40, blank=True)
    wechat = PersonalField("微信号", max_length=60, blank=True)
    email = PersonalField("电子邮箱", max_length=100, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="联系单位"
    )
    is_decider = models.BooleanField("能拍板", default=False)
    consent = models.CharField(
        "取得方式", max_length=10, choices=Consent, default="", blank=True,
        help_text="未取得本人同意的，不能登记电话、微信、邮箱（个人信息保护法第十三条）",
    )  # fmt: skip
    consented_on = models.DateField("取得日期", null=True, blank=True)
    note = models.TextField("备注", blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "联系人"
        ordering = ["firm", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.title}".strip()

    def clean(self) -> None:
        if not self.consent and (self.phone or self.wechat or self.email):
            raise ValidationError(
                {"consent": "登记电话、微信、邮箱前，请先写明本人同意、递交名片或公开信息"}
            )
