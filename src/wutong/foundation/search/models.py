"""The name index (名称索引): the pinyin of a record's name, so that “ysyjs” finds 亿数云计算."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class NameEntry(models.Model):
    """How one record's name sounds, as the record stood at `known_at`.

    A memory of what can be worked out anew at any time: whatever is missing or out of date is
    written when it is next searched for (names.py), so that no write of a record pays for it.
    """

    model = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    key = models.BigIntegerField()
    known_at = models.DateTimeField()
    initials = models.CharField("拼音首字母", max_length=240)
    pinyin = models.TextField("全拼")

    class Meta:
        verbose_name = "名称索引"
        constraints = [models.UniqueConstraint(fields=["model", "key"], name="name_indexed_once")]
        indexes = [models.Index(fields=["model", "key", "known_at"], name="name_as_known")]

    def __str__(self) -> str:
        return self.initials
