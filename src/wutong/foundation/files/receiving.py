"""From an upload to content in the store: copied within bounds, hashed, judged, drawn.

All this happens before any row is written and outside of any transaction: it takes its time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings
from django.core import signing

from wutong.foundation.files import drawing, store
from wutong.foundation.files.kinds import BY_NAME, clean_name, type_of
from wutong.foundation.files.unfit import Unfit
from wutong.foundation.operations import Refused

MIB: Final = 1024 * 1024
SALT: Final = "wutong.files.received"
KEEPS: Final = 24 * 3600  # seconds that an official may take over a form before sending it again


@dataclass(frozen=True)
class Received:
    """Content that is in the store, not yet anybody's."""

    digest: str
    size: int
    media_type: str
    name: str
    pages: int = 0
    taken_at: datetime | None = None


def receive(upload: IO[bytes] | Any, name: str) -> Received:
    """Take in what was uploaded under a name. Raises Unfit."""
    called = clean_name(name)
    with workroom() as folder:
        file = folder / "content"
        digest, size = copied(upload, file, called)
        kind = type_of(file, called)
        pages, taken_at = 0, None
        if kind.is_drawn:
            drawn = drawing.draw(kind, file, folder, called)
            pages, taken_at = drawn.pages, drawn.taken_at
            store.put(store.picture_name(digest, "large"), drawn.large)
            store.put(store.picture_name(digest, "small"), drawn.small)
        store.put(store.content_name(digest), file)
    return Received(digest, size, kind.name, called, pages, taken_at)


@contextmanager
def workroom() -> Iterator[Path]:
    """Lend a folder beside the store, from which a file is moved into it in one step."""
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="receiving-") as folder:
        yield Path(folder)


def copied(upload: IO[bytes] | Any, target: Path, called: str) -> tuple[str, int]:
    digest, size, most = sha256(), 0, settings.LARGEST_FILE
    with target.open("wb") as copy:
        for piece in store.pieces(upload):
            size += len(piece)
            if size > most:
                todo = "请压缩或拆成几个文件后上传"
                raise Unfit(called, f"超过{most // MIB}MB", todo)
            digest.update(piece)
            copy.write(piece)
    return digest.hexdigest(), size


def redraw(digest: str, media_type: str) -> None:
    """Draw anew what is kept, where its pictures are missing."""
    kind = BY_NAME[media_type]
    with workroom() as folder:
        file = folder / "content"
        with store.opened(store.content_name(digest)) as stream, file.open("wb") as copy:
            for piece in store.pieces(stream):
                copy.write(piece)
        drawn = drawing.draw(kind, file, folder, digest[:8])
        store.put(store.picture_name(digest, "large"), drawn.large)
        store.put(store.picture_name(digest, "small"), drawn.small)


def ticket(received: Received, official: Any) -> str:
    """Return a signed text by which a form can send again what this official sent already."""
    taken = received.taken_at.isoformat() if received.taken_at else ""
    return signing.dumps([official.pk, {**asdict(received), "taken_at": taken}], salt=SALT)


def redeemed(text: str, official: Any) -> Received:
    """Return what a ticket stands for. Refuses one of another official's, altered or old."""
    try:
        whose, facts = signing.loads(text, salt=SALT, max_age=KEEPS)
    except signing.BadSignature as error:
        raise Refused("已传的文件已过期，请重新选择文件") from error
    if whose != official.pk:
        raise Refused("已传的文件不是您上传的，请重新选择文件")
    taken = facts["taken_at"]
    return Received(**{**facts, "taken_at": datetime.fromisoformat(taken) if taken else None})
