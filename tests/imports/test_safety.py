"""Harmful, broken and foreign files are refused, with words that say what to do."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlwt

from wutong.foundation.imports import safety
from wutong.foundation.imports.reading import open_ledger
from wutong.foundation.imports.safety import Unreadable, check


@pytest.fixture
def xlsx(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["序号", "项目名称"])
    book.save(path)
    return path


@pytest.fixture
def xls(tmp_path: Path) -> Path:
    path = tmp_path / "台账.xls"
    book = xlwt.Workbook()
    book.add_sheet("台账").write(0, 0, "序号")
    book.save(str(path))
    return path


def repack(path: Path, changes: dict[str, bytes | None]) -> None:
    """Write the archive again with some parts changed, added or (None) left out."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **changes}.items():
            if data is not None:
                archive.writestr(name, data)


def refusal(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        check(path)
    assert path.name in str(caught.value)
    return str(caught.value)


def test_an_honest_xlsx_xls_and_csv_pass(xlsx: Path, xls: Path, tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        path = tmp_path / f"{encoding}.csv"
        path.write_text("序号,名称\n1,㐀龥𠀀\n", encoding=encoding)
        check(path)
    check(xlsx)
    check(xls)


def test_content_decides_not_the_name(xlsx: Path, xls: Path, tmp_path: Path) -> None:
    for path in (xlsx, xls):
        renamed = path.rename(tmp_path / f"{path.suffix[1:]}.csv")
        assert len(open_ledger(renamed)) == 1


def test_the_senders_name_is_used_in_the_message(tmp_path: Path) -> None:
    path = tmp_path / "upload-8f3a"
    path.write_bytes(b"")
    with pytest.raises(Unreadable, match=r"文件“到资\.xlsx”是空文件，请检查后重新上传。"):
        check(path, name="到资.xlsx")


def test_a_missing_file_is_no_crash(tmp_path: Path) -> None:
    assert "打不开" in refusal(tmp_path / "没有.xlsx")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"%PDF-1.7\n", "不是Excel表格"),
        (bytes(range(256)) * 4, "不是Excel表格"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "不是Excel表格"),
        ("<html><table><tr><td>序号</td></tr></table>".encode(), "网页"),
        (b'<?xml version="1.0"?><Workbook/>', "网页或XML"),
        (b"\xef\xbb\xbf \n,,\n", "没有内容"),
        ("序号,名称\n".encode() + b"\xff\xff\xff", "不是Excel表格"),
        (safety.OLE, "已损坏"),
        (safety.OLE + b"\0" * 2000, "已损坏"),
        (b"PK\x03\x04" + b"\0" * 100, "已损坏"),
    ],
)
def test_other_kinds_of_file_are_refused(tmp_path: Path, data: bytes, word: str) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(data)
    assert word in refusal(path)


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "台账.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "不是Excel表格" in refusal(path)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_workbook_is_refused(xlsx: Path, xls: Path, kept: float) -> None:
    for path in (xlsx, xls):
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * kept)])
        with pytest.raises(Unreadable, match="已损坏"):
            check(path)


def test_a_damaged_part_is_found_by_its_checksum(xlsx: Path) -> None:
    data = bytearray(xlsx.read_bytes())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("xl/worksheets/sheet1.xml")
    data[info.header_offset + 30 + len(info.filename) + info.compress_size // 2] ^= 0x55
    xlsx.write_bytes(data)
    assert "已损坏" in refusal(xlsx)


def test_a_zip_bomb_is_refused_by_its_ratio(xlsx: Path) -> None:
    repack(xlsx, {"xl/media/a.bin": bytes(safety.RATIO_FROM + 1)})
    assert "过大" in refusal(xlsx)


def test_a_zip_bomb_is_refused_by_its_whole_size(
    xlsx: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "LARGEST_UNPACKED", 2000)
    assert "过大" in refusal(xlsx)


def test_a_bomb_that_lies_about_its_size_is_refused(xlsx: Path) -> None:
    repack(xlsx, {"xl/media/a.bin": bytes(20 * safety.MIB)})
    data = xlsx.read_bytes()
    size = struct.pack("<I", 20 * safety.MIB)
    assert data.count(size) >= 2  # in its own header and in the directory
    xlsx.write_bytes(data.replace(size, struct.pack("<I", 1000)))
    assert "已损坏" in refusal(xlsx)


def test_too_many_parts_are_refused(xlsx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MOST_MEMBERS", 3)
    assert "过大" in refusal(xlsx)


def test_a_file_over_the_limit_is_refused(xlsx: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "LARGEST_FILE", 100)
    assert "超过200MB" in refusal(xlsx)


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/macrosheets/sheet1.xml"])
def test_macros_in_an_xlsx_are_refused(xlsx: Path, part: str) -> None:
    repack(xlsx, {part: b"x"})
    assert "宏" in refusal(xlsx)


def test_a_workbook_that_calls_itself_macro_enabled_is_refused(xlsx: Path) -> None:
    with zipfile.ZipFile(xlsx) as archive:
        types = archive.read("[Content_Types].xml")
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert main in types
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    repack(xlsx, {"[Content_Types].xml": types.replace(main, macro)})
    assert "宏" in refusal(xlsx)


@pytest.mark.parametrize("pad", [0, safety.CHUNK - 30, safety.CHUNK - 1])
def test_entities_are_refused_wherever_they_stand(xlsx: Path, pad: int) -> None:
    bomb = b'<?xml version="1.0"?><!--%b--><!DOCTYPE a [<!ENTITY b "c">]><a/>' % (b" " * pad)
    repack(xlsx, {"xl/styles.xml": bomb})
    assert "实体" in refusal(xlsx)


def test_xml_in_utf_16_hides_nothing(xlsx: Path) -> None:
    repack(xlsx, {"xl/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'.encode("utf-16")})
    assert "不是Excel表格" in refusal(xlsx)


def test_an_encrypted_package_and_a_vba_storage_are_refused(xls: Path, tmp_path: Path) -> None:
    data = xls.read_bytes()
    name = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18)
    assert data.count(name) == 1
    for hidden in ("EncryptedPackage", "_VBA_PROJECT_CUR"):
        other = hidden.encode("utf-16-le").ljust(64, b"\0")
        other += struct.pack("<H", 2 * len(hidden) + 2)
        path = tmp_path / f"{hidden}.xls"
        path.write_bytes(data.replace(name, other))
        assert ("密码" if hidden == "EncryptedPackage" else "宏") in refusal(path)


def records(xls: Path) -> tuple[bytearray, int]:
    data = bytearray(xls.read_bytes())
    start = data.index(struct.pack("<HH", 0x809, 16))
    return data, start


def test_an_xls_with_a_password_is_refused(xls: Path) -> None:
    data, start = records(xls)
    struct.pack_into("<H", data, start + 20, 0x2F)  # the record after the first becomes FILEPASS
    xls.write_bytes(data)
    assert "密码" in refusal(xls)


def test_an_xls_with_a_macro_sheet_is_refused(xls: Path) -> None:
    data, start = records(xls)
    sheet = data.index(struct.pack("<H", 0x85), start)
    data[sheet + 9] = 1
    xls.write_bytes(data)
    assert "宏" in refusal(xls)


def test_a_part_that_occurs_twice_is_refused(xlsx: Path) -> None:
    with (
        zipfile.ZipFile(xlsx, "a") as archive,
        pytest.warns(UserWarning, match="Duplicate name"),
    ):
        archive.writestr("xl/workbook.xml", b"<other/>")
    assert "已损坏" in refusal(xlsx)
