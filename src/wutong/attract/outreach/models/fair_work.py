"""What a fair takes to prepare: tasks, guests, the agenda, and who goes on stage to sign."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.firms.models import ContactPerson, Firm
from wutong.attract.outreach.models.batches import STANDING
from wutong.attract.outreach.models.fairs import FairEdition, FairEntry
from wutong.foundation.personal import PersonalField
from wutong.people.models import EVERYONE, CountyRecord, Official, Unit


class FairTask(CountyRecord):
    """One thing to be done for an edition, by whom and by when (筹备任务)."""

    class Kind(models.TextChoices):
        TALKS = "talks", "洽谈"
        INVITATIONS = "invitations", "邀请"
        EXHIBITION = "exhibition", "布展"
        SERVICE = "service", "会务"
        SIGNING = "signing", "签约"

    scope = "unit"
    edition = models.ForeignKey(
        FairEdition, models.PROTECT, related_name="tasks", verbose_name="节会届次"
    )
    kind = models.CharField("类别", max_length=12, choices=Kind)
    title = models.CharField("任务", max_length=200)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    owner = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任人"
    )
    due_on = models.DateField("完成时限")
    done_on = models.DateField("完成日期", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "筹备任务"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title

    def is_overdue(self, on: date) -> bool:
        return self.done_on is None and self.due_on < on


class FairGuest(CountyRecord):
    """Whom a unit invites to an edition, what they answered, and whether they came (节会嘉宾)."""

    class Means(models.TextChoices):
        VISIT = "visit", "上门"
        LETTER = "letter", "请柬、公函"
        CALL = "call", "电话"
        MESSAGE = "message", "微信、邮件"
        UNKNOWN = "", "未填"

    class Reply(models.TextChoices):
        COMING = "coming", "参会"
        DECLINED = "declined", "不参会"
        NONE = "none", "未答复"

    scope = "unit"
    edition = models.ForeignKey(
        FairEdition, models.PROTECT, related_name="guests", verbose_name="节会届次"
    )
    name = models.CharField("嘉宾", max_length=100, help_text="姓名；只邀请企业的，写企业名称")
    title = models.CharField("职务", max_length=60, blank=True)
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在企业"
    )
    phone = PersonalField("电话", max_length=40, blank=True)
    consent = models.CharField(
        "取得方式",
        max_length=10,
        choices=ContactPerson.Consent,
        default="",
        blank=True,
        help_text="未取得本人同意的，不能登记电话（个人信息保护法第十三条）",
    )
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="邀请单位"
    )
    invited_on = models.DateField("邀请日期", null=True, blank=True)
    means = models.CharField("邀请方式", max_length=10, choices=Means, default="", blank=True)
    reply = models.CharField("答复", max_length=10, choices=Reply, default=Reply.NONE)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    attended = models.BooleanField("到会", default=False)

    class Meta(CountyRecord.Meta):
        verbose_name = "节会嘉宾"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.title}".strip()

    def clean(self) -> None:
        if self.phone and not self.consent:
            raise ValidationError({"consent": "登记电话前，请先写明本人同意、递交名片或公开信息"})
        if self.replied_on and self.invited_on and self.replied_on < self.invited_on:
            raise ValidationError({"replied_on": "不能早于邀请日期"})


class AgendaItem(CountyRecord):
    """What happens at an edition, from when to when, and where (议程)."""

    scope = EVERYONE
    edition = models.ForeignKey(
        FairEdition, models.PROTECT, related_name="agenda", verbose_name="节会届次"
    )
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间", null=True, blank=True)
    place = models.CharField("地点", max_length=100, blank=True)
    content = models.CharField("内容", max_length=200)
    chair = models.CharField("主持人", max_length=60, blank=True)
    attendees = models.CharField("参加人员", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "议程"
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.content

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": "不能早于开始时间"})


class CeremonyItem(CountyRecord):
    """A project that is signed on stage: in which place, and by whom for each side (签约仪式)."""

    scope = "entry__lead_unit"
    entry = models.ForeignKey(
        FairEntry, models.PROTECT, related_name="ceremony", verbose_name="节会项目"
    )
    order = models.PositiveIntegerField("上台顺序")
    our_party = models.CharField("甲方单位", max_length=100, blank=True)
    our_signatory = models.CharField("甲方签约人", max_length=60, help_text="姓名、职务")
    their_party = models.CharField("乙方单位", max_length=100, blank=True)
    their_signatory = models.CharField("乙方签约人", max_length=60, help_text="姓名、职务")
    note = models.CharField("备注", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "签约仪式"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=STANDING,
                name="on_stage_once",
                violation_error_message="该项目已在签约仪式名单上",
            )
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.entry}"
