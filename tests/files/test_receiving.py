"""What may be uploaded and what may not, told by content, in words that say what to do."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytest_django.fixtures import Settings

from tests.files.samples import TAKEN, a_bomb, a_heic, a_package, a_pdf, a_picture
from wutong.foundation.files import store
from wutong.foundation.files.kinds import SIGNATURES, TYPES, clean_name, served_name, type_of
from wutong.foundation.files.receiving import Received, receive, redraw
from wutong.foundation.files.unfit import Unfit


def received(content: bytes, name: str = "材料") -> Received:
    return receive(BytesIO(content), name)


def picture_of(found: Received, size: str = "large") -> bytes:
    with store.opened(store.picture_name(found.digest, size)) as stream:
        return stream.read()


@pytest.mark.parametrize(
    ("content", "media_type", "pages"),
    [
        (a_picture("JPEG"), "image/jpeg", 1),
        (a_picture("PNG"), "image/png", 1),
        (a_picture("WEBP"), "image/webp", 1),
        (a_heic(), "image/heic", 1),
        (a_pdf(3), "application/pdf", 3),
        (a_package("ofd"), "application/ofd", 0),
        (a_package("docx"), TYPES["docx"].name, 0),
        (a_package("xlsx"), TYPES["xlsx"].name, 0),
    ],
    ids=["jpeg", "png", "webp", "heic", "pdf", "ofd", "docx", "xlsx"],
)
def test_what_a_file_is_comes_from_its_content(content: bytes, media_type: str, pages: int) -> None:
    found = received(content, "回单.exe")

    assert (found.media_type, found.pages, found.size) == (media_type, pages, len(content))
    assert store.digest_of(store.content_name(found.digest)) == found.digest


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件“合同.pdf”是空文件，请检查后重新上传。"),
        (b"MZ\x90\x00" + b"\0" * 200, "文件“合同.pdf”其实是程序，程序不能作为材料。"),
        (b"#!/bin/sh\nrm -rf /", "其实是程序"),
        (b"<svg xmlns='x' onload='alert(1)'/>", "其实是网页或SVG，请截图或打印成PDF后上传"),
        (b"\n <!DOCTYPE html><script>1</script>", "其实是网页或SVG"),
        (b"<html>%PDF-1.7 %%EOF", "其实是网页或SVG"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "是旧版Office文件，请另存为"),
        (b"GIF89a" + b"\0" * 99, "是不支持的图片格式，请另存为JPEG或PNG后上传"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 99, "是视频或不支持的照片格式"),
        (b"Rar!\x1a\x07", "是压缩包，请解压后逐个上传"),
        (a_package("zip"), "是压缩包，请解压后逐个上传"),
        (b"just words", "不是可以作为材料的文件，请上传PDF、"),
        (a_pdf()[:-20], "已损坏或没有传完整"),
        (b"%PDF-1.7\nnothing\n%%EOF", "已损坏或没有传完整"),
        (a_picture()[:300], "已损坏或没有传完整"),
        (a_picture() + a_package("zip"), "同时是另一种文件（压缩包）"),
        (a_package("docx", **{"word/vbaProject.bin": "x"}), "含有宏或控件"),
        (a_package("xlsx", **{"[Content_Types].xml": "macroEnabled"}), "含有宏，"),
        (a_package("docx", **{"word/a.xml": "<!DOCTYPE x>"}), "不允许的XML实体声明"),
        (a_package("ofd")[:-30], "已损坏或没有传完整"),
        (a_package("docx", **{"word/big.xml": " " * 30_000_000}), "展开后过大，可能是恶意文件"),
        (a_bomb(), "展开后过大，可能是恶意文件，请缩小尺寸或重新拍照后上传"),
    ],
    ids=[
        "empty", "program", "script", "svg", "html", "html before pdf", "old office", "gif",
        "video", "rar", "zip", "text", "pdf cut off", "pdf of nothing", "picture cut off",
        "picture and zip", "macros", "macros by type", "entities", "ofd cut off", "zip bomb",
        "picture bomb",
    ],
)  # fmt: skip
def test_what_is_hostile_or_broken_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(Unfit) as refusal:
        received(content, "合同.pdf")

    assert words in str(refusal.value)
    assert str(refusal.value).startswith("文件“合同.pdf”")


def test_what_is_too_large_is_refused(settings: Settings) -> None:
    settings.LARGEST_FILE = 1024 * 1024

    with pytest.raises(Unfit, match="超过1MB，请压缩或拆成几个文件后上传"):
        received(b"%PDF-1.7" + b"\0" * 1024 * 1024)


def test_a_county_may_allow_less(settings: Settings) -> None:
    settings.FILE_TYPES = ["pdf"]

    with pytest.raises(Unfit, match="是JPEG图片，本系统不收，请转成PDF后上传"):
        received(a_picture())


def test_the_shown_picture_is_our_own(tmp_path: Path) -> None:
    found = received(a_picture(side=3000, taken=TAKEN, tail=b"<script>alert(1)</script>"))

    shown = picture_of(found)
    large, small = Image.open(BytesIO(shown)), Image.open(BytesIO(picture_of(found, "small")))
    assert (large.size, small.size) == ((1600, 800), (320, 160))
    assert dict(large.getexif()) == {}
    assert b"script" not in shown


def test_the_time_a_camera_noted_is_kept() -> None:
    found = received(a_picture(taken=TAKEN))

    assert found.taken_at is not None
    assert found.taken_at.isoformat() == "2023-03-02T09:10:11+08:00"
    assert received(a_picture(taken="昨天")).taken_at is None


def test_lost_pictures_are_drawn_again() -> None:
    found = received(a_pdf(1))
    for size in ("large", "small"):
        store.store().delete(store.picture_name(found.digest, size))

    redraw(found.digest, found.media_type)

    assert Image.open(BytesIO(picture_of(found))).height == 1600


def test_the_same_content_is_kept_once() -> None:
    content = a_picture(side=222)
    one, two = received(content, "甲.jpg"), received(content, "乙.jpg")

    assert one.digest == two.digest
    folder = Path(store.store().path(store.content_name(one.digest))).parent  # type: ignore[attr-defined]
    assert [p.name for p in folder.iterdir() if p.name.startswith(one.digest)] == [one.digest]


@given(st.sampled_from(SIGNATURES), st.binary(max_size=600))
def test_wild_bytes_are_judged_and_never_break_the_judge(
    tmp_path_factory: pytest.TempPathFactory, signature: tuple[object, str], rest: bytes
) -> None:
    heads = {"pdf": b"%PDF-1.7", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n",
             "webp": b"RIFF0000WEBP", "heic": b"0000ftypheic"}  # fmt: skip
    file = tmp_path_factory.mktemp("wild") / "content"
    for content in (rest, b"PK\x03\x04" + rest, heads[signature[1]] + rest):
        file.write_bytes(content)
        assert judged(file) in TYPES or judged(file).startswith("文件“x”")


def judged(file: Path) -> str:
    """Return what a file is taken for, or why it is refused."""
    try:
        return type_of(file, "x").code
    except Unfit as refusal:
        return str(refusal)


@given(st.text(max_size=300))
def test_a_name_is_safe_to_show_and_to_send(given_name: str) -> None:
    name = clean_name(given_name)

    assert 0 < len(name) <= 128
    assert not set("/\\\r\n\0\u202e") & set(name)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        (r"C:\资料\回单.pdf", "回单.pdf"),
        ("../../etc/passwd", "passwd"),
        ("发票\u202efdp.exe", "发票fdp.exe"),
        ("", "未命名"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_what_a_file_is_called(given_name: str, shown: str) -> None:
    assert clean_name(given_name) == shown


def test_a_file_is_handed_out_with_the_ending_of_its_content() -> None:
    assert served_name("回单.exe", TYPES["pdf"]) == "回单.exe.pdf"
    assert served_name("照片.JPEG", TYPES["jpeg"]) == "照片.JPEG"
