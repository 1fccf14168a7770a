"""The stages of a project (阶段) and what a move to each requires (门槛), as dated rows.

A province that renames a stage, adds one, or asks for another paper adds a row with its day; what
was moved before stays as it was judged then.
"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.core.cache import cache
from django.db import models
from django.db.models import Q

from wutong.foundation.named_codes import NamedCodeField
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords

STAGES, STAGE_NAMES = "stages", "stage_names"
FRESH = 5  # seconds that another process may still show a stage's former name


class Stages(CountyRecords["Stage"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Stage(CountyRecord):
    """A stage from 谋划 to 达产, or the way out (退出); `code` stays when the name changes."""

    class Kind(models.TextChoices):
        STEP = "step", "推进"
        EXIT = "exit", "退出"

    scope = EVERYONE
    code = models.SlugField("代码", max_length=20)
    name = models.CharField("阶段", max_length=20)
    order = models.PositiveSmallIntegerField("次序")
    kind = models.CharField("性质", max_length=10, choices=Kind, default=Kind.STEP)
    limit_days = models.PositiveSmallIntegerField(
        "停留上限", null=True, blank=True, help_text="天；超过即列入滞留清单，空为不限"
    )
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    objects = Current.from_queryset(Stages)()  # type: ignore[misc, assignment]
    history = Stages.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "阶段"
        ordering = ["order", "since"]

    def __str__(self) -> str:
        return self.name


def all_stages() -> list[Stage]:
    """Return the stages of all times, in order: a dozen rows that every page asks for."""
    return cache.get_or_set(STAGES, _load_stages, FRESH) or []


def _load_stages() -> list[Stage]:
    return list(Stage.objects.order_by("order", "since"))


def stage_names() -> dict[str, str]:
    """Return the latest name of every stage by code, in order: every cell of a list asks."""
    return cache.get_or_set(STAGE_NAMES, _load_stage_names, FRESH) or {}


def _load_stage_names() -> dict[str, str]:
    return {stage.code: stage.name for stage in all_stages()}


class StageField(NamedCodeField):
    """The code of a stage, shown by the name that the county gives it now."""

    names = staticmethod(stage_names)


class Gates(CountyRecords["Gate"]):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Gate(CountyRecord):
    """One thing that a move to a stage requires (门槛).

    `subject` is a field of the project, a kind of evidence or the code of a check, as `kind` says;
    `condition` is a list of conditions as policy clauses write them, all of which must hold for
    the gate to apply; empty, it always does.
    """

    class Kind(models.TextChoices):
        FIELD = "field", "项目信息"
        EVIDENCE = "evidence", "佐证材料"
        CHECK = "check", "核查"

    scope = EVERYONE
    stage = models.SlugField("转入阶段", max_length=20)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    subject = models.CharField("内容", max_length=60)
    words = models.CharField("要求", max_length=200, help_text="写给办理人看：缺什么、怎么补")
    condition = models.JSONField("适用条件", default=list, blank=True)
    is_waivable = models.BooleanField("可豁免", default=True)
    since = models.DateField("施行日期")
    until = models.DateField("废止日期", null=True, blank=True)
    source = models.CharField("依据", max_length=200, help_text="文件与条款")

    objects = Current.from_queryset(Gates)()  # type: ignore[misc, assignment]
    history = Gates.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "门槛"
        ordering = ["stage", "pk"]

    def __str__(self) -> str:
        return self.words
