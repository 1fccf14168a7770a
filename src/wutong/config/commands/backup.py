"""`wutong backup FILE.zip`: everything the county has entered, at one moment, in one file."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from wutong.config.backups import archive
from wutong.config.backups.engines import engine
from wutong.foundation.audit.seals import digests_file
from wutong.foundation.files import store
from wutong.foundation.files.models import File
from wutong.foundation.operations import Refused

NAME = "backup"
HELP = "备份：数据库、附件、封印密钥与链印，存为一个 .zip"
ACTS = False
MIGRATES = False  # before an upgrade, the database is kept as the old version left it


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.zip", type=Path, help="备份文件；从不覆盖已有文件")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    if options.file.exists():
        raise Refused(f"{options.file} 已存在，备份从不覆盖已有文件，请换一个文件名")
    if not connection.introspection.table_names():
        raise Refused("库中还没有数据，不必备份")
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="backup-") as drafts:
        manifest = back_up(options.file, Path(drafts))
    if options.json:
        print(json.dumps(asdict(manifest), ensure_ascii=False))
    else:
        size = options.file.stat().st_size / 2**20
        rows = sum(manifest.content.rows.values())
        files = sum(name.startswith(archive.FILES) for name in manifest.digests)
        print(f"已备份到 {options.file}（{size:.1f} MB）：{rows} 行数据，{files} 个附件")
        print("  内有封印密钥和全部资料，请另机保管，勿外传")
    return 0


def back_up(target: Path, drafts: Path) -> archive.Manifest:
    """Copy digests before rows and rows before files, so that no copy points past another."""
    key = drafts / archive.TRAIL_KEY
    key.write_text(settings.TRAIL_KEY, encoding="ascii")
    digests = drafts / digests_file().name
    if digests_file().exists():
        digests.write_bytes(digests_file().read_bytes())
    made_at = timezone.localtime().isoformat(timespec="seconds")
    dump = drafts / engine().MEMBER
    content = engine().dump(dump)
    files = [*stored_files(), *remote_files(drafts / "remote")]
    members = [*((file.name, file) for file in (dump, key, digests)), *files]
    return archive.write(target, members, content, version("wutong"), made_at)


def stored_files() -> Iterator[tuple[str, Path]]:
    root = Path(settings.MEDIA_ROOT)
    for file in sorted(root.rglob("*")):
        if file.is_file():
            yield archive.FILES + file.relative_to(root).as_posix(), file


def remote_files(drafts: Path) -> Iterator[tuple[str, Path]]:
    """Fetch what an S3-compatible store keeps, so that the backup is whole in itself."""
    if not store.is_remote() or File._meta.db_table not in connection.introspection.table_names():
        return
    for digest in File.history.order_by().values_list("digest", flat=True).distinct():
        name = store.content_name(digest)
        draft = drafts / name
        draft.parent.mkdir(parents=True, exist_ok=True)
        with store.opened(name) as content, draft.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        yield archive.FILES + name, draft
