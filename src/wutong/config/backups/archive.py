"""The .zip itself: written once, never over another; read only when every byte is vouched for."""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from wutong.foundation.operations import Refused

FORMAT = 1
MANIFEST = "manifest.json"
TRAIL_KEY = "trail.key"
FILES = "files/"
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Content:
    """What a backup says about the database in it."""

    engine: str
    migrations: list[str]
    rows: dict[str, int]  # by table


@dataclass(frozen=True, slots=True)
class Manifest:
    format: int
    version: str
    made_at: str
    content: Content
    digests: dict[str, str]  # SHA-256 by member


def write(
    archive: Path, members: Iterable[tuple[str, Path]], content: Content, version: str, made_at: str
) -> Manifest:
    """Write the backup to `archive`, which must not exist yet, readable by its owner alone."""
    try:
        handle = os.fdopen(os.open(archive, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError as error:
        raise Refused(f"{archive} 已存在，备份从不覆盖已有文件，请换一个文件名") from error
    try:
        with handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as pack:
            digests = {name: _add(pack, name, file) for name, file in members if file.is_file()}
            manifest = Manifest(FORMAT, version, made_at, content, digests)
            pack.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            pack.close()
            handle.flush()
            os.fsync(handle.fileno())
    except BaseException:
        archive.unlink()
        raise
    return manifest


def _add(pack: zipfile.ZipFile, name: str, file: Path) -> str:
    with file.open("rb") as source, pack.open(name, "w", force_zip64=True) as target:
        return _copied(source, target)


def _copied(source: IO[bytes], target: IO[bytes] | None = None) -> str:
    """Copy all of `source`; return its SHA-256."""
    digest = sha256()
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        if target:
            target.write(chunk)
    return digest.hexdigest()


def verified(archive: Path) -> Manifest:
    """Return the manifest of a backup that is whole and unaltered; refuse any other."""
    try:
        with zipfile.ZipFile(archive) as pack:
            manifest = _manifest(pack)
            names = set(pack.namelist()) - {MANIFEST}
            if names != set(manifest.digests) or len(pack.namelist()) != len(names) + 1:
                raise Refused("备份不完整：所含文件与清单不符")
            for name, digest in manifest.digests.items():
                _refuse_stray(name)
                with pack.open(name) as member:
                    if _copied(member) != digest:
                        raise Refused(f"备份已损坏：{name} 与清单中的校验值不符")
    except FileNotFoundError as error:
        raise Refused(f"没有文件 {archive}") from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Refused(f"{archive} 不是完好的备份文件") from error
    return manifest


def _manifest(pack: zipfile.ZipFile) -> Manifest:
    try:
        said = json.loads(pack.read(MANIFEST))
        if said["format"] > FORMAT:
            raise Refused(f"备份由更新的版本（{said['version']}）制作，请先升级程序")
        return Manifest(**said | {"content": Content(**said["content"])})
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("不是梧桐的备份：没有可读的清单") from error


def _refuse_stray(name: str) -> None:
    """Refuse a member that would be written anywhere but below where it belongs."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise Refused(f"备份中有越界的路径：{name}")


def extract(archive: Path, into: Path) -> None:
    """Unpack a verified backup, each file for its owner's eyes only."""
    with zipfile.ZipFile(archive) as pack:
        for name in pack.namelist():
            target = into / name
            target.parent.mkdir(parents=True, exist_ok=True)
            with pack.open(name) as source, target.open("wb") as copy:
                _copied(source, copy)
            if not name.startswith(FILES):
                target.chmod(0o600)
