"""PostgreSQL, by its own tools: a dump of one snapshot, restored in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from wutong.config.backups.archive import Content
from wutong.foundation.operations import Refused

MEMBER = "database.dump"


def dump(into: Path) -> Content:
    """Dump the database, and count what it holds, as of one and the same snapshot."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            rows[table] = int(cursor.fetchone()[0])
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        applied = [f"{app}.{name}" for app, name in cursor.fetchall()]
        tool(
            "pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", "-f", into
        )
    return Content("postgresql", applied, rows)


def load(dump: Path, aside: Path) -> None:
    """Replace the database by the dump; the one it replaces is dumped to the folder `aside`."""
    script = dump.with_suffix(".sql")
    run([found("pg_restore"), "--no-owner", "--no-privileges", "-f", script, dump])
    tool("pg_dump", "-Fc", "-f", aside / MEMBER)
    anew = ("-c", "DROP SCHEMA public CASCADE", "-c", "CREATE SCHEMA public")
    once = ("--single-transaction", "-v", "ON_ERROR_STOP=1", "--quiet", "--no-psqlrc")
    connection.close()
    tool("psql", *once, *anew, "-f", script)


def tool(name: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs on our database."""
    command, environment = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    reach = [*command[1:-1], "-d", command[-1]]
    run([found(name), *reach, *arguments], environment)


def found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise Refused(
            f"没有找到 {program}，请安装与服务器同版本的 PostgreSQL 客户端（postgresql-client）"
        )
    return path


def run(command: list[str | Path], environment: dict[str, str] | None = None) -> None:
    """Run a program; refuse in its own words when it fails."""
    around = {**os.environ, **(environment or {})}
    done = subprocess.run(command, env=around, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"{Path(command[0]).name} 失败：{done.stderr.strip()}")
