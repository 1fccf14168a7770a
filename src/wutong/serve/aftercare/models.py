"""What firms ask for and whether it was settled (企业诉求)."""

from __future__ import annotations

from django.db import models

from wutong.attract.firms.models import Firm
from wutong.attract.projects.models import Project
from wutong.people.models import CountyRecord, Unit


class Ticket(CountyRecord):
    class Kind(models.TextChoices):
        LAND = "land", "用地审批"
        PLANT = "plant", "厂房租赁"
        LIVING = "living", "生活办公"
        FINANCE = "finance", "融资贷款"
        UTILITIES = "utilities", "用电用水"
        LABOUR = "labour", "招工用工"
        ROADS = "roads", "道路通行"
        OTHER = "other", "其他"

    scope = "unit"
    firm = models.ForeignKey(
        Firm, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name="企业名称"
    )
    project_name = models.CharField("项目名称", max_length=200, blank=True)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="tickets", verbose_name="项目"
    )
    kind = models.CharField("诉求类别", max_length=20, choices=Kind, default=Kind.OTHER)
    kind_written = models.CharField("类别原文", max_length=60, blank=True)
    request = models.TextField("诉求内容", blank=True)
    raised_on = models.DateField("提出时间")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    closed_on = models.DateField("办结时间", null=True, blank=True)
    state = models.CharField("办理状态", max_length=60, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "企业诉求"
        ordering = ["-raised_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_name or self.firm} {self.get_kind_display()}"
