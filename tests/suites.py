"""Run every suite this machine can run, and say in the end which ran: `python -m tests.suites`.

WUTONG_TEST_POSTGRES       a PostgreSQL server to test on (`postgres://user@host/name`), on which
                           databases may be created; without it, one of the tests' own is started
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width
from xml.etree import ElementTree

from tests.cluster import binaries, cluster

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Outcome:
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0
    absent: str = ""  # why the suite did not run


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--require", default="", help="suites that must run, with commas between")
    required = set(filter(None, parser.parse_args().require.split(",")))
    if unknown := required - set(SUITES):
        parser.error(f"no such suite: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was started is stopped
    outcomes = {name: suite() for name, suite in SUITES.items()}
    print(table(outcomes), flush=True)
    missed = [name for name in required if outcomes[name].absent]
    failed = sum(outcome.failed for outcome in outcomes.values())
    if missed:
        print(f"必须运行而未运行：{', '.join(missed)}")
    skipped = sum(outcome.skipped for outcome in outcomes.values())
    passed = sum(outcome.passed for outcome in outcomes.values())
    print(f"{passed} passed, {failed + len(missed)} failed, {skipped} skipped")
    return 1 if failed or missed or not passed else 0


def embedded() -> Outcome:
    return pytest("embedded", "-n", "2", "-m", "not browser and not postgres")


def on_postgres() -> Outcome:
    with postgres_server() as address:
        if not address:
            return Outcome(absent="没有 PostgreSQL ≥ 15：apt install postgresql")
        return pytest("postgres", "-n", "2", "-m", "not browser", server=address)


@contextmanager
def postgres_server() -> Iterator[str]:
    """Yield the address of a server to test on; empty when there is none to be had."""
    if given := os.environ.get("WUTONG_TEST_POSTGRES"):
        yield given
    elif programs := binaries():
        with cluster(programs) as address:
            yield address
    else:
        yield ""


def in_browser() -> Outcome:
    if not shutil.which("chromium"):
        return Outcome(absent="没有 Chromium：apt install chromium fonts-noto-cjk")
    return pytest("browser", "-m", "browser")


SUITES: dict[str, Callable[[], Outcome]] = {
    "embedded": embedded,
    "postgres": on_postgres,
    "browser": in_browser,
}
TITLES = {"embedded": "内嵌库 SQLite", "postgres": "PostgreSQL", "browser": "浏览器"}


def pytest(name: str, *options: str, server: str = "") -> Outcome:
    """Run one suite in a process of its own, its output passing straight through."""
    print(f"\n== {TITLES[name]} ==", flush=True)
    environment = {**os.environ, "WUTONG_TEST_DATABASE_URL": server}
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="wutong-suite-") as drafts:
        report = Path(drafts, "report.xml")
        environment["TMPDIR"] = drafts  # whatever a test leaves behind goes with it
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options]
        code = subprocess.run(command, cwd=ROOT, env=environment).returncode
        return outcome(code, report, time.monotonic() - started)


def outcome(code: int, report: Path, seconds: float) -> Outcome:
    """Read how a suite went; one that broke off, without a failure to show, counts as one."""
    if code == 5:
        return Outcome(absent="还没有这样的测试", seconds=seconds)
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    if report.exists():
        for suite in ElementTree.parse(report).iter("testsuite"):
            counts = {key: counts[key] + int(suite.get(key, 0)) for key in counts}
    failed = counts["failures"] + counts["errors"]
    passed = counts["tests"] - failed - counts["skipped"]
    return Outcome(passed, failed or int(code != 0), counts["skipped"], seconds)


def table(outcomes: dict[str, Outcome]) -> str:
    lines = ["", f"{'测试':　<8}通过  失败  跳过    用时"]
    for name, each in outcomes.items():
        title = TITLES[name]
        wide = sum(east_asian_width(letter) in "WF" for letter in title)
        title += " " * (20 - len(title) - wide)
        if each.absent:
            lines.append(f"{title}未运行：{each.absent}")
        else:
            counts = f"{each.passed:>4}  {each.failed:>4}  {each.skipped:>4}"
            lines.append(f"{title}{counts}  {each.seconds:>5.0f} 秒")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
