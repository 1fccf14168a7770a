"""Who answers for what: the county (县), its units (单位), officials (干部) and their postings.

A unit stands in a tree below the county; who may see and do what follows the tree.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q

from wutong.foundation.records import Current, Record, Records

R = TypeVar("R", bound="CountyRecord")


class CountyRecords(Records[R]):
    """Rows that belong to a unit: an official sees those of the units in their scope."""

    def visible_to(self, official: Any) -> Self:
        path = self.model.scope
        if path == EVERYONE or official.sees_county:
            return self
        if path == COUNTY_ONLY:
            return self.none()
        return self.filter(**{f"{path}__in": official.unit_scope})


EVERYONE, COUNTY_ONLY = "everyone", "county"


class CountyRecord(Record):
    """A record of the county.

    `scope` says whose it is: the path to its unit, EVERYONE (any official may see it), or
    COUNTY_ONLY (only officials whose scope is the whole county).
    """

    scope: ClassVar[str] = EVERYONE

    objects = Current.from_queryset(CountyRecords)()
    history = CountyRecords.as_manager()

    class Meta:
        abstract = True
        default_manager_name = "objects"

    @property
    def answering_unit_id(self) -> int | None:
        """Return the unit that answers for this record; None when only the county does."""
        if self.scope in (EVERYONE, COUNTY_ONLY):
            return None
        *steps, last = self.scope.split("__")
        owner: Any = self
        for step in steps:
            owner = getattr(owner, step, None)
            if owner is None:
                return None
        return getattr(owner, f"{last}_id", None)


class County(CountyRecord):
    name = models.CharField("县名", max_length=40)
    short_name = models.CharField("简称", max_length=20, blank=True)
    prefecture = models.CharField("所属市州", max_length=40, blank=True)
    province = models.CharField("所属省份", max_length=40, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "县"

    def __str__(self) -> str:
        return self.name


class Unit(CountyRecord):
    """A department, township, park or task force that answers for projects and targets."""

    class Kind(models.TextChoices):
        COUNTY = "county", "县"
        LEADING_BODY = "leading_body", "四班子"
        HEADQUARTERS = "headquarters", "指挥部"
        DEPARTMENT = "department", "部门"
        TOWNSHIP = "township", "乡镇"
        PARK = "park", "园区"
        TASK_FORCE = "task_force", "专班"
        STATION_TEAM = "station_team", "驻点小分队"
        OTHER = "other", "其他"

    scope = EVERYONE
    name = models.CharField("单位全称", max_length=100)
    short_name = models.CharField("简称", max_length=60, blank=True)
    kind = models.CharField("类别", max_length=20, choices=Kind, default=Kind.OTHER)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    order = models.PositiveIntegerField("排序", default=0)
    head = models.CharField("主要负责人", max_length=40, blank=True)
    liaison = models.CharField("联络员", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    carries_targets = models.BooleanField("承担任务", default=False)

    class Meta(CountyRecord.Meta):
        verbose_name = "单位"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(version_of=None, retired_at=None),
                name="unit_named_once",
                violation_error_message="已有同名单位",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UnitAlias(CountyRecord):
    """A former or other name by which ledgers call a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="aliases", verbose_name="单位")
    name = models.CharField("曾用名或别名", max_length=100)

    class Meta(CountyRecord.Meta):
        verbose_name = "单位别名"

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）"


class Officials(UserManager["Official"]):
    def get_queryset(self) -> models.QuerySet[Official]:
        return super().get_queryset().select_related("unit")  # every page names it

    def leaders(self) -> models.QuerySet[Official]:
        return self.exclude(rank=Official.Rank.OFFICIAL)


class Official(AbstractUser):
    """A person in office: signs in, or is only named (a county leader who leads a trip)."""

    class Rank(models.TextChoices):
        PRINCIPAL = "principal", "党政主要领导"
        COUNTY_LEADER = "county_leader", "四班子其他领导"
        OFFICIAL = "official", "干部"

    name = models.CharField("姓名", max_length=40)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="officials", verbose_name="单位"
    )
    rank = models.CharField("层级", max_length=20, choices=Rank, default=Rank.OFFICIAL)
    must_change_password = models.BooleanField("须改密码", default=False)

    objects = Officials()  # type: ignore[misc]

    class Meta:
        verbose_name = "干部"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name or self.username

    @cached_property
    def tree(self) -> Any:
        """Return what `units_below` does, read once however many of an official's rights ask."""
        return units_below()

    @cached_property
    def granted(self) -> dict[str, frozenset[int]]:
        """Return what this official may do, and for which units: ability → unit keys."""
        found: dict[str, set[int]] = {}
        below = self.tree
        for grant in self.grants.select_related("role"):
            units = below(grant.unit_id)
            for ability in grant.role.abilities:
                found.setdefault(ability, set()).update(units)
        return {ability: frozenset(units) for ability, units in found.items()}

    @cached_property
    def unit_scope(self) -> frozenset[int]:
        """Return the units whose records this official may see: their own and those below."""
        own = self.tree(self.unit_id) if self.unit_id else ()
        return frozenset(own).union(*self.granted.values())

    @cached_property
    def sees_county(self) -> bool:
        return self.is_superuser or "county.see" in self.granted

    def holds(self, ability: str) -> bool:
        """Return whether they hold the ability for some unit at least."""
        return self.is_superuser or ability in self.granted

    def may(self, ability: str, unit_id: int | None = None) -> bool:
        """Return whether they hold the ability for that unit (None: for the whole county)."""
        units = self.granted.get(ability)
        if self.is_superuser:
            return True
        if units is None:
            return False
        return unit_id in units if unit_id else self.sees_county


def units_below() -> Any:
    """Return a function from a unit's key to the keys of it and of all units below it."""
    children: dict[int | None, list[int]] = {}
    for key, parent in Unit.objects.order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(key)

    def below(root: int) -> Iterable[int]:
        found, waiting = {root}, [root]
        while waiting:
            for child in children.get(waiting.pop(), ()):
                if child not in found:
                    found.add(child)
                    waiting.append(child)
        return found

    return below


class Role(models.Model):
    """A named set of abilities (岗位). The three administrators exclude one another (三员分立).

    `offered` are the abilities that a version of the software has given the role once: what the
    county took away since is not given again.
    """

    class Administrator(models.TextChoices):
        NONE = "", "—"
        SYSTEM = "system", "系统管理员"
        SECURITY = "security", "安全管理员"
        AUDIT = "audit", "审计管理员"

    name = models.CharField("岗位", max_length=40, unique=True)
    abilities = models.JSONField("可办事项", default=list)
    offered = models.JSONField("曾给予的事项", default=list, editable=False)
    administrator = models.CharField(
        "三员", max_length=10, choices=Administrator, default="", blank=True
    )

    class Meta:
        verbose_name = "岗位"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A role given to an official for a unit and all units below it (授权)."""

    official = models.ForeignKey(
        Official, models.CASCADE, related_name="grants", verbose_name="干部"
    )
    role = models.ForeignKey(Role, models.PROTECT, related_name="grants", verbose_name="岗位")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="范围")
    # None, not "", where the role is no administrator's: the constraint lets None stand many times
    administrator = models.CharField("三员", max_length=10, null=True, editable=False)  # noqa: DJ001

    class Meta:
        verbose_name = "授权"
        constraints = [
            models.UniqueConstraint(fields=["official", "role", "unit"], name="granted_once"),
            models.UniqueConstraint(
                fields=["official"],
                condition=Q(administrator__isnull=False),
                name="one_administrator_of_three",
                violation_error_message="系统、安全、审计管理员三员分立，一人只能任其一",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official} {self.role} {self.unit}"


class Posting(CountyRecord):
    """An office that an official holds (任职): 县委书记, in which body of four, since when."""

    class Place(models.TextChoices):
        COMMANDER = "commander", "指挥长"
        LEAD = "lead", "牵头抓总"
        MEMBER = "member", "任职"

    scope = EVERYONE
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="postings", verbose_name="干部"
    )
    title = models.CharField("职务", max_length=100)
    body = models.CharField("班子", max_length=40, blank=True)
    place = models.CharField("角色", max_length=20, choices=Place, default=Place.MEMBER)
    since = models.DateField("任职时间", null=True, blank=True)
    until = models.DateField("免职时间", null=True, blank=True)
    order = models.PositiveIntegerField("排序", default=0)

    class Meta(CountyRecord.Meta):
        verbose_name = "任职"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.official} {self.title}"


class CountyMap(CountyRecord):
    """The outlines of the county's townships and parks (县域地图), as GeoJSON.

    The newest stands; `boundaries` is a FeatureCollection whose features are named.
    """

    scope = EVERYONE
    name = models.CharField("名称", max_length=100)
    source = models.CharField("来源", max_length=200)
    boundaries = models.JSONField("界线")
    digest = models.CharField("SHA-256", max_length=64)
    shapes = models.PositiveIntegerField("图形数")

    class Meta(CountyRecord.Meta):
        verbose_name = "县域地图"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
