"""Every way the files of a record can change; who may is for the record's own app to say."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType

from wutong.foundation.files.models import File, owners
from wutong.foundation.files.receiving import Received
from wutong.foundation.operations import Refused, operation
from wutong.foundation.records import enter, retire


def may_store(actor: Any, owner: Any) -> bool:
    allowed = owners.get(type(owner))
    return allowed is not None and allowed(actor, owner)


@operation("files.stored", allowed=may_store)
def store_file(owner: Any, /, *, received: Received, actor: Any) -> File:
    """Give a record a file whose content has been received."""
    kind = ContentType.objects.get_for_model(owner)
    if File.objects.filter(kind=kind, key=owner.pk, digest=received.digest).exists():
        raise Refused(f"文件“{received.name}”在这份材料里已有，请不要重复上传")
    return enter(
        File(
            name=received.name,
            digest=received.digest,
            size=received.size,
            media_type=received.media_type,
            pages=received.pages,
            taken_at=received.taken_at,
            kind=kind,
            key=owner.pk,
            stored_by=actor,
        )
    )


@operation("files.withdrawn", allowed=lambda actor, file: may_store(actor, file.owner))
def withdraw_file(file: File, *, reason: str, actor: Any) -> File:
    """Take a file away from its record; content and row stay, for whoever asks later."""
    if not reason.strip():
        raise Refused("请写明撤回的原因")
    return retire(file)
