"""Stationed promotion (驻点招商): tours of duty of teams elsewhere, their people and weeks."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.outreach.models.batches import STANDING, Batch, require_somebody
from wutong.people.models import CountyRecord, Official


class Station(Batch):
    """A tour of duty of a station team in another province (驻点招商)."""

    prefix = "ZD"
    team = models.CharField("小分队", max_length=100, blank=True)
    place = models.CharField("驻点地区", max_length=100)
    province = models.CharField("省份", max_length=40, blank=True)
    captain = models.CharField("队长", max_length=60, blank=True)
    members = models.CharField("队员", max_length=200, blank=True)

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "驻点招商"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="station_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class StationMember(CountyRecord):
    """Someone on a station's team (驻点队员), for the whole tour or from one day to another."""

    class Part(models.TextChoices):
        CAPTAIN = "captain", "队长"
        MEMBER = "member", "队员"

    scope = "station__lead_unit"
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="team_members", verbose_name="驻点招商"
    )
    official = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="station_posts",
        verbose_name="干部",
    )
    name = models.CharField("姓名", max_length=40, blank=True, help_text="不在干部名册的填姓名")
    part = models.CharField("角色", max_length=10, choices=Part, default=Part.MEMBER)
    post = models.CharField("职务", max_length=60, blank=True)
    since = models.DateField("到岗日期", null=True, blank=True, help_text="不填即全程")
    until = models.DateField("离岗日期", null=True, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "驻点队员"
        ordering = ["part", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "official"],
                condition=STANDING,
                name="station_member_once",
                violation_error_message="该干部已在这支小分队",
            )
        ]

    def __str__(self) -> str:
        return self.name or str(self.official or "")

    def clean(self) -> None:
        require_somebody(self.official_id, self.name)
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "离岗日期不能早于到岗日期"})

    def is_present(self, first: date, last: date) -> bool:
        """Return whether they are there on some day from `first` to `last`."""
        return (self.since or date.min) <= last and (self.until or date.max) >= first


class StationReport(CountyRecord):
    """What a station did in a week (驻点周报), and what it counted when it was handed in.

    `week` is its Monday; the counts are of that week and frozen at hand-in.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        HANDED_IN = "handed_in", "已报送"

    scope = "station__lead_unit"
    station = models.ForeignKey(
        Station, models.PROTECT, related_name="reports", verbose_name="驻点招商"
    )
    week = models.DateField("周（周一）", help_text="填当周任一天")
    work = models.TextField("本周工作")
    leads_found = models.TextField("发现的线索", blank=True)
    problems = models.TextField("困难和问题", blank=True)
    next_week = models.TextField("下周打算", blank=True)
    state = models.CharField(
        "状态", max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    handed_in_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="报送人"
    )
    handed_in_on = models.DateField("报送日期", null=True, blank=True)
    interactions_counted = models.PositiveIntegerField("对接记录数", null=True, blank=True)
    invitations_counted = models.PositiveIntegerField("邀请来访数", null=True, blank=True)
    leads_counted = models.PositiveIntegerField("完整线索数", null=True, blank=True)
    returned_for = models.CharField("退回原因", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "驻点周报"
        ordering = ["-week", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "week"],
                condition=STANDING,
                name="station_report_once_a_week",
                violation_error_message="这一周已有周报，请在那一份上修改",
            )
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.week:%Y-%m-%d} 周报"

    def clean(self) -> None:
        """Keep the week by its Monday, whichever day was given."""
        if self.week:
            self.week = monday(self.week)

    @property
    def is_frozen(self) -> bool:
        return self.state == self.State.HANDED_IN

    @property
    def last_day(self) -> date:
        return self.week + timedelta(days=6)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
