"""Gates that a project need not pass (豁免), each with who let it and why."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.projects.models.life import Project
from wutong.attract.projects.models.stages import Gate
from wutong.people.models import CountyRecord, Official


class Waiver(CountyRecord):
    """A gate that a project need not pass, by whom and why (豁免)."""

    scope = "project__lead_unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="waivers", verbose_name="项目"
    )
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="waivers", verbose_name="门槛")
    reason = models.CharField("豁免理由", max_length=200)
    waived_by = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name="批准人")
    waived_on = models.DateField("批准日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "豁免"
        ordering = ["-waived_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "gate"],
                condition=Q(version_of=None, retired_at=None),
                name="gate_waived_once",
                violation_error_message="该项目已豁免这项要求",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} 豁免：{self.gate}"
