import fcntl
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from tests.config.machine import Machine
from tests.files.samples import a_picture
from wutong.config.backups import archive
from wutong.config.commands.restore import refuse_unfit
from wutong.foundation.operations import Refused

NewMachine = Callable[[str], Machine]
NOTHING = archive.Content("sqlite", [], {})


def rewritten(backup: Path, folder: Path, **members: bytes) -> Path:
    """Return a copy of a backup in which members (`_` for `.`) are other than they were."""
    copy = folder / "rewritten.zip"
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            new.writestr(name, members.get(name.replace(".", "_"), old.read(name)))
    return copy


def test_a_restored_machine_holds_what_was_backed_up(
    county: Machine, backup: Path, new_machine: NewMachine
) -> None:
    machine = new_machine("machine")

    restored = machine.wutong("restore", backup)

    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert machine.officials() == ["li"]
    assert (machine.data / "files/2023/回单.txt").read_text() == "三千二百万元"
    assert "✓ 留痕　　　1 条，封印 1 条，前后相连" in restored.stdout.splitlines()
    for kept in ("trail.key", "trail-digests.tsv"):
        assert (machine.data / kept).read_bytes() == (county.data / kept).read_bytes()


def test_stored_files_come_back_as_they_were_stored(
    new_machine: NewMachine, tmp_path: Path
) -> None:
    old, new = new_machine("old"), new_machine("new")
    old.takes_office("li")
    digest = old.receives("li", a_picture("PNG"))

    made = old.wutong("backup", tmp_path / "county.zip")
    restored = new.wutong("restore", tmp_path / "county.zip")

    assert made.returncode == 0, made.stderr
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert "✓ 附件　　　1 个，与登记的校验值一致" in restored.stdout.splitlines()
    kept = new.data / "files" / "kept" / digest[:2] / digest
    assert kept.read_bytes() == a_picture("PNG")


def test_a_backup_is_for_its_owner_and_leaves_no_drafts(county: Machine, backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600
    assert not list(county.data.glob("backup-*"))


def test_a_backup_never_overwrites(new_machine: NewMachine, tmp_path: Path) -> None:
    taken = tmp_path / "county.zip"
    taken.write_text("last year's")

    done = new_machine("machine").wutong("backup", taken)

    assert done.returncode == 1
    assert "已存在，备份从不覆盖已有文件" in done.stderr
    assert taken.read_text() == "last year's"


def test_people_are_not_replaced_unasked(backup: Path, new_machine: NewMachine) -> None:
    machine = new_machine("machine")
    machine.takes_office("ma")

    refused = machine.wutong("restore", backup)
    unchanged = machine.officials()
    agreed = machine.wutong("restore", backup, "--yes")

    assert (refused.returncode, unchanged) == (1, ["ma"])
    assert "请加 --yes" in refused.stderr
    assert (agreed.returncode, machine.officials()) == (0, ["li"])
    (aside,) = machine.data.glob("before-restore-*")
    assert {"wutong.sqlite3", "trail.key"} <= {kept.name for kept in aside.iterdir()}


def test_an_altered_backup_touches_nothing(
    backup: Path, new_machine: NewMachine, tmp_path: Path
) -> None:
    machine = new_machine("machine")
    altered = rewritten(backup, tmp_path, trail_key=b"0" * 64)

    done = machine.wutong("restore", altered)

    assert done.returncode == 1
    assert done.stderr.strip() == "备份已损坏：trail.key 与清单中的校验值不符"
    assert machine.officials() == []
    assert not list(machine.data.glob("before-restore-*"))


def test_a_running_service_is_not_pulled_from_under(backup: Path, new_machine: NewMachine) -> None:
    machine = new_machine("machine")

    with (machine.data / "running.lock").open("w") as service:
        fcntl.flock(service, fcntl.LOCK_SH)
        done = machine.wutong("restore", backup)

    assert done.returncode == 1
    assert "请先停止服务" in done.stderr


@pytest.mark.parametrize(
    ("version", "change", "words"),
    [
        ("0.1.0", {"engine": "other"}, "只能恢复到同一种数据库"),
        ("0.1.0", {"migrations": ["auth.9999_next_year"]}, "请先升级程序再恢复"),
        ("99.0", {}, "请先升级程序再恢复"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    version: str, change: dict[str, Any], words: str
) -> None:
    content: dict[str, Any] = {"engine": connection.vendor, "migrations": [], "rows": {}} | change
    manifest = archive.Manifest(1, version, "2023-04-01", archive.Content(**content), {})

    with pytest.raises(Refused, match=words):
        refuse_unfit(manifest)


def test_a_member_may_not_leave_its_place(tmp_path: Path) -> None:
    (tmp_path / "note").write_text("x")
    members = [("files/../../etc/note", tmp_path / "note")]
    archive.write(tmp_path / "b.zip", members, NOTHING, "0.1.0", "2023-04-01")

    with pytest.raises(Refused, match="越界"):
        archive.verified(tmp_path / "b.zip")


def test_what_is_no_backup_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_text("not a zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as pack:
        pack.writestr("letter.txt", "dear county")

    for name, words in {
        "text.zip": "不是完好的备份文件",
        "other.zip": "不是梧桐的备份",
        "none.zip": "没有文件",
    }.items():
        with pytest.raises(Refused, match=words):
            archive.verified(tmp_path / name)


@pytest.fixture
def two_databases(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    """Two machines on the PostgreSQL server of this test run, each with its own database."""
    server = os.environ["WUTONG_TEST_DATABASE_URL"]
    names = [f"machine_{os.getpid()}_{number}" for number in (1, 2)]
    with closing(psycopg.connect(server, autocommit=True)) as maintenance:
        for name in names:
            maintenance.execute(f"CREATE DATABASE {name}")
        address = urlsplit(server)
        for name in names:
            (tmp_path / name).mkdir()
        one, two = (
            Machine(tmp_path / name, address._replace(path=f"/{name}").geturl()).migrate()
            for name in names
        )
        yield one, two
        for name in names:
            maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.postgres
def test_postgres_is_backed_up_and_restored_by_its_own_tools(
    two_databases: tuple[Machine, Machine], tmp_path: Path
) -> None:
    old, new = two_databases
    old.takes_office("li")
    new.takes_office("ma")

    made = old.wutong("backup", tmp_path / "county.zip")
    restored = new.wutong("restore", tmp_path / "county.zip", "--yes")

    assert made.returncode == 0, made.stderr
    assert restored.returncode == 0, restored.stdout + restored.stderr
    assert new.officials() == ["li"]
    assert "✓ 留痕　　　1 条，封印 1 条，前后相连" in restored.stdout.splitlines()
