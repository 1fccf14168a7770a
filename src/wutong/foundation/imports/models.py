"""Ledgers as they came in (台账导入): a batch of files, their sheets and rows, and what each became."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Batch(models.Model):
    """One import: a folder, or one file."""

    class State(models.TextChoices):
        READING = "reading", "读取中"
        STAGED = "staged", "待核对"
        APPLYING = "applying", "写入中"
        APPLIED = "applied", "已导入"
        UNDONE = "undone", "已撤销"
        FAILED = "failed", "未完成"

    name = models.CharField("名称", max_length=200)
    state = models.CharField("状态", max_length=20, choices=State, default=State.READING)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    applied_at = models.DateTimeField("导入时间", null=True)
    progress = models.CharField("进度", max_length=200, blank=True)
    counts = models.JSONField("计数", default=dict)
    problem = models.TextField("未完成的原因", blank=True)

    class Meta:
        verbose_name = "导入批次"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Ledger(models.Model):
    """One file of a batch, kept by its content's hash."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="ledgers")
    name = models.CharField("文件名", max_length=255)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.BigIntegerField("字节")
    refusal = models.TextField("不能读取的原因", blank=True)

    class Meta:
        verbose_name = "台账文件"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class LedgerSheet(models.Model):
    """One sheet: what it was taken for, and which column for what.

    `columns` lists `{"index", "path", "samples"}`; `mapping` lists
    `{"col", "field", "month", "indicator"}`, the last two only in a crosstab.
    """

    ledger = models.ForeignKey(Ledger, models.CASCADE, related_name="sheets")
    name = models.CharField("工作表", max_length=100)
    order = models.PositiveIntegerField()
    title = models.CharField("标题", max_length=255, blank=True)
    kind = models.CharField("台账类型", max_length=40, blank=True)
    signature = models.CharField("表头特征", max_length=64, blank=True, db_index=True)
    columns = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    certainty = models.CharField("判断依据", max_length=20, blank=True)
    rows_read = models.PositiveIntegerField("数据行", default=0)

    class Meta:
        verbose_name = "工作表"
        ordering = ["ledger", "order"]

    def __str__(self) -> str:
        return f"{self.ledger} › {self.name}"


class Row(models.Model):
    """One data row of a sheet, as read, as judged, and as applied.

    `cells` holds what was written, `{field: [address, text]}`; `values` what was understood, as
    JSON; `corrections` what a person put in place of unreadable cells, `{field: text}`.
    """

    class State(models.TextChoices):
        NEW = "new", "新增"
        CHANGED = "changed", "变化"
        SAME = "same", "相同"
        HELD = "held", "待核实"
        WAITING = "waiting", "待关联"
        APPLIED = "applied", "已导入"
        REPLACED = "replaced", "已被新台账取代"
        DISMISSED = "dismissed", "不采用"
        UNDONE = "undone", "已撤销"

    sheet = models.ForeignKey(LedgerSheet, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField("行号")
    part = models.CharField(max_length=60, blank=True)  # which part of an exploded crosstab row
    kind = models.CharField("台账类型", max_length=40)
    key = models.CharField("识别键", max_length=400, db_index=True)
    cells: Any = models.JSONField("原文", default=dict)
    values: Any = models.JSONField("读数", default=dict, encoder=DjangoJSONEncoder)
    context: Any = models.JSONField(default=dict)
    corrections: Any = models.JSONField("更正", default=dict)
    decision = models.CharField("处理意见", max_length=20, blank=True)
    state = models.CharField("状态", max_length=20, choices=State, default=State.NEW)
    differs: Any = models.JSONField("差异", default=dict)

    class Meta:
        verbose_name = "台账行"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "key", "state"], name="row_by_key"),
            models.Index(fields=["state"], name="row_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} › 第{self.number}行"


class Problem(models.Model):
    """What is wrong with, or worth knowing of, a cell."""

    class Level(models.TextChoices):
        HOLD = "hold", "待核实"
        NOT_COUNTED = "not_counted", "不计入"
        REPORT = "report", "请核对"
        NOTE = "note", "说明"

    sheet = models.ForeignKey(LedgerSheet, models.CASCADE, related_name="problems")
    row = models.ForeignKey(Row, models.CASCADE, null=True, related_name="problems")
    cell = models.CharField("单元格", max_length=12)
    field = models.CharField("字段", max_length=60, blank=True)
    code = models.CharField("代号", max_length=40)
    level = models.CharField("级别", max_length=20, choices=Level)
    message = models.TextField("说明")

    class Meta:
        verbose_name = "台账问题"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def place(self) -> str:
        """Return where it is: `项目台账.xlsx › Sheet1 › F17`."""
        return f"{self.sheet.ledger.name} › {self.sheet.name} › {self.cell}"


class Provenance(models.Model):
    """Which record came from which row, in which part, and whether the row made or amended it."""

    row = models.ForeignKey(Row, models.PROTECT, related_name="made")
    role = models.CharField(max_length=60)
    model = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    key = models.BigIntegerField()
    record = GenericForeignKey("model", "key")
    was_amended = models.BooleanField(default=False)
    known_at = models.DateTimeField()  # the record's, as the row left it

    class Meta:
        verbose_name = "来源"
        indexes = [models.Index(fields=["model", "key"], name="provenance_of_record")]

    def __str__(self) -> str:
        return f"{self.row} → {self.role}"


class Synonym(models.Model):
    """A word that ledgers use for something: a header for a field, or a cell's text for a meaning.

    `topic` is `header` with `meaning` `projects.name`, or a word list such as `agreement` with
    `meaning` `contract`. The words shipped in code hold unless `is_off` takes one out.
    """

    topic = models.CharField("词表", max_length=60)
    meaning = models.CharField("含义", max_length=80)
    word = models.CharField("写法", max_length=60)
    is_off = models.BooleanField("停用", default=False)

    class Meta:
        verbose_name = "同义词"
        ordering = ["topic", "meaning", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["topic", "meaning", "word"], name="synonym_once")
        ]

    def __str__(self) -> str:
        return self.word


class RememberedMapping(models.Model):
    """How a person read a header once: taken again for the next ledger with the same header."""

    signature = models.CharField("表头特征", max_length=64, unique=True)
    kind = models.CharField("台账类型", max_length=40, blank=True)
    mapping = models.JSONField(default=list)
    remembered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    remembered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "已记住的表头"

    def __str__(self) -> str:
        return self.kind or "不导入"
