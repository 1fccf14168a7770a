"""An investor's question (投资咨询), from which a lead may come."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from wutong.attract.firms.models import Firm
from wutong.attract.leads.models.leads import Lead
from wutong.foundation.personal import PersonalField
from wutong.people.models import CountyRecord, Official, Unit


class Inquiry(CountyRecord):
    """What somebody asked, by which way, and what became of it: an answer, or a lead."""

    class Way(models.TextChoices):
        PHONE = "phone", "电话"
        PORTAL = "portal", "门户网站"
        LETTER = "letter", "来信来函"
        WECHAT = "wechat", "微信"
        VISIT = "visit", "上门"
        OTHER = "other", "其他"

    class State(models.TextChoices):
        OPEN = "open", "待办"
        LEAD = "lead", "已转线索"
        ANSWERED = "answered", "已答复"

    scope = "unit"
    received_at = models.DateTimeField("收到时间", default=timezone.now)
    way = models.CharField("渠道", max_length=10, choices=Way)
    firm_name = models.CharField("咨询方", max_length=200, help_text="企业或个人，按对方所报填写")
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="inquiries", verbose_name="企业"
    )
    person_name = models.CharField("咨询人", max_length=60, blank=True)
    phone = PersonalField("电话", max_length=40, blank=True, help_text="本人来询时留下的")
    email = PersonalField("微信、邮箱", max_length=100, blank=True)
    text = models.TextField("咨询内容")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="承办单位")
    taken_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="接收人"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN)
    lead = models.ForeignKey(
        Lead,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name="转成线索",
    )
    answer = models.TextField("答复内容", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "投资咨询"
        ordering = ["-received_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.firm_name} {self.get_way_display()}咨询"

    def clean(self) -> None:
        if self.received_at:  # forms show minutes: what is shown and saved again stays the same
            self.received_at = self.received_at.replace(second=0, microsecond=0)
