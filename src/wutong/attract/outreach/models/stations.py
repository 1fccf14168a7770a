"""Stationed promotion (驻点招商): tours of duty of teams in other provinces."""

from __future__ import annotations

from django.db import models

from wutong.attract.outreach.models.batches import STANDING, Batch


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
