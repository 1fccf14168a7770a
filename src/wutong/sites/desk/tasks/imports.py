"""Long work on a batch (读取、核对、写入、撤销): in the request when short, else in a thread.

A batch under work is marked by a lock on a small file, which the system itself releases when the
process ends: so that a page can tell work going on from work that was cut off.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

from django.conf import settings
from django.db import OperationalError, connections

from wutong.foundation.imports.models import Batch
from wutong.foundation.imports.operations import fail_batch
from wutong.foundation.imports.progress import tell
from wutong.foundation.operations import Refused

MANY_BYTES = 512 * 1024  # of workbooks: some 15,000 rows
MANY_ROWS = 3_000
BROKE = "程序出错，什么也没有写入。请把时间告诉系统管理员，由其查看运行日志"
BUSY = "数据库正忙，什么也没有写入，请稍后再试"

log = logging.getLogger(__name__)


def _mark(batch_key: int) -> Path:
    folder = Path(settings.DATA_DIR) / "progress"
    folder.mkdir(exist_ok=True)
    return folder / f"{batch_key}.lock"


def is_busy(batch_key: int) -> bool:
    """Return whether a process is at work on the batch now."""
    place = _mark(batch_key)
    if not place.exists():
        return False
    with place.open("a", encoding="ascii") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


def work_on(
    batch: Batch,
    work: Callable[[], Any],
    *,
    actor: Any,
    is_long: bool,
    opening: str,
    failure_ends: bool = True,
) -> None:
    """Do the work, here or (when long) in a thread; a failure is kept with the batch.

    With `failure_ends` off, a refusal is raised where somebody waits for the answer.
    """
    mark = _mark(batch.pk).open("a", encoding="ascii")
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        mark.close()
        raise Refused("该批次正在处理，请等它完成") from error
    if is_long:
        tell(batch.pk, opening)
        Thread(target=_apart, args=(batch, work, actor, mark), daemon=True).start()
    elif failure_ends:
        _kept(batch, work, actor, mark)
    else:
        with mark:
            work()


def _apart(batch: Batch, work: Callable[[], Any], actor: Any, mark: TextIO) -> None:
    try:
        _kept(batch, work, actor, mark)
    finally:
        connections.close_all()


def _kept(batch: Batch, work: Callable[[], Any], actor: Any, mark: TextIO) -> None:
    """Do the work; keep with the batch, in words, why it failed."""
    with mark:
        try:
            work()
        except Refused as refusal:
            _fail(batch, str(refusal), actor)
        except OperationalError:
            log.exception("import batch %s", batch.pk)
            _fail(batch, BUSY, actor)
        except Exception:
            log.exception("import batch %s", batch.pk)
            _fail(batch, BROKE, actor)


def _fail(batch: Batch, words: str, actor: Any) -> None:
    batch.refresh_from_db()
    fail_batch(batch, problem=words, actor=actor)
