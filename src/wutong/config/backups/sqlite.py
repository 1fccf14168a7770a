"""The embedded database: copied while it is in use, put in place in one step."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from django.db import connection

from wutong.config.backups.archive import Content
from wutong.foundation.operations import Refused

MEMBER = "database.sqlite3"


def place() -> Path:
    return Path(connection.settings_dict["NAME"])


def dump(into: Path) -> Content:
    """Copy the database as it is at one moment, and count what the copy holds."""
    with closing(sqlite3.connect(place())) as live, closing(sqlite3.connect(into)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself
        refuse_damaged(copy)
        return content(copy)


def content(database: sqlite3.Connection) -> Content:
    tables = [
        name
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not name.startswith("sqlite_")
    ]
    rows = {
        name: int(database.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0])
        for name in sorted(tables)
    }
    applied: list[tuple[str, str]] = []
    if "django_migrations" in rows:
        applied = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return Content("sqlite", [f"{app}.{name}" for app, name in applied], rows)


def refuse_damaged(database: sqlite3.Connection) -> None:
    try:
        database.execute("PRAGMA ignore_check_constraints=ON")  # they call Django's functions
        found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Refused(f"数据库文件已损坏：{found}")


def load(dump: Path, aside: Path) -> None:
    """Put the copy in place of the database, which is kept in the folder `aside`."""
    with closing(sqlite3.connect(dump)) as copy:
        refuse_damaged(copy)
    connection.close()
    target = place()
    if target.exists():
        refuse_in_use(target)
        os.link(target, aside / target.name)
    incoming = target.with_name(f"{target.name}.restored")
    dump.replace(incoming)
    incoming.replace(target)


def refuse_in_use(target: Path) -> None:
    """Fold the write-ahead log into the database, which no one else may have open meanwhile."""
    try:
        with closing(sqlite3.connect(target, timeout=1)) as database:
            database.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        raise Refused("数据库正在使用中，请先停止服务") from error
    except sqlite3.DatabaseError:
        pass  # damaged: the very case for a restore
    for rest in ("-wal", "-shm"):
        target.with_name(target.name + rest).unlink(missing_ok=True)
