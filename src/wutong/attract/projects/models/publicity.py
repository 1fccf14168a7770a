"""What is told of projects outside (信息发布): channels, publications, the projects of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from wutong.attract.outreach.models import Roadshow
from wutong.attract.projects.models.life import Project
from wutong.attract.projects.models.reserves import ReserveProject
from wutong.foundation.in_force import InForce
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords, Official, Unit


class PublicationChannels(InForce, CountyRecords["PublicationChannel"]):
    pass


class PublicationChannel(CountyRecord):
    """A way by which the county tells of its projects (发布渠道): its portal, chambers' groups.

    A publication names its channels in words, `名称` or `名称：哪个群`, two with 、 between them;
    ledgers have words of their own, which `other_names` takes for the same channel.
    """

    class Kind(models.TextChoices):
        PORTAL = "portal", "政府门户网站"
        GROUP = "group", "微信群"
        MOMENTS = "moments", "朋友圈"
        GUIDE = "guide", "投资指南、项目册"
        MEDIA = "media", "媒体"
        OTHER = "other", "其他"

    scope = EVERYONE
    name = models.CharField("渠道", max_length=60)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    other_names = models.CharField(
        "台账里的写法", max_length=300, blank=True, help_text="几种写法之间用顿号隔开"
    )
    order = models.PositiveSmallIntegerField("次序", default=0)
    since = models.DateField("启用日期")
    until = models.DateField("停用日期", null=True, blank=True)

    objects = Current.from_queryset(PublicationChannels)()  # type: ignore[misc, assignment]
    history = PublicationChannels.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "发布渠道"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(version_of=None, retired_at=None),
                name="publication_channel_named_once",
                violation_error_message="已有同名渠道",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_portal(self) -> bool:
        """Return whether what it carries counts for `items_published` (B10)."""
        return self.kind == self.Kind.PORTAL

    @property
    def is_push(self) -> bool:
        """Return whether what it carries counts for `projects_shared` (B11)."""
        return self.kind in (self.Kind.GROUP, self.Kind.MOMENTS)

    @property
    def needs_group(self) -> bool:
        """Return whether one must say which: which group, which paper."""
        return self.kind in (self.Kind.GROUP, self.Kind.MEDIA, self.Kind.OTHER)

    @property
    def names(self) -> list[str]:
        others = (name.strip() for name in self.other_names.split("、"))
        return [self.name, *filter(None, others)]


class Publication(CountyRecord):
    """A piece of investment information put out by some channel (信息发布推送)."""

    class Kind(models.TextChoices):
        NEWS = "news", "信息"
        PUSH = "push", "项目推送"
        GUIDE = "guide", "投资指南"
        COLLECTION = "collection", "项目册"

    scope = "unit"
    kind = models.CharField("类型", max_length=12, choices=Kind, default=Kind.NEWS)
    published_on = models.DateField("发布日期")
    channel = models.CharField("发布渠道", max_length=100)
    is_portal = models.BooleanField("政府门户网站", default=False)
    is_push = models.BooleanField("微信群、朋友圈", default=False)
    title = models.CharField("标题", max_length=200, blank=True)
    url = models.URLField("链接", max_length=300, blank=True)
    copies_printed = models.PositiveIntegerField("印数（册）", null=True, blank=True)
    copies_handed_out = models.PositiveIntegerField("已发放（册）", null=True, blank=True)
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
    """A project that a publication presented (推送项目): a card's, a project's, or a name alone."""

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
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="项目"
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
