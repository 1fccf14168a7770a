"""Files (附件) that belong to records: what each is, whose it is, and the hash of its content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from wutong.foundation.files.kinds import BY_NAME, MediaType, served_name
from wutong.foundation.records import Current, Record, Records

Allowed = Callable[[Any, Any], bool]
owners: dict[type[models.Model], Allowed] = {}


def let_own(kind: type[models.Model], *, allowed: Allowed) -> None:
    """Let records of a kind have files; `allowed(actor, record)`: who may add and withdraw them."""
    owners[kind] = allowed


class Files(Records["File"]):
    def visible_to(self, official: Any) -> Self:
        """Return the files of the records that this official may see."""
        seen = Q(pk__in=[])
        for kind in owners:
            visible = kind._default_manager.visible_to(official)  # type: ignore[attr-defined]
            seen |= Q(kind=ContentType.objects.get_for_model(kind), key__in=visible.values("pk"))
        return self.filter(seen)

    def of(self, owner: models.Model) -> Self:
        return self.filter(kind=ContentType.objects.get_for_model(owner), key=owner.pk)


class File(Record):
    name = models.CharField("文件名", max_length=200)
    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("字节")
    media_type = models.CharField("类型", max_length=100)
    pages = models.PositiveIntegerField("页数", default=0)
    taken_at = models.DateTimeField("照片自带拍摄时间", null=True, blank=True)
    kind = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="所属")
    key = models.BigIntegerField("所属记录")
    owner = GenericForeignKey("kind", "key")
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人"
    )

    objects = Current.from_queryset(Files)()
    history = Files.as_manager()

    class Meta:
        verbose_name = "附件"
        default_manager_name = "objects"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["kind", "key"], name="file_of_owner"),
            models.Index(fields=["digest"], name="file_by_content"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "digest"],
                condition=Q(version_of=None, retired_at=None),
                name="file_kept_once",
                violation_error_message="这份材料里已经有同一个文件",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> MediaType:
        return BY_NAME[self.media_type]

    @property
    def served_name(self) -> str:
        return served_name(self.name, self.type)
