"""What is done about a lead: it is answered, judged, fed back, followed up."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from wutong.attract.leads.models.leads import Lead
from wutong.people.models import CountyRecord, Official


class FollowUp(CountyRecord):
    """A dated note on a lead: the first response, the feedback, a follow-up (跟进记录)."""

    class Kind(models.TextChoices):
        RESPOND = "respond", "响应"
        FEED_BACK = "feed_back", "反馈"
        FOLLOW_UP = "follow_up", "跟进"

    scope = "lead__unit"
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="follow_ups", verbose_name="线索")
    kind = models.CharField("类别", max_length=10, choices=Kind, default=Kind.FOLLOW_UP)
    done_on = models.DateField("日期", default=timezone.localdate)
    words = models.TextField("情况")
    next_step = models.CharField("下一步", max_length=200, blank=True)
    next_due_on = models.DateField("下一步期限", null=True, blank=True)
    done_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "跟进记录"
        ordering = ["-done_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.lead} {self.get_kind_display()} {self.done_on}"


class Judgement(CountyRecord):
    """Whether a lead is to be followed, as a person decided beside what the rules found (研判)."""

    class Verdict(models.TextChoices):
        FIT = "fit", "可行"
        UNFIT = "unfit", "不可行"

    scope = "lead__unit"
    lead = models.ForeignKey(Lead, models.PROTECT, related_name="judgements", verbose_name="线索")
    verdict = models.CharField("结论", max_length=10, choices=Verdict)
    judged_on = models.DateField("研判日期")
    judged_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name="研判人")
    by_rules = models.CharField("条件比对", max_length=10)
    findings = models.JSONField("逐项", default=list, blank=True)  # words as they were shown
    reason = models.CharField("理由", max_length=300, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "研判"
        ordering = ["-judged_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.lead} {self.get_verdict_display()}"
