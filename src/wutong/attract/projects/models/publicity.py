"""What is told of projects outside (信息发布): publications, and the projects each presented."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.outreach.models import Roadshow
from wutong.attract.projects.models.reserves import ReserveProject
from wutong.people.models import CountyRecord, Official, Unit


class Publication(CountyRecord):
    """A piece of investment information put out by some channel (信息发布推送)."""

    scope = "unit"
    published_on = models.DateField("发布日期")
    channel = models.CharField("发布渠道", max_length=100)
    is_portal = models.BooleanField("政府门户网站", default=False)
    is_push = models.BooleanField("微信群、朋友圈", default=False)
    title = models.CharField("标题", max_length=200, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布单位"
    )
    published_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发布人"
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "信息发布"
        ordering = ["-published_on", "pk"]

    def __str__(self) -> str:
        return self.title


class PublishedProject(CountyRecord):
    """A project that a publication presented (推送项目)."""

    scope = "publication__unit"
    publication = models.ForeignKey(
        Publication, models.PROTECT, related_name="projects", verbose_name="信息发布"
    )
    project_name = models.CharField("推送项目", max_length=200)
    proposal = models.ForeignKey(
        "projects.Proposal",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pushes",
        verbose_name="包装方案",
    )

    class Meta(CountyRecord.Meta):
        verbose_name = "推送项目"

    def __str__(self) -> str:
        return self.project_name


class Pitch(CountyRecord):
    """A reserve project that was presented at a roadshow (推介项目)."""

    scope = "reserve__lead_unit"
    roadshow = models.ForeignKey(
        Roadshow, models.PROTECT, related_name="pitches", verbose_name="推介会"
    )
    reserve = models.ForeignKey(
        ReserveProject, models.PROTECT, related_name="pitches", verbose_name="储备项目"
    )
    note = models.CharField("反响", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "推介项目"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["roadshow", "reserve"],
                condition=Q(version_of=None, retired_at=None),
                name="pitched_once_a_roadshow",
                violation_error_message="该推介会已推介这个项目",
            )
        ]

    def __str__(self) -> str:
        return str(self.reserve)
