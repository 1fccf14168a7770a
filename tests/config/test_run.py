import socket
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from tests.config.machine import Machine
from wutong.config.commands.run import greeting, refuse_busy_port, width
from wutong.foundation.operations import Refused


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_log_ins_stand_in_columns_whatever_the_width_of_their_letters() -> None:
    said = greeting("0.0.0.0", 8000, [("县委书记", "zhang", "Aa1!"), ("招商局 Li", "li", "Bb2!")])

    lines = said.splitlines()
    assert "http://127.0.0.1:8000/" in said
    rows = lines[lines.index("  示范账号：") + 1 :][:3]
    assert {width(row[: row.index(name)]) for row, name in zip(
        rows, ("用户名", "zhang", "li"), strict=True
    )} == {13}  # fmt: skip


def test_a_busy_port_is_said_before_anything_is_done() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        with pytest.raises(Refused, match="改用别的端口"):
            refuse_busy_port("127.0.0.1", other.getsockname()[1])


def test_the_service_answers_and_stops_when_told(new_machine: Callable[[str], Machine]) -> None:
    machine, port = new_machine("machine"), free_port()
    command = [sys.executable, "-m", "wutong", "run", "--port", str(port)]
    service = subprocess.Popen(command, env=machine.environment, cwd=machine.data)
    try:
        status = wait_for(f"http://127.0.0.1:{port}/login/")
        stopped = time.monotonic()
    finally:
        service.terminate()
        service.wait(10)

    assert status == 200
    assert service.returncode == 0
    assert time.monotonic() - stopped < 2


def wait_for(address: str) -> int:
    for _ in range(200):
        try:
            with urlopen(address, timeout=5) as reply:
                return int(reply.status)
        except HTTPError as refusal:
            return refusal.code
        except URLError:
            time.sleep(0.1)
    return 0
