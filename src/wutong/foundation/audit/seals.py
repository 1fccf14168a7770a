"""Sealing the trail (链印): a keyed hash chain, made after the fact and in order.

`seal_pending` takes all rows that have no seal yet; whoever finds another sealer at work leaves
it to them. The last digest of every day is also written to a file outside the database
(`trail-digests.tsv` in the data directory), so that a cut-off tail shows; print it in a report,
mail it to the audit administrator, keep the file elsewhere.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from wutong.foundation.audit.models import Seal, Trail

SEALER = 7_270_001  # this lock's number on PostgreSQL
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Verdict:
    sound: bool
    rows: int
    sealed: int
    first_break: str  # in words; empty when sound


def link(before: str, row: Trail) -> str:
    """Return the digest of a row that follows the digest `before` (hex, 64 characters)."""
    key = settings.TRAIL_KEY.encode()
    return hmac.new(key, (before + row.canonical()).encode(), sha256).hexdigest()


def seal_later() -> None:
    """Seal once the transaction under way is over, so that writers never queue for it."""
    transaction.on_commit(seal_pending, robust=True)


def seal_pending() -> int:
    """Seal every row that has no seal yet; return how many were sealed."""
    total = 0
    while (done := _seal_some()) > 0:
        total += done
    if total:
        publish_digest()
    return total


@transaction.atomic
def _seal_some() -> int:
    if not _my_turn():
        return 0
    last = Seal.objects.order_by("-position").first()
    position, digest = (last.position, last.digest) if last else (0, "")
    seals = []
    for row in Trail.objects.filter(seal=None).order_by("pk")[:AT_ONCE]:
        position, digest = position + 1, link(digest, row)
        seals.append(Seal(position=position, trail=row, digest=digest))
    Seal.objects.bulk_create(seals, batch_size=500)
    return len(seals)


def _my_turn() -> bool:
    """Return whether no one else is sealing; SQLite's writers exclude each other anyway."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
        return bool(cursor.fetchone()[0])


def digests_file() -> Path:
    return Path(settings.DATA_DIR) / "trail-digests.tsv"


def latest_digest() -> tuple[int, str]:
    """Return position and digest of the last seal, (0, "") on an empty chain."""
    last = Seal.objects.order_by("-position").first()
    return (last.position, last.digest) if last else (0, "")


def published() -> dict[str, tuple[int, str]]:
    """Return what was published outside the database: day → (position, digest)."""
    file = digests_file()
    if not file.exists():
        return {}
    lines = [line.split("\t") for line in file.read_text(encoding="ascii").splitlines() if line]
    return {day: (int(position), digest) for day, position, digest in lines}


def publish_digest() -> None:
    """Write the day's last digest to the file outside the database; one line a day."""
    known = published()
    known[timezone.localdate().isoformat()] = latest_digest()
    lines = [f"{day}\t{position}\t{digest}\n" for day, (position, digest) in sorted(known.items())]
    draft = digests_file().with_suffix(".new")
    draft.write_text("".join(lines), encoding="ascii")
    draft.replace(digests_file())


def verify() -> Verdict:
    """Walk the whole chain and return what was found, the first break in words."""
    seal_pending()
    digest, position = "", 0
    outside = {position: (day, digest) for day, (position, digest) in published().items()}
    rows = Trail.objects.count()
    for seal in Seal.objects.select_related("trail").order_by("position").iterator(2_000):
        position += 1
        wrong = _wrong_with(seal, position, digest, outside)
        if wrong:
            return Verdict(False, rows, position - 1, wrong)
        digest = seal.digest
    cut = [day for at, (day, _) in outside.items() if at > position]
    if cut:
        return Verdict(False, rows, position, f"{min(cut)} 公布过的链印已不在库中：尾部被截断")
    if rows != position:
        return Verdict(False, rows, position, f"留痕 {rows} 条，链印 {position} 条，两者不符")
    return Verdict(True, rows, position, "")


def _wrong_with(seal: Seal, position: int, before: str, outside: dict[int, tuple[str, str]]) -> str:
    if seal.position != position:
        return f"第 {position} 条链印缺失"
    if not hmac.compare_digest(seal.digest, link(before, seal.trail)):
        return f"第 {position} 条（留痕 {seal.trail_id}）与链印不符：内容被改动或重新封印"
    day, digest = outside.get(position, ("", ""))
    return (
        f"第 {position} 条与 {day} 公布的链印不符：其后被重新封印"
        if day and digest != seal.digest
        else ""
    )
