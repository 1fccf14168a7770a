"""What is no ledger is refused on the page: which file, why, what to do; nothing of it is kept."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlwt

from tests.imports.books import PROJECT_HEAD, Desk, a_project, write
from wutong.attract.projects.models import Project
from wutong.foundation.imports import safety
from wutong.foundation.imports.models import Batch, LedgerSheet, Row
from wutong.sites.desk.forms import ledger_files


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目"))


def repacked(path: Path, name: str, **parts: bytes) -> Path:
    """Return a copy of a workbook with some parts added."""
    target = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        for part, data in parts.items():
            new.writestr(part.replace("__", "/").replace("_", "."), data)
    return target


def a_bomb(good: Path) -> Path:
    return repacked(good, "压缩炸弹.xlsx", xl__media__a_bin=bytes(safety.RATIO_FROM + 1))


def a_macro(good: Path) -> Path:
    return repacked(good, "带宏.xlsm", xl__vbaProject_bin=b"x")


def an_encrypted_package(good: Path) -> Path:
    """Return what Excel writes for a workbook with a password: a package within OLE."""
    path = good.with_name("设密码.xlsx")
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "序号")
    book.save(str(path))
    old, new = (
        name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2)
        for name in ("Workbook", "EncryptedPackage")
    )
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def with_encrypted_parts(good: Path, name: str = "压缩加密.xlsx") -> Path:
    """Return an archive whose headers say that its members are encrypted."""
    data = bytearray(good.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(mark, at + 4)
    path = good.with_name(name)
    path.write_bytes(data)
    return path


def cut_short(good: Path) -> Path:
    path = good.with_name("没传完.xlsx")
    path.write_bytes(good.read_bytes()[:3000])
    return path


def empty(good: Path) -> Path:
    path = good.with_name("空文件.xlsx")
    path.touch()
    return path


def a_picture(good: Path) -> Path:
    path = good.with_name("其实是图片.xlsx")
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return path


def a_web_page(good: Path) -> Path:
    path = good.with_name("网页.xls")
    path.write_text("<html><table><tr><td>序号</td></tr></table>", encoding="utf-8")
    return path


def no_table(good: Path) -> Path:
    path = good.with_name("其实是文档.xlsx")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return path


def broken_far_down(good: Path) -> Path:
    """Return a .csv whose quotes go wrong below what anybody looks at first."""
    path = good.with_name("项目台账二.csv")
    rows = [PROJECT_HEAD, *(a_project(f"CSV{n}", f"表格项目{n}") for n in range(300))]
    lines = [",".join(map(str, row)) for row in rows]
    lines[250] = lines[250].replace("表格项目", '"表格"项目', 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "why", "todo"),
    [
        (a_bomb, "恶意压缩文件", "拆成几个文件"),
        (a_macro, "含有宏", "另存为不含宏的"),
        (an_encrypted_package, "设有打开密码", "取消密码后重新上传"),
        (with_encrypted_parts, "设有打开密码", "取消密码后重新上传"),
        (cut_short, "已损坏或没有传完整", "另存后重新上传"),
        (empty, "是空文件", "检查后重新上传"),
        (a_picture, "不是Excel表格或CSV文件", "另存为.xlsx"),
        (a_web_page, "其实是网页或XML", "另存为“Excel 工作簿"),
        (no_table, "不是Excel表格或CSV文件", "另存为.xlsx"),
        (broken_far_down, "的引号或格式不对", "改正引号"),
    ],
)
def test_a_file_that_is_no_ledger_is_named_and_the_others_go_on(
    make: Callable[[Path], Path], why: str, todo: str, desk: Desk, good: Path
) -> None:
    bad = make(good)

    batch = desk.upload(bad, good)

    refused = batch.ledgers.exclude(refusal="").get()
    page = desk.get(f"/imports/{batch.pk}/")
    assert refused.refusal in page
    assert all(words in refused.refusal for words in (f"文件“{bad.name}”", why, todo))
    assert not LedgerSheet.objects.filter(ledger=refused).exists()
    assert desk.apply(batch).state == Batch.State.APPLIED
    assert [p.code for p in Project.objects.all()] == ["XM1"]


def test_a_file_that_is_too_large_is_named(
    desk: Desk, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "LARGEST_FILE", 1000)

    batch = desk.upload(good)

    assert "文件“项目台账.xlsx”超过200MB" in desk.get(f"/imports/{batch.pk}/")
    assert not Row.objects.exists()


def test_content_counts_not_the_ending(desk: Desk, good: Path) -> None:
    batch = desk.take(good.rename(good.with_name("其实是xlsx.csv")))

    assert not batch.ledgers.exclude(refusal="").exists()
    assert Project.objects.get().code == "XM1"


def an_archive(good: Path, *names: str) -> Path:
    path = good.with_name("石峡镇台账.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), good.read_bytes())
    return path


@pytest.mark.parametrize(
    "name", ["../../项目台账.xlsx", "/etc/项目台账.xlsx", "..\\a.xlsx", "C:/a.xlsx"]
)
def test_an_archive_whose_files_lead_out_of_it_is_refused(
    name: str, desk: Desk, good: Path
) -> None:
    desk.send(an_archive(good, "好的.xlsx", name))

    page = desk.get("/imports/")
    assert "压缩包“石峡镇台账.zip”" in page
    assert "要写到压缩包以外的位置" in page
    assert not Batch.objects.exists()


def test_an_archive_with_a_password_is_refused(desk: Desk, good: Path) -> None:
    desk.send(with_encrypted_parts(an_archive(good, "a.xlsx"), "加密.zip"))

    assert "压缩包“加密.zip”设有密码，请解压后直接上传文件夹" in desk.get("/imports/")
    assert not Batch.objects.exists()


def test_an_archive_that_unpacks_to_too_much_is_refused(
    desk: Desk, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = an_archive(good, "a.xlsx", "b.xlsx")
    monkeypatch.setattr(ledger_files, "MOST_BYTES", 6000)

    desk.send(archive)

    assert "请分几次上传" in desk.get("/imports/")
    assert not Batch.objects.exists()


def test_a_broken_archive_is_refused(desk: Desk, good: Path) -> None:
    path = good.with_name("坏的.zip")
    path.write_bytes(an_archive(good, "a.xlsx").read_bytes()[:2000])

    desk.send(path)

    assert "压缩包“坏的.zip”打不开" in desk.get("/imports/")
    assert not Batch.objects.exists()


def test_an_upload_that_is_too_large_is_refused_before_it_is_kept(
    desk: Desk, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_files, "MOST_BYTES", 1000)

    desk.send(good)

    assert "一次最多上传500MB" in desk.get("/imports/")
    assert not Batch.objects.exists()


def test_nothing_chosen_is_told(desk: Desk) -> None:
    desk.post("/imports/")

    assert "没有可以导入的文件，请选择 Excel 或 CSV 台账" in desk.get("/imports/")
    assert not Batch.objects.exists()


def test_a_hidden_sheet_is_not_read(desk: Desk, tmp_path: Path) -> None:
    path = write(tmp_path / "项目台账.xlsx", a_project("XM1", "储能项目"))
    book = openpyxl.load_workbook(path)
    draft = book.copy_worksheet(book.active)
    draft.title, draft.sheet_state = "作废", "hidden"
    book.save(path)

    assert [sheet.name for sheet in desk.upload(path).ledgers.get().sheets.all()] == ["Sheet1"]
