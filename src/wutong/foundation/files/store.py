"""Where the content of files is kept, under its hash: on disk, or in an S3-compatible store.

Content is written before the row that names it and never removed, so that no row, present or
former, points at nothing. The same content is kept once.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final

from django.core.files import File as Handle
from django.core.files.storage import FileSystemStorage, Storage, storages

PIECE: Final = 1024 * 1024
KEPT, DRAWN = "kept", "drawn"


def store() -> Storage:
    return storages["files"]


def is_remote() -> bool:
    return not isinstance(store(), FileSystemStorage)


def content_name(digest: str) -> str:
    return f"{KEPT}/{digest[:2]}/{digest}"


def picture_name(digest: str, size: str) -> str:
    """Return where the picture of a file is kept; `size` is `large` or `small`."""
    return f"{DRAWN}/{digest[:2]}/{digest}-{size}.jpg"


class Draft(Handle):  # type: ignore[type-arg]
    """A file that the store may move into place in one step, instead of copying it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def put(name: str, draft: Path) -> None:
    """Move a finished file into the store, unless it is there already."""
    if store().exists(name):
        return
    with draft.open("rb") as stream:
        store().save(name, Draft(stream, name=str(draft)))


def opened(name: str) -> IO[bytes]:
    found: Any = store().open(name, "rb")
    return found  # type: ignore[no-any-return]


def digest_of(name: str) -> str:
    """Return the SHA-256 of what is kept under a name; "" when nothing is."""
    if not store().exists(name):
        return ""
    digest = sha256()
    with opened(name) as stream:
        for piece in pieces(stream):
            digest.update(piece)
    return digest.hexdigest()


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece
