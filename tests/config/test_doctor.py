from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.config.machine import Machine
from tests.world import World
from wutong.config import checks
from wutong.config.commands.doctor import line
from wutong.foundation.files import store
from wutong.foundation.files.models import File


@pytest.mark.django_db
def test_a_machine_in_order_passes_every_check(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]

    findings = checks.examine()

    assert {name: finding.said for name, finding in findings.items() if not finding.ok} == {}
    assert list(findings) == list(checks.CHECKS)


def test_a_key_that_others_may_read_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    (tmp_path / "trail.key").write_text("0" * 64)
    (tmp_path / "trail.key").chmod(0o644)

    finding = checks.keys()

    assert (finding.ok, finding.remedy) == (False, f"chmod 600 {tmp_path / 'trail.key'}")


def test_missing_front_end_libraries_are_named(settings: Settings, tmp_path: Path) -> None:
    settings.NODE_MODULES = tmp_path

    finding = checks.front_end()

    assert not finding.ok
    assert "htmx.org" in finding.said


def test_plain_http_to_others_is_found(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["zs.example.gov.cn"]

    assert checks.exposure() == checks.Finding(
        False, "对外服务而未启用 HTTPS，密码会明文传输", "在 HTTPS 代理之后设 WUTONG_HTTPS=1"
    )


def test_a_check_that_breaks_off_is_a_finding() -> None:
    def broken() -> checks.Finding:
        raise OSError(5, "输入输出错误")

    assert not checks.attempted(broken).ok


def test_a_finding_is_one_line_with_what_to_do() -> None:
    good, bad = checks.Finding(True, "齐全"), checks.Finding(False, "缺少", "执行 make setup")

    assert line("磁盘", good) == "✓ 磁盘　　　齐全"
    assert line("前端组件", bad) == "✗ 前端组件　缺少　→ 执行 make setup"


def test_an_empty_machine_is_told_what_to_do(tmp_path: Path) -> None:
    done = Machine(tmp_path).wutong("doctor")

    assert done.returncode == 1
    assert "→ 启动服务（wutong run）即自动执行；先备份" in done.stdout
    assert done.stderr == ""


def test_a_database_out_of_reach_is_no_traceback(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "postgres://nobody@127.0.0.1:1/nothing?connect_timeout=1")

    done = machine.wutong("doctor")

    assert done.returncode == 1
    assert "✗ 数据库" in done.stdout
    assert "Traceback" not in done.stderr


def test_files_that_are_lost_or_altered_are_named(world: World) -> None:
    kept, lost, altered = (
        File.objects.of(world.an_evidence(world.a_project(), words=words)).get()
        for words in ("完好", "丢失", "改动")
    )
    whole = checks.files()
    store.store().delete(store.content_name(lost.digest))
    Path(store.store().path(store.content_name(altered.digest))).write_bytes(b"300000")

    finding = checks.files()

    assert whole == checks.Finding(True, "3 个，与登记的校验值一致")
    assert (finding.ok, finding.said) == (False, "1 个缺失：丢失.pdf；1 个被改动：改动.pdf")
    assert "从最近的备份中恢复" in finding.remedy
    assert store.digest_of(store.content_name(kept.digest)) == kept.digest
    store.store().delete(store.content_name(altered.digest))
