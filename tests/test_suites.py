import os
from pathlib import Path

import psycopg
import pytest

from tests.cluster import binaries, cluster
from tests.suites import Outcome, outcome, table

REPORT = '<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"/></testsuites>'


@pytest.mark.skipif(binaries() is None, reason="no PostgreSQL on this machine")
def test_a_server_of_the_tests_own_comes_and_goes() -> None:
    with cluster(binaries()) as address, psycopg.connect(address) as connection:
        (home,) = connection.execute("SHOW unix_socket_directories").fetchone()
        (listening,) = connection.execute("SHOW listen_addresses").fetchone()
        mode = os.stat(home).st_mode & 0o777

    assert (listening, mode) == ("", 0o700)
    assert not Path(home).exists()


def test_a_report_says_how_a_suite_went(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)

    assert outcome(1, report, 2.0) == Outcome(passed=5, failed=3, skipped=1, seconds=2.0)


def test_a_suite_that_broke_off_has_failed(tmp_path: Path) -> None:
    assert outcome(3, tmp_path / "none.xml", 2.0).failed == 1


def test_the_table_says_what_did_not_run_and_why() -> None:
    said = table({"embedded": Outcome(passed=12, seconds=3), "browser": Outcome(absent="无")})

    assert said.splitlines()[2:4] == [
        "内嵌库 SQLite         12     0     0      3 秒",
        "浏览器              未运行：无",
    ]
