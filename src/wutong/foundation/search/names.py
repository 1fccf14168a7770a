"""Finding records by a part of their name, or by the pinyin of it, on any database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from pypinyin import lazy_pinyin

from wutong.foundation.imports.texts import fold
from wutong.foundation.search.models import NameEntry

TYPED = re.compile(r"[a-z][a-z0-9]*")
AT_ONCE = 1_000


def sounds(name: str) -> tuple[str, str]:
    """Return the initials and the whole pinyin of a name: 亿数云 is (`ysy`, `yishuyun`)."""
    spoken = [re.sub(r"[^a-z0-9]", "", part.lower()) for part in lazy_pinyin(fold(name))]
    initials = "".join(p if p[0].isdigit() else p[0] for p in spoken if p)
    return initials[:240], "".join(spoken)


def is_pinyin(text: str) -> bool:
    return bool(TYPED.fullmatch(text.strip().lower()))


def matching(model: type[Model], field: str, text: str) -> QuerySet[NameEntry, Any]:
    """Return the keys of the records of `model` whose `field` sounds like `text`."""
    catch_up(model, field)
    kind = ContentType.objects.get_for_model(model)
    typed = text.strip().lower()
    found = NameEntry.objects.filter(model=kind)
    found = found.filter(Q(initials__contains=typed) | Q(pinyin__contains=typed))
    return found.values("key")


def catch_up(model: Any, field: str) -> int:
    """Index the names that are new or have changed since; return how many there were.

    While another writer holds the database the search goes on without the newest names.
    """
    kind = ContentType.objects.get_for_model(model)
    entry = NameEntry.objects.filter(model=kind, key=OuterRef("pk"), known_at=OuterRef("known_at"))
    fresh = model._default_manager.filter(~Exists(entry)).order_by()
    found = list(fresh.values_list("pk", "known_at", field))
    try:
        for start in range(0, len(found), AT_ONCE):
            _write(kind, found[start : start + AT_ONCE])
    except OperationalError:
        return 0
    return len(found)


def _write(kind: ContentType, found: Iterable[tuple[int, Any, str]]) -> None:
    entries = []
    for key, known_at, name in found:
        initials, pinyin = sounds(name or "")
        entries.append(
            NameEntry(model=kind, key=key, known_at=known_at, initials=initials, pinyin=pinyin)
        )
    NameEntry.objects.bulk_create(
        entries,
        update_conflicts=True,
        unique_fields=["model", "key"],
        update_fields=["known_at", "initials", "pinyin"],
    )
