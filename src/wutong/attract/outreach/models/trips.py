"""Going out (走出去): trips, the places they went to, and the trips that are planned."""

from __future__ import annotations

from django.db import models

from wutong.attract.outreach.models.batches import STANDING, Batch
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


class TripPlan(CountyRecord):
    """A trip that is planned for a month, and whether it has been approved (外出招商计划)."""

    scope = "lead_unit"
    starts_on = models.DateField("计划开始")
    ends_on = models.DateField("计划结束", null=True, blank=True)
    leader_name = models.CharField("带队领导", max_length=60, blank=True)
    destination = models.CharField("目的地", max_length=200, blank=True)
    province = models.CharField("省份", max_length=40, blank=True)
    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="牵头单位"
    )
    purpose = models.CharField("工作内容", max_length=200, blank=True)
    is_approved = models.BooleanField("已批准", default=False)
    state = models.CharField("审批情况", max_length=60, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "外出计划"
        ordering = ["starts_on", "pk"]

    def __str__(self) -> str:
        return f"{self.starts_on} {self.leader_name} {self.destination}"
