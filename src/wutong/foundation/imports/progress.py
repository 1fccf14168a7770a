"""How far a long import has come, told outside its transaction: one small file a batch."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def _file(batch_id: int) -> Path:
    folder = Path(settings.DATA_DIR) / "progress"
    folder.mkdir(exist_ok=True)
    return folder / f"{batch_id}.txt"


def tell(batch_id: int, text: str) -> None:
    draft = _file(batch_id).with_suffix(".new")
    draft.write_text(text, encoding="utf-8")
    draft.replace(_file(batch_id))


def told(batch_id: int) -> str:
    try:
        return _file(batch_id).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def forget(batch_id: int) -> None:
    _file(batch_id).unlink(missing_ok=True)
