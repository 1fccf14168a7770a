"""The register of firms as a phone keeps it, to find a firm by name without a signal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max

from wutong.attract.firms.models import Firm
from wutong.foundation.search.models import NameEntry
from wutong.foundation.search.names import catch_up, sounds

OVERLAP = timedelta(hours=2)  # a long import commits rows that were learnt of before


def version_of() -> str:
    """Return a text that changes with every change of the register."""
    stood = Firm.history.filter(version_of=None)
    told = stood.aggregate(known=Max("known_at"), retired=Max("retired_at"))
    latest = [moment for moment in told.values() if moment is not None]
    return f"{max(latest).isoformat() if latest else ''}/{Firm.objects.count()}"


def firms_since(moment: datetime | None) -> dict[str, Any]:
    """Return the firms that are new or changed since then (None: all), and which are gone.

    Each is a list of number, name, code, and the initials of the name's pinyin: about 90 bytes,
    so that ten thousand are less than a megabyte, and a third of it on the way.
    """
    version = version_of()
    rows = Firm.objects.all()
    gone: list[int] = []
    if moment is not None:
        rows = rows.filter(known_at__gte=moment - OVERLAP)
        ended = Firm.history.filter(version_of=None, retired_at__gte=moment - OVERLAP)
        gone = list(ended.values_list("pk", flat=True))
    return {"version": version, "firms": list(compact(rows)), "gone": gone}


def compact(rows: Any) -> Iterator[list[Any]]:
    catch_up(Firm, "name")
    kind = ContentType.objects.get_for_model(Firm)
    known = dict(NameEntry.objects.filter(model=kind).values_list("key", "initials"))
    for key, name, code in rows.order_by("pk").values_list("pk", "name", "credit_code"):
        yield [key, name, code, known.get(key) or sounds(name)[0]]
