"""Where content is kept: on disk by default, in an S3-compatible store when a setting says so."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.files.samples import a_picture
from wutong.config.commands.backup import remote_files
from wutong.config.commands.restore import send_files
from wutong.config.file_stores import file_store
from wutong.foundation.files import store
from wutong.foundation.files.receiving import receive


class Bucket(BaseHTTPRequestHandler):
    """As much of S3 as keeping and reading objects takes."""

    objects: dict[str, bytes]

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if "aws-chunked" in self.headers.get("Content-Encoding", ""):
            body = unchunked(body)
        self.objects[self.key] = body
        self.answer(200)

    def do_HEAD(self) -> None:
        self.answer(200 if self.key in self.objects else 404, self.objects.get(self.key, b""))

    def do_GET(self) -> None:
        found = self.objects.get(self.key)
        self.answer(404 if found is None else 200, found or b"")

    @property
    def key(self) -> str:
        return self.path.split("?")[0]

    def answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"0"')
        self.send_header("Last-Modified", "Thu, 02 Mar 2023 09:10:11 GMT")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def unchunked(body: bytes) -> bytes:
    """Return what a body of signed chunks carries."""
    found, stream = b"", BytesIO(body)
    while size := int(stream.readline().split(b";")[0] or b"0", 16):
        found += stream.read(size)
        stream.readline()
    return found


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, bytes]]:
    """An S3-compatible store of the test's own, which the settings name."""
    objects: dict[str, bytes] = {}
    handler = type("Handler", (Bucket,), {"objects": objects})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name, text in {
        "BUCKET": "county",
        "ENDPOINT": f"http://127.0.0.1:{server.server_port}",
        "REGION": "cn-1",
        "KEY": "key",
        "SECRET": "secret",
    }.items():
        monkeypatch.setenv(f"WUTONG_S3_{name}", text)
    settings.STORAGES = {**settings.STORAGES, "files": file_store(Path("unused"))}
    yield objects
    server.shutdown()
    server.server_close()


def test_files_are_kept_on_disk_unless_told_otherwise(tmp_path: Path) -> None:
    described = file_store(tmp_path)

    assert described["OPTIONS"]["location"] == tmp_path
    assert described["OPTIONS"]["file_permissions_mode"] == 0o600


def test_files_are_kept_where_the_setting_says(bucket: dict[str, bytes]) -> None:
    content = a_picture(side=333)

    found = receive(BytesIO(content), "照片.jpg")

    assert store.is_remote()
    assert bucket[f"/county/{store.content_name(found.digest)}"] == content
    assert store.digest_of(store.content_name(found.digest)) == found.digest
    assert store.digest_of(store.content_name("0" * 64)) == ""


@pytest.mark.django_db
def test_a_backup_fetches_them_and_a_restore_sends_them_back(
    bucket: dict[str, bytes], settings: Settings, tmp_path: Path, world: object
) -> None:
    evidence = world.an_evidence(world.a_project())  # type: ignore[attr-defined]
    ((name, draft),) = remote_files(tmp_path / "drafts")
    kept = dict(bucket)
    settings.MEDIA_ROOT = tmp_path / "files"
    place = tmp_path / name
    place.parent.mkdir(parents=True)
    place.write_bytes(draft.read_bytes())
    bucket.clear()

    send_files()

    assert evidence.pk
    assert bucket == {key: body for key, body in kept.items() if store.KEPT in key}
