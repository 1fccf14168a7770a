"""What a project is to reach, and by when (节点计划)."""

from __future__ import annotations

from django.db import models

from wutong.attract.projects.models.life import Project
from wutong.attract.projects.models.stages import StageField
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Unit


class MilestonePlan(CountyRecord):
    """A milestone that a project is to reach by a month or quarter (节点计划)."""

    scope = "lead_unit"
    project_name = models.CharField("项目名称", max_length=200)
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="项目"
    )
    kind = StageField("节点类型", max_length=20)
    due_from = models.DateField("时限起")
    due_on = models.DateField("时限止")
    total_investment = MoneyField("总投资", null=True, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "节点计划"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return f"{self.project_name} {self.get_kind_display()} {self.due_on}"
