"""How far a long import has come, told outside its transaction: one small file a batch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Told:
    """What is being done, in words, and how many of a hundred parts of it are; None: unknown."""

    text: str = ""
    percent: int | None = None


def _file(batch_id: int) -> Path:
    folder = Path(settings.DATA_DIR) / "progress"
    folder.mkdir(exist_ok=True)
    return folder / f"{batch_id}.txt"


def tell(batch_id: int, text: str, *, done: int = 0, of: int = 0) -> None:
    draft = _file(batch_id).with_suffix(".new")
    draft.write_text(f"{100 * done // of if of else ''}\n{text}", encoding="utf-8")
    draft.replace(_file(batch_id))


def told(batch_id: int) -> Told:
    try:
        percent, _, text = _file(batch_id).read_text(encoding="utf-8").partition("\n")
    except FileNotFoundError:
        return Told()
    return Told(text, int(percent) if percent else None)


def forget(batch_id: int) -> None:
    _file(batch_id).unlink(missing_ok=True)
