"""Pictures of files, made by another process: what opens a stranger's file may fall, not we."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.utils import timezone

from wutong.foundation.files.kinds import MediaType
from wutong.foundation.files.unfit import Unfit

SCRIPT: Final = Path(__file__).with_name("draughtsman.py")
LARGE, SMALL = 1600, 320  # pixels on the longer side
PATIENCE: Final = 60  # seconds, on a machine that is busy
REASONS: Final = {
    "locked": ("设有打开密码", "请取消密码后重新上传"),
    "huge": ("展开后过大，可能是恶意文件", "请缩小尺寸或重新拍照后上传"),
    "broken": ("已损坏或没有传完整", "请打开确认、另存后重新上传"),
}


@dataclass(frozen=True)
class Drawn:
    large: Path
    small: Path
    pages: int
    taken_at: datetime | None  # when a camera says it took the picture


def draw(kind: MediaType, file: Path, folder: Path, called: str) -> Drawn:
    """Draw a file into a folder. Raises Unfit for one that cannot be opened within bounds."""
    command = [sys.executable, "-I", SCRIPT, kind.code, file, folder, LARGE, SMALL]
    try:
        done = subprocess.run(
            [str(part) for part in command],
            capture_output=True,
            timeout=PATIENCE,
            env={"PATH": "", "LANG": "C.UTF-8"},
            cwd=folder,
        )
    except subprocess.TimeoutExpired as error:
        raise Unfit(called, *REASONS["huge"]) from error
    found = read(done.stdout)
    wrong = found.get("wrong", "huge" if done.returncode < 0 else "broken")
    if wrong:
        raise Unfit(called, *REASONS[wrong])
    large, small = folder / "large.jpg", folder / "small.jpg"
    return Drawn(large, small, int(found["pages"]), moment(found["taken_at"]))


def read(said: bytes) -> dict[str, str]:
    try:
        return dict(json.loads(said))
    except ValueError:
        return {}


def moment(written: str) -> datetime | None:
    """Return the time that a camera wrote, as that of our own clocks; None when it makes none."""
    try:
        return timezone.make_aware(datetime.strptime(written, "%Y:%m:%d %H:%M:%S"))
    except ValueError:
        return None
