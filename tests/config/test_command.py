import argparse
import json
from pathlib import Path
from types import ModuleType

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from tests.config.machine import Machine
from wutong.config import command
from wutong.foundation.operations import Refused


def subcommand(**declared: object) -> ModuleType:
    module = ModuleType("subcommand")
    vars(module).update({"NAME": "try", "HELP": "试一试", "run": lambda options: 0} | declared)
    return module


def test_every_module_that_is_dropped_in_is_a_subcommand() -> None:
    commands = command.commands()

    assert {"backup", "doctor", "restore", "run"} <= set(commands)
    assert all(module.HELP for module in commands.values())


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.run(["fly"])

    assert end.value.code == 2
    assert "fly" in capsys.readouterr().err


def test_a_refusal_is_words_on_both_streams(capsys: pytest.CaptureFixture[str]) -> None:
    code = command.refuse("本月已结账", as_json=True)

    said = capsys.readouterr()
    assert (code, said.err) == (1, "本月已结账\n")
    assert json.loads(said.out) == {"error": "本月已结账"}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (Refused("本月已结账"), "本月已结账"),
        (PermissionDenied("funds_entered"), "无权办理（funds_entered），请用 --as 换有权限的账号"),
        (OperationalError("no route\n"), "数据库不可用：no route"),
        (FileNotFoundError(2, "没有那个文件", "台账.xlsx"), "没有那个文件：台账.xlsx"),
        (ZeroDivisionError("a fault of ours"), None),
    ],
)
def test_what_went_wrong_is_said_in_words(error: Exception, words: str | None) -> None:
    assert command.in_words(error) == words


@pytest.mark.django_db
def test_nobody_acts_under_a_name_that_is_not_there() -> None:
    with pytest.raises(Refused, match="没有用户名为“nobody”的在用账号"):
        command.perform(subcommand(), argparse.Namespace(username="nobody"))


@pytest.mark.django_db
def test_without_a_name_the_machine_acts() -> None:
    options = argparse.Namespace(username=None)

    code = command.perform(subcommand(), options)

    assert (code, str(options.actor)) == (0, "本机管理员")


def test_a_setting_that_cannot_be_read_is_no_traceback(tmp_path: Path) -> None:
    done = Machine(tmp_path, "nonsense://somewhere").wutong("doctor")

    assert done.returncode == 1
    assert done.stderr.startswith("配置有误：")
    assert "Traceback" not in done.stderr
