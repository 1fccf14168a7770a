"""The stages of a project (阶段) and what a move to each requires (门槛), as dated rows.

A province that renames a stage, adds one, or asks for another paper adds a row with its day; what
was moved before stays as it was judged then.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import uuid4

from django.core.cache import cache
from django.db import models

from wutong.foundation.in_force import InForce
from wutong.foundation.named_codes import NamedCodeField
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords

STAGES = "stages"
FRESH = 5  # seconds that another process may still show a stage's former name


class Stages(InForce, CountyRecords["Stage"]):
    pass


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


def all_stages() -> tuple[Stage, ...]:
    """Return the stages of all times, in order: a dozen rows that every page asks for."""
    return _stages(stages_mark())


def stage_names() -> dict[str, str]:
    """Return the latest name of every stage by code, in order: every cell of a list asks."""
    return _stage_names(stages_mark())


def stages_mark() -> str:
    """Return what stays the same as long as the stages need not be read again."""
    return str(cache.get_or_set(STAGES, lambda: uuid4().hex, FRESH))


@lru_cache(maxsize=1)
def _stages(mark: str) -> tuple[Stage, ...]:
    return tuple(Stage.objects.order_by("order", "since"))


@lru_cache(maxsize=1)
def _stage_names(mark: str) -> dict[str, str]:
    return {stage.code: stage.name for stage in _stages(mark)}


class StageField(NamedCodeField):
    """The code of a stage, shown by the name that the county gives it now."""

    names = staticmethod(stage_names)


class Gates(InForce, CountyRecords["Gate"]):
    pass


class Gate(CountyRecord):
    """One thing that a move to a stage requires (门槛).

    `subject` is a field of the project, a kind of evidence or the code of a check, as `kind` says;
    `condition` is a list of conditions as policy clauses write them, all of which must hold for
    the gate to apply; empty, it always does. Of evidence it may ask that no earlier move rests on
    it (`needs_unused`) and that it bears no day before the last stage's (`needs_later`): the photo
    of a site that was opened does not show that the plant runs.
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
    needs_unused = models.BooleanField(
        "须为新材料", default=False, help_text="佐证材料：以前的转入用过的不算"
    )
    needs_later = models.BooleanField(
        "不早于上一阶段", default=False, help_text="佐证材料：日期早于上一阶段的不算"
    )
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
