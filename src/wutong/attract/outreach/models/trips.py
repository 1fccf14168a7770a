"""Going out (走出去): trips, the places they went to, and who went."""

from __future__ import annotations

from django.db import models

from wutong.attract.outreach.models.batches import STANDING, Batch, require_somebody
from wutong.people.models import CountyRecord, Official, Unit


class Trip(Batch):
    """An outbound trip (走出去)."""

    prefix = "WC"
    leader = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="带队领导"
    )
    leader_name = models.CharField("带队人", max_length=60, blank=True)
    leader_rank = models.CharField(
        "带队层级", max_length=20, choices=Official.Rank, default=Official.Rank.OFFICIAL
    )
    destination = models.CharField("目的地", max_length=200, blank=True)
    purpose = models.TextField("内容", blank=True)

    class Meta(Batch.Meta):
        abstract = False
        verbose_name = "外出招商"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                condition=STANDING,
                name="trip_numbered_once",
                violation_error_message="该年度已有这一批次",
            )
        ]


class TripStop(CountyRecord):
    """A place that a trip went to; the province is told apart for the report."""

    scope = "trip__lead_unit"
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="stops", verbose_name="外出招商")
    place = models.CharField("地点", max_length=100)
    province = models.CharField("省份", max_length=40, blank=True)
    order = models.PositiveIntegerField("顺序", default=0)

    class Meta(CountyRecord.Meta):
        verbose_name = "外出地点"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.place


class TripMember(CountyRecord):
    """Someone who went on a trip (随行人员); by name alone where they are no official here."""

    scope = "trip__lead_unit"
    trip = models.ForeignKey(Trip, models.PROTECT, related_name="members", verbose_name="外出招商")
    official = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="干部"
    )
    name = models.CharField("姓名", max_length=40, blank=True, help_text="不在干部名册的填姓名")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="所在单位"
    )
    post = models.CharField("职务", max_length=60, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "随行人员"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or str(self.official or "")

    def clean(self) -> None:
        require_somebody(self.official_id, self.name)
