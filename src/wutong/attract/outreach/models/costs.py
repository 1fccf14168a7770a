"""What going out and inviting in costs (活动经费), so that each way is weighed by its effect."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from wutong.attract.outreach.models.channels import Channel
from wutong.attract.outreach.models.fairs import FairEdition
from wutong.attract.outreach.models.receptions import Reception
from wutong.attract.outreach.models.stations import Station
from wutong.attract.outreach.models.trips import Trip
from wutong.foundation.money import MoneyField
from wutong.people.models import CountyRecord, Unit

# Which way an occasion belongs to; a roadshow is known by its name alone and may be of any.
OCCASIONS = {
    "trip": Channel.TRIP,
    "reception": Channel.RECEPTION,
    "station": Channel.STATION,
    "edition": Channel.FAIR,
}


class Cost(CountyRecord):
    """Money spent on attracting investment: on one occasion, or on a way in general."""

    scope = "unit"
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="列支单位")
    spent_on = models.DateField("支出日期")
    amount = MoneyField("金额")
    purpose = models.CharField("用途", max_length=100, help_text="差旅、场租、布展、宣传、委托费等")
    trip = models.ForeignKey(
        Trip, models.PROTECT, null=True, blank=True, related_name="costs", verbose_name="外出招商"
    )
    reception = models.ForeignKey(
        Reception,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="costs",
        verbose_name="客商来访",
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="costs",
        verbose_name="驻点招商",
    )
    edition = models.ForeignKey(
        FairEdition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="costs",
        verbose_name="节会届次",
    )
    roadshow = models.CharField("推介会", max_length=100, blank=True, help_text="名称")
    channel = models.CharField(
        "招商方式",
        max_length=20,
        choices=Channel,
        default="",
        blank=True,
        help_text="填了活动的，按活动归类，不必再填",
    )
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    note = models.TextField("备注", blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "活动经费"
        ordering = ["-spent_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.spent_on} {self.purpose}"

    def clean(self) -> None:
        named = [name for name in OCCASIONS if getattr(self, f"{name}_id")]
        if len(named) > 1:
            labels = "、".join(str(self._meta.get_field(n).verbose_name) for n in named)  # type: ignore[union-attr]
            raise ValidationError(f"一笔经费只归一项活动，现填了{labels}；请拆成几笔登记")
        if named:
            own = OCCASIONS[named[0]]
            if self.channel not in ("", own):
                raise ValidationError({"channel": f"所填活动属于“{own.label}”，请改正或留空"})
            self.channel = own
