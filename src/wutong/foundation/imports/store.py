"""The files of ledgers, kept under their content's hash: the same file is kept once."""

from __future__ import annotations

import shutil
from hashlib import file_digest
from pathlib import Path

from django.conf import settings


def keep_file(source: Path) -> tuple[str, int]:
    """Copy a file into the store; return its SHA-256 (hex) and size (bytes)."""
    with source.open("rb") as handle:
        digest = file_digest(handle, "sha256").hexdigest()
    target = kept_file(digest, source.suffix.lower())
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(target.suffix + ".new")
        shutil.copyfile(source, draft)
        draft.replace(target)
    return digest, source.stat().st_size


def kept_file(digest: str, suffix: str) -> Path:
    """Return where the file with that hash is kept; `suffix` as in its name, `.xlsx`."""
    return Path(settings.MEDIA_ROOT) / "ledgers" / digest[:2] / f"{digest}{suffix}"
