"""`wutong restore FILE.zip`: the machine as it was when the backup was made."""

from __future__ import annotations

import argparse
import fcntl
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from wutong.config.backups import archive
from wutong.config.backups.engines import engine
from wutong.config.migrating import bring_up_to_date
from wutong.foundation.audit.seals import digests_file
from wutong.foundation.files import store
from wutong.foundation.operations import Refused

NAME = "restore"
HELP = "恢复：核对备份无误后，把数据库和附件换成备份中的"
ACTS = False
MIGRATES = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.zip", type=Path, help="wutong backup 所存的文件")
    parser.add_argument("--yes", action="store_true", help="库中已有数据时也恢复（原有的另行保留）")


def run(options: argparse.Namespace) -> int:
    with machine_to_itself():
        manifest = archive.verified(options.file)
        refuse_unfit(manifest)
        if holds_people() and not options.yes:
            raise Refused("库中已有数据。确要换成备份中的，请加 --yes（原有的会另行保留）")
        aside = put_in_place(options.file)
        bring_up_to_date()
    print(f"已恢复 {manifest.made_at} 的备份（版本 {manifest.version}）")
    print(f"原有的数据留在 {aside}，确认无误后可自行删除；下面是体检：", flush=True)
    return subprocess.run([sys.executable, "-m", "wutong", "doctor"]).returncode


@contextmanager
def machine_to_itself() -> Iterator[None]:
    """Hold off the service for as long as this lasts; refuse while it runs."""
    with (settings.DATA_DIR / "running.lock").open("w", encoding="ascii") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Refused("服务正在运行（或另一恢复正在进行），请先停止服务") from error
        yield


def refuse_unfit(manifest: archive.Manifest) -> None:
    """Refuse a backup that this machine, as it is set up, could not live with."""
    if manifest.content.engine != connection.vendor:
        raise Refused(
            f"备份来自 {manifest.content.engine}，本机的 DATABASE_URL 是 {connection.vendor}，"
            "只能恢复到同一种数据库"
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.split(".")[0] for name in known}
    ahead = {name for name in manifest.content.migrations if name.split(".")[0] in ours} - known
    if ahead or numbered(manifest.version) > numbered(version("wutong")):
        raise Refused(f"备份由更新的版本（{manifest.version}）制作，请先升级程序再恢复")


def numbered(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def refuse_other_key(key: str) -> None:
    given = os.environ.get("WUTONG_TRAIL_KEY")
    if given and given != key:
        raise Refused(
            "环境变量 WUTONG_TRAIL_KEY 与备份中的封印密钥不同，恢复后将无法核对留痕；"
            "请先去掉该变量，或改为制作备份时所用的值"
        )


def holds_people() -> bool:
    people = get_user_model()
    if people._meta.db_table not in connection.introspection.table_names():
        return False
    return people._default_manager.exists()


def put_in_place(backup: Path) -> Path:
    """Swap in what the backup holds; return the folder that keeps what was there."""
    now = timezone.localtime()
    aside = settings.DATA_DIR / f"before-restore-{now:%Y%m%d-%H%M%S}"
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix="restore-") as drafts:
        unpacked = Path(drafts)
        archive.extract(backup, unpacked)
        refuse_other_key((unpacked / archive.TRAIL_KEY).read_text(encoding="ascii"))
        aside.mkdir(mode=0o700)
        engine().load(unpacked / engine().MEMBER, aside)
        (unpacked / archive.FILES).mkdir(exist_ok=True)
        swap(Path(settings.MEDIA_ROOT), unpacked / archive.FILES, aside)
        for file in (settings.DATA_DIR / archive.TRAIL_KEY, digests_file()):
            swap(file, unpacked / file.name, aside)
    send_files()
    return aside


def send_files() -> None:
    """Put the files that came back where they are kept, when that is an S3-compatible store."""
    if not store.is_remote():
        return
    root = Path(settings.MEDIA_ROOT)
    for file in sorted((root / store.KEPT).rglob("*")):
        if file.is_file():
            store.put(file.relative_to(root).as_posix(), file)


def swap(place: Path, incoming: Path, aside: Path) -> None:
    """Move what is in a place aside and what comes in, if anything does, into the place."""
    if place.exists():
        place.rename(aside / place.name)
    if incoming.exists():
        incoming.rename(place)
