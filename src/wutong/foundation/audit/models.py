"""The trail (留痕): who did what to which record, and when. Written once, never edited.

Writers append without waiting for each other. Afterwards, in the order in which rows became
visible, each row is sealed together with the seal before it (`Seal`, see seals.py), under a
key that the database does not know. The database itself refuses to change or remove a row.
"""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone


class Trail(models.Model):
    action = models.CharField("动作", max_length=80, db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    note = models.TextField("说明", blank=True)
    changes = models.JSONField("变更", default=dict, encoder=DjangoJSONEncoder)
    kind = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    key = models.BigIntegerField(null=True)
    subject = GenericForeignKey("kind", "key")

    class Meta:
        verbose_name = "留痕"
        indexes = [models.Index(fields=["kind", "key"], name="trail_of_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action}"

    @classmethod
    def of(
        cls,
        action: str,
        subject: models.Model | None,
        *,
        actor: Any,
        note: str = "",
        changes: dict[str, Any] | None = None,
    ) -> Trail:
        """Return the row that says so, not yet written."""
        kind = ContentType.objects.get_for_model(subject) if subject is not None else None
        key = subject.pk if subject is not None else None
        return cls(action=action, actor=actor, note=note, kind=kind, key=key, changes=changes or {})

    def canonical(self) -> str:
        """Return what the row says, as the one JSON text that says it."""
        says = {
            "id": self.pk,
            "action": self.action,
            "actor": self.actor_id,
            "at": self.at.astimezone(UTC).isoformat(),
            "note": self.note,
            "changes": self.changes,
            "kind": self.kind_id,
            "key": self.key,
        }
        return json.dumps(
            says, ensure_ascii=False, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder
        )


class Seal(models.Model):
    """One link of the chain: the digest of a trail row and of the seal before it."""

    position = models.BigIntegerField("序号", primary_key=True)
    trail = models.OneToOneField(Trail, models.PROTECT, related_name="seal")
    digest = models.CharField("链值", max_length=64)

    class Meta:
        verbose_name = "链印"

    def __str__(self) -> str:
        return f"{self.position} {self.digest[:12]}"
