"""From an upload to ledgers on disk: many files, a folder, or a .zip of one; bounded throughout."""

from __future__ import annotations

import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

from wutong.foundation.operations import Refused

MIB: Final = 1024 * 1024
MOST_FILES: Final = 200
MOST_BYTES: Final = 500 * MIB
PIECE: Final = MIB
LONGEST_NAME: Final = 255
STALE: Final = 24 * 3600  # seconds after which what a cut-off upload left is removed
JUNK: Final = ("thumbs.db", "desktop.ini")
TOO_LARGE: Final = "一次最多上传500MB，请分几次上传"
TOO_MANY: Final = f"一次最多上传{MOST_FILES}个文件，请分几次上传"

Files = list[tuple[str, Path]]


class ToDisk(TemporaryFileUploadHandler):
    """Writes every file to disk as it comes; of an upload that is too large it keeps nothing."""

    def handle_raw_input(self, stream: Any, meta: Any, length: int, *rest: Any) -> None:
        self.is_too_large = length > MOST_BYTES
        if self.request is not None:
            self.request.is_too_large = self.is_too_large  # type: ignore[attr-defined]

    def new_file(self, *given: Any, **named: Any) -> None:
        if self.is_too_large:
            raise SkipFile
        super().new_file(*given, **named)


def take_in(uploads: list[Any], paths: list[str]) -> tuple[Path, Files]:
    """Move uploaded files into a folder of their own; return it, and name and place of each.

    `paths` say where in a dropped folder each file lay, so that units' files of the same name
    stay apart. Raises Refused.
    """
    folder = new_folder()
    try:
        files = list(_taken(uploads, paths, folder))
        if not files:
            raise Refused("没有可以导入的文件，请选择 Excel 或 CSV 台账")
        if len(files) > MOST_FILES:
            raise Refused(TOO_MANY)
    except Refused:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder, files


def new_folder() -> Path:
    incoming = Path(settings.DATA_DIR) / "incoming"
    incoming.mkdir(exist_ok=True)
    for old in incoming.iterdir():
        if old.stat().st_mtime < time.time() - STALE:
            shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=incoming))


def _taken(uploads: list[Any], paths: list[str], folder: Path) -> Iterator[tuple[str, Path]]:
    told = paths if len(paths) == len(uploads) else [upload.name for upload in uploads]
    for number, (upload, path) in enumerate(zip(uploads, told, strict=True)):
        name = shown_name(path or upload.name)
        if is_junk(name):
            continue
        if name.lower().endswith(".zip"):
            yield from _unpacked(Path(upload.temporary_file_path()), name, folder, number)
            continue
        place = folder / f"{number:04d}{Path(name).suffix.lower()}"
        shutil.move(upload.temporary_file_path(), place)
        yield name, place


def shown_name(path: str) -> str:
    """Return a name to show: one line, forward slashes, the end of one that is too long."""
    clean = " ".join(path.replace("\\", "/").split())
    parts = [part for part in clean.split("/") if part not in ("", ".", "..")]
    return "/".join(parts)[-LONGEST_NAME:] or "未命名"


def is_junk(name: str) -> bool:
    leaf = PurePosixPath(name).name
    return leaf.startswith((".", "~$")) or leaf.lower() in JUNK or name.startswith("__MACOSX/")


def _unpacked(archive: Path, called: str, folder: Path, number: int) -> Iterator[tuple[str, Path]]:
    """Yield the ledgers of a .zip, copied with a bound, whatever its directory says of sizes."""
    try:
        with zipfile.ZipFile(archive) as opened:
            _check_names(map(name_in, opened.infolist()), called)
            members = [m for m in opened.infolist() if not m.is_dir() and not is_junk(name_in(m))]
            _check_members(members, called)
            left = MOST_BYTES
            for order, member in enumerate(members):
                name = shown_name(name_in(member))
                place = folder / f"{number:04d}-{order:04d}{Path(name).suffix.lower()}"
                left -= _copy(opened, member, place, left)
                yield name, place
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        words = f"压缩包“{called}”打不开（可能已损坏或设有密码），请解压后直接上传文件夹"
        raise Refused(words) from error


def _check_members(members: list[zipfile.ZipInfo], called: str) -> None:
    if len(members) > MOST_FILES:
        raise Refused(f"压缩包“{called}”里超过{MOST_FILES}个文件，请分几次上传")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused(f"压缩包“{called}”解开后超过500MB，请分几次上传")
    if any(name_in(member).lower().endswith((".zip", ".rar", ".7z")) for member in members):
        raise Refused(f"压缩包“{called}”里还有压缩包，请全部解压后上传文件夹")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(f"压缩包“{called}”设有密码，请解压后直接上传文件夹")


def _check_names(names: Iterable[str], called: str) -> None:
    for name in names:
        if leads_out(name):
            words = f"压缩包“{called}”里的“{name}”要写到压缩包以外的位置，可能不安全"
            raise Refused(f"{words}，请解压检查后直接上传文件夹")


def leads_out(name: str) -> bool:
    """Return whether a member's name leads out of the folder it is unpacked in."""
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or ":" in path.partition("/")[0]


def name_in(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Windows writes Chinese names in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _copy(opened: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, most: int) -> int:
    size = 0
    with opened.open(member) as source, place.open("wb") as target:
        while piece := source.read(PIECE):
            size += len(piece)
            if size > most:
                raise Refused("压缩包解开后超过500MB，请分几次上传")
            target.write(piece)
    return size


def batch_name(files: Files) -> str:
    """Return what to call a batch: its folder, else its first file."""
    names = sorted(name for name, _ in files)
    tops = {PurePosixPath(name).parts[0] for name in names if "/" in name}
    if len(tops) == 1 and all("/" in name for name in names):
        return tops.pop()[:200]
    first = PurePosixPath(names[0]).stem
    return (first if len(names) == 1 else f"{first} 等 {len(names)} 个文件")[:200]
