"""What each unit or station owes (任务下限), and regions by which outreach is looked at (区域)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from wutong.attract.outreach.models.batches import STANDING
from wutong.foundation.in_force import InForce
from wutong.foundation.records import Current
from wutong.foundation.regions import short_province
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords, Unit


class OutreachQuotas(InForce, CountyRecords["OutreachQuota"]):
    pass


class OutreachQuota(CountyRecord):
    """How many of something each unit or station of a kind owes in a week, month, quarter or year.

    Where `rule` names a rule of counting (口径规则), the number is that rule's.
    """

    class What(models.TextChoices):
        TRIPS = "trips", "外出招商"
        PLANS = "plans", "外出计划"
        PACKAGED = "packaged", "谋划包装项目"
        RECEPTIONS = "receptions", "客商来访"
        INTERACTIONS = "interactions", "对接记录"
        LEADS = "leads", "完整线索"
        REPORTS = "reports", "驻点周报"

    class Holder(models.TextChoices):
        TASK_FORCE = "task_force", "产业链专班（含产业链牵头单位）"
        TARGETED = "targeted", "承担任务的单位"
        DEPARTMENT = "department", "部门"
        TOWNSHIP = "township", "乡镇"
        PARK = "park", "园区"
        STATION = "station", "驻点小分队"

    class Per(models.TextChoices):
        WEEK = "week", "每周"
        MONTH = "month", "每月"
        QUARTER = "quarter", "每季度"
        YEAR = "year", "每年"

    scope = EVERYONE
    what = models.CharField("任务", max_length=12, choices=What)
    holder = models.CharField("对象", max_length=12, choices=Holder)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="仅限单位",
        help_text="不填即该类对象都有此任务",
    )
    per = models.CharField("周期", max_length=10, choices=Per)
    amount = models.PositiveIntegerField(
        "数量", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    rule = models.SlugField(
        "取自口径规则", max_length=60, blank=True, help_text="数量由该规则定的，填规则代号"
    )
    per_person = models.BooleanField("按人计", default=False)
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    objects = Current.from_queryset(OutreachQuotas)()  # type: ignore[misc, assignment]
    history = OutreachQuotas.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "任务下限"
        ordering = ["holder", "what", "since"]

    def __str__(self) -> str:
        whom = self.unit or self.get_holder_display()
        return f"{whom}{self.get_per_display()}{self.get_what_display()}"

    OF_STATIONS = (What.LEADS, What.REPORTS)
    OF_BOTH = (What.INTERACTIONS,)

    def clean(self) -> None:
        if (self.amount is None) == (not self.rule):
            raise ValidationError({"amount": "请填数量，或填数量所取的口径规则，二者填一"})
        at_station = self.holder == self.Holder.STATION
        if self.what not in self.OF_BOTH and at_station != (self.what in self.OF_STATIONS):
            raise ValidationError({"what": "完整线索、驻点周报只对驻点小分队，其余只对单位"})
        if self.per_person and not at_station:
            raise ValidationError({"per_person": "只有驻点小分队可以按人计"})
        if self.until and self.until < self.since:
            raise ValidationError({"until": "废止日期不能早于施行日期"})


class Region(CountyRecord):
    """A group of provinces or cities that documents speak of (区域): 珠三角, 长三角."""

    scope = EVERYONE
    name = models.CharField("区域", max_length=40)
    provinces = models.TextField("省份", blank=True, help_text="整省属于的，用顿号隔开")
    cities = models.TextField("城市", blank=True, help_text="只有部分城市属于的，用顿号隔开")
    order = models.PositiveIntegerField("顺序", default=0)
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    class Meta(CountyRecord.Meta):
        verbose_name = "区域"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=STANDING,
                name="region_named_once",
                violation_error_message="已有同名区域",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.names_of("provinces") and not self.names_of("cities"):
            raise ValidationError({"provinces": "请至少填一个省份或城市"})

    def names_of(self, field: str) -> list[str]:
        """Return its provinces or cities by their short names, as places begin with them."""
        given = str(getattr(self, field)).replace("，", "、").replace(",", "、").split("、")
        names = [name.strip() for name in given if name.strip()]
        if field == "provinces":
            return [short_province(name) for name in names]
        return [name.removesuffix("市") for name in names]
