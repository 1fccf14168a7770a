"""Major projects (重大项目): on which list, with which task force and agency officer (帮办代办)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.projects.models.life import Project
from wutong.people.models import CountyRecord, Official


class MajorTag(CountyRecord):
    """A project's place on the province's, the city's or the county's list of majors."""

    class Level(models.TextChoices):
        PROVINCE = "province", "省列"
        CITY = "city", "市列"
        COUNTY = "county", "县列"

    scope = "project__lead_unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="major_tags", verbose_name="项目"
    )
    level = models.CharField("层级", max_length=10, choices=Level)
    document = models.CharField("列入文件", max_length=200)
    tagged_on = models.DateField("列入日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "重大项目标签"
        ordering = ["-tagged_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "level"],
                condition=Q(version_of=None, retired_at=None),
                name="project_tagged_once_a_level",
                violation_error_message="该项目已列入这一层级的重大项目",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.get_level_display()}"


class ProjectTeam(CountyRecord):
    """The task force of a major project: who leads it, and who runs its errands (帮办代办)."""

    scope = "project__lead_unit"
    project = models.ForeignKey(Project, models.PROTECT, related_name="teams", verbose_name="项目")
    leader = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="专班负责人"
    )
    agent = models.ForeignKey(Official, models.PROTECT, related_name="+", verbose_name="帮办代办员")
    members = models.CharField("专班成员", max_length=200, blank=True)
    formed_on = models.DateField("成立日期")

    class Meta(CountyRecord.Meta):
        verbose_name = "项目专班"
        constraints = [
            models.UniqueConstraint(
                fields=["project"],
                condition=Q(version_of=None, retired_at=None),
                name="one_team_a_project",
                violation_error_message="该项目已有专班，请修改原专班",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} 专班"
