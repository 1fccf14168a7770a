"""What must be in order on a machine for the service to do its work."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from wutong.config.migrating import pending
from wutong.foundation.audit.seals import verify
from wutong.foundation.files.models import File
from wutong.foundation.files.store import content_name, digest_of

OLDEST_POSTGRES = 150_000
OLDEST_SQLITE = (3, 37, 0)
FREE_GIGABYTES = 1.0
NAMED = 3  # files that a finding names


@dataclass(frozen=True, slots=True)
class Finding:
    ok: bool
    said: str
    remedy: str = ""


def database() -> Finding:
    """Connect past the pool, which would go on trying for half a minute."""
    driver: Any = connection.Database  # type: ignore[attr-defined]
    parameters = connection.get_connection_params()
    if connection.vendor == "postgresql":
        parameters.setdefault("connect_timeout", 5)
    try:
        with closing(driver.connect(**parameters)) as opened:
            if connection.vendor == "postgresql":
                return postgres(opened.info.server_version)
            opened.execute("PRAGMA schema_version")
    except driver.Error as error:
        return Finding(False, f"连不上：{str(error).strip()}", "检查 DATABASE_URL 与数据库服务")
    wanted = sqlite3.sqlite_version_info >= OLDEST_SQLITE
    return Finding(wanted, f"SQLite {sqlite3.sqlite_version}", "须 SQLite 3.37 或更高")


def postgres(number: int) -> Finding:
    said = f"PostgreSQL {number // 10_000}.{number % 10_000}"
    return Finding(number >= OLDEST_POSTGRES, said, "须 PostgreSQL 15 或更高")


def migrations() -> Finding:
    waiting = pending()
    said = f"{len(waiting)} 项未执行，最早为 {waiting[0]}" if waiting else "表结构与程序一致"
    return Finding(not waiting, said, "启动服务（wutong run）即自动执行；先备份")


def data_directory() -> Finding:
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR) as probe:
            probe.write(b"1")
    except OSError as error:
        return Finding(
            False, f"{settings.DATA_DIR} 不可写：{error.strerror}", "把目录交给运行服务的账号"
        )
    return Finding(True, str(settings.DATA_DIR))


def keys() -> Finding:
    files = [settings.DATA_DIR / name for name in ("secret.key", "trail.key")]
    loose = [file for file in files if file.exists() and stat.S_IMODE(file.stat().st_mode) & 0o077]
    if loose:
        names = " ".join(map(str, loose))
        return Finding(False, f"他人可读：{names}", f"chmod 600 {names}")
    return Finding(True, "仅运行服务的账号可读")


def front_end() -> Finding:
    """Compare the libraries npm installed with the exact versions that package.json names."""
    listed = json.loads((settings.SOURCE_DIR / "package.json").read_text(encoding="utf-8"))
    wrong = [
        name
        for name, version in listed["dependencies"].items()
        if version_installed(settings.NODE_MODULES / name) != version
    ]
    said = (
        f"缺少或版本不符：{'、'.join(wrong)}" if wrong else f"{len(listed['dependencies'])} 个齐全"
    )
    return Finding(not wrong, said, "在程序目录执行 make setup（即 npm ci）")


def version_installed(package: Path) -> str:
    try:
        described = json.loads((package / "package.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return str(described.get("version", ""))


def fonts() -> Finding:
    """Look for the Chinese fonts of printed documents: npm's own, else the system's."""
    found = {file.parent.parent.name for file in settings.NODE_MODULES.glob("@*/noto-*-sc/*/*.ttf")}
    if len(found) == 2:
        return Finding(True, "思源宋体、思源黑体")
    listing = "fc-list"
    if shutil.which(listing):
        done = subprocess.run([listing, ":lang=zh-cn", "family"], capture_output=True, text=True)
        if done.stdout.strip():
            return Finding(True, f"系统字体：{done.stdout.splitlines()[0]}")
    return Finding(False, "没有中文字体，PDF 中的汉字将缺失", "在程序目录执行 make setup")


def disk() -> Finding:
    free = shutil.disk_usage(settings.DATA_DIR).free / 2**30
    return Finding(free >= FREE_GIGABYTES, f"余 {free:.1f} GB", "清理磁盘或迁移数据目录")


def exposure() -> Finding:
    """Refuse what is for developers on a machine that serves others."""
    if settings.DEBUG:
        return Finding(False, "调试模式已打开，会显示程序内部信息", "去掉 WUTONG_DEBUG")
    local = set(settings.ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]"}
    if local or settings.HTTPS:
        return Finding(True, "仅本机访问" if local else "经 HTTPS 访问")
    return Finding(
        False, "对外服务而未启用 HTTPS，密码会明文传输", "在 HTTPS 代理之后设 WUTONG_HTTPS=1"
    )


def trail() -> Finding:
    verdict = verify()
    if verdict.sound:
        return Finding(True, f"{verdict.rows} 条，封印 {verdict.sealed} 条，前后相连")
    return Finding(False, verdict.first_break, "保留现场，报审计管理员，与所存链印和备份核对")


def files() -> Finding:
    """Read every stored file anew and compare it with the hash it was stored under."""
    names: dict[str, str] = {}
    for digest, name in File.history.order_by("-pk").values_list("digest", "name").iterator():
        names[digest] = name
    found = {digest: digest_of(content_name(digest)) for digest in names}
    missing = [names[digest] for digest, is_now in found.items() if not is_now]
    altered = [names[digest] for digest, is_now in found.items() if is_now not in ("", digest)]
    if not missing and not altered:
        return Finding(True, f"{len(found)} 个，与登记的校验值一致")
    said = [
        f"{len(each)} 个{word}：{'、'.join(each[:NAMED])}{'等' if len(each) > NAMED else ''}"
        for word, each in (("缺失", missing), ("被改动", altered))
        if each
    ]
    return Finding(False, "；".join(said), "保留现场，从最近的备份中恢复这些文件")


CHECKS: dict[str, Callable[[], Finding]] = {
    "数据库": database,
    "表结构": migrations,
    "数据目录": data_directory,
    "密钥文件": keys,
    "前端组件": front_end,
    "中文字体": fonts,
    "磁盘空间": disk,
    "对外设置": exposure,
    "附件": files,
    "留痕": trail,
}
ASK_DATABASE = {"表结构", "附件", "留痕"}


def examine() -> dict[str, Finding]:
    """Make every check; without a database, those that ask it wait."""
    findings = {"数据库": attempted(database)}
    for name, check in CHECKS.items():
        if name in ASK_DATABASE and not findings["数据库"].ok:
            findings[name] = Finding(False, "未能检查：数据库有问题", "先解决数据库")
        elif name not in findings:
            findings[name] = attempted(check)
    return findings


def attempted(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except Exception as error:  # of the database, the disk, the store of files: each has its own
        reason = str(error).strip().split(os.linesep)[0]
        return Finding(False, f"未能检查：{reason}", "先解决前面各项")
