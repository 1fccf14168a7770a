"""The desk with a province's worth of rows: 50,000 projects, 10,000 firms, 500,000 receipts.

    DATABASE_URL=postgres://… python -m bench.scale          # on an empty database of its own
    SCALE=0.1 python -m bench.scale                          # a tenth of it, to try

The rows are made in bulk, past the operations; what is measured goes through the front door: the
service of `wutong run` with two workers, signed in, over HTTP. Times are of requests one after
another (p50, p95 of RUNS, the first few left out); queries are counted in this process. Prints a
table in Markdown with the bound of each.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from wutong.attract.agreements.models import Agreement  # noqa: E402
from wutong.attract.firms.models import Firm  # noqa: E402
from wutong.attract.funds.models import Receipt, Verification  # noqa: E402
from wutong.attract.projects.models import Milestone, Project  # noqa: E402
from wutong.foundation.planner import refresh_statistics  # noqa: E402
from wutong.foundation.search.models import NameEntry  # noqa: E402
from wutong.people.models import Official, Role, Unit  # noqa: E402
from wutong.people.operations import (  # noqa: E402
    change_password,
    county_unit,
    ensure_roles,
    grant_role,
    machine_administrator,
    record_official,
    set_password,
    units,
)

SCALE = float(os.environ.get("SCALE", "1"))
PROJECTS, FIRMS, RECEIPTS = (int(n * SCALE) for n in (50_000, 10_000, 500_000))
RUNS, WARM = 60, 5
PORT, PASSWORD = 18766, "Bench-2023"
BATCH = 5_000


def lay_down() -> None:
    """Make the rows, `bench` who sees the whole county, and `benchtown` of one township."""
    machine = machine_administrator()
    ensure_roles(actor=machine)
    county = county_unit(actor=machine)
    towns = [
        units.record(name=f"第{n}乡", kind=Unit.Kind.TOWNSHIP, parent=county, actor=machine)
        for n in range(40)
    ]
    bureau = an_official("bench", "招商局统计员", county)
    an_official("benchtown", "乡镇、部门填报员", towns[0])
    chance = random.Random(1)
    firms = Firm.objects.bulk_create(
        [Firm(name=f"第{n}号科技有限公司") for n in range(FIRMS)], batch_size=BATCH
    )
    projects = Project.objects.bulk_create(
        [
            Project(
                code=f"B{n:06}",
                name=f"年产{n}万套装备制造项目",
                investor=chance.choice(firms),
                origin="outside",
                lead_unit=towns[n % len(towns)],
                total_investment=Decimal(chance.randint(1, 900) * 1_000_000),
            )
            for n in range(PROJECTS)
        ],
        batch_size=BATCH,
    )
    NameEntry.objects.all().delete()
    days = [date(2022, 1, 1) + timedelta(days=chance.randint(0, 450)) for _ in projects]
    Agreement.objects.bulk_create(
        [
            Agreement(
                project=p, kind="contract", amount=p.total_investment, signed_on=d, counted_on=d
            )
            for p, d in zip(projects, days, strict=True)
        ],
        batch_size=BATCH,
    )
    Milestone.objects.bulk_create(
        [
            Milestone(project=p, kind=kind, happened_on=d + late, counted_on=d + late)
            for p, d in zip(projects, days, strict=True)
            for kind, late in (("registered", timedelta(30)), ("commenced", timedelta(60)))
            if kind == "registered" or p.pk % 3
        ],
        batch_size=BATCH,
    )
    made = 0
    while made < RECEIPTS:
        some = [a_receipt(chance.choice(projects), chance, bureau, made + n) for n in range(BATCH)]
        receipts = Receipt.objects.bulk_create(some)
        Verification.objects.bulk_create(
            [
                Verification(
                    receipt=r, basis="voucher", verified_by=bureau, verified_on=r.placed_on
                )
                for r in receipts
                if r.pk % 10
            ]
        )
        made += len(receipts)
    refresh_statistics()


def a_receipt(project: Project, chance: random.Random, by: Official, number: int) -> Receipt:
    day = date(2022, 1, 1) + timedelta(days=chance.randint(0, 450))
    amount = Decimal(chance.randint(1, 5_000_000)) / 100
    return Receipt(
        project=project,
        placed_on=day,
        counted_on=day,
        amount=amount,
        voucher=f"回单{number:07}",
        recorded_by=by,
    )


def an_official(username: str, role: str, unit: Unit) -> Official:
    machine = machine_administrator()
    official = record_official(username=username, name=username, unit=unit, actor=machine)
    grant_role(official, role=Role.objects.get(name=role), unit=unit, actor=machine)
    set_password(official, password="First-2023", actor=machine)
    change_password(official, password=PASSWORD, actor=official)
    return official


class Browser:
    """One kept connection, signed in."""

    def __init__(self, username: str) -> None:
        self.cookies: dict[str, str] = {}
        self.http = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
        self.get("/login/")
        self.post("/login/", {"username": username, "password": PASSWORD})

    def get(self, path: str) -> str:
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, str]) -> str:
        data = {**data, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._ask("POST", path, urllib.parse.urlencode(data))

    def _ask(self, method: str, path: str, body: str | None) -> str:
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent |= {"Content-Type": "application/x-www-form-urlencoded"}
            sent |= {"Referer": f"http://127.0.0.1:{PORT}{path}"}
        try:
            self.http.request(method, path, body, sent)
            reply = self.http.getresponse()
        except (http.client.RemoteDisconnected, BrokenPipeError):  # kept too long between runs
            self.http.close()
            self.http.request(method, path, body, sent)
            reply = self.http.getresponse()
        text = reply.read().decode("utf-8", "replace")
        for line in reply.headers.get_all("Set-Cookie") or []:
            name, _, value = line.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        if reply.status >= 400:
            raise SystemExit(f"{method} {path}: {reply.status}\n{text[:500]}")
        return text


def milliseconds(ask: Callable[[], object], runs: int = RUNS) -> tuple[float, float]:
    """Return p50 and p95 of asking one after another."""
    took = []
    for _ in range(runs + WARM):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    took = sorted(took[WARM:])
    return statistics.median(took), took[max(0, round(len(took) * 0.95) - 1)]


def queries(official: Official, path: str) -> int:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(official, backend="django.contrib.auth.backends.ModelBackend")
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        reply = client.get(path)
        if reply.streaming:
            b"".join(reply.streaming_content)
    return len(asked)


def edit(browser: Browser, key: int) -> Callable[[], object]:
    """Return one edit with its trail: the form's own fields, another site each time."""
    turn = iter(range(10_000))

    def post() -> str:
        page = browser.get(f"/projects/{key}/edit/")
        known = re.search(r'name="known_at" value="([^"]+)"', page)
        data = {
            "known_at": known[1] if known else "",
            "name": f"年产{key}万套装备制造项目",
            "lead_unit": re.search(r'<option value="(\d+)"[^>]* selected', page)[1],  # type: ignore[index]
            "site": f"园区{next(turn)}号地块",
        }
        began = time.perf_counter()
        browser.post(f"/projects/{key}/edit/", data)
        edits.append((time.perf_counter() - began) * 1000)
        return ""

    edits: list[float] = []
    post.edits = edits  # type: ignore[attr-defined]
    return post


def main() -> None:
    call_command("migrate", verbosity=0)
    if not Project.objects.exists():  # else they are there from the run before
        lay_down()
    bureau, town = (Official.objects.get(username=name) for name in ("bench", "benchtown"))
    print(f"{PROJECTS} 个项目、{FIRMS} 家企业、{RECEIPTS} 笔到位资金\n")
    command = [sys.executable, "-m", "wutong", "run", "--port", str(PORT), "--workers", "2"]
    service = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        measure(bureau, town)
    finally:
        service.terminate()
        service.wait()


def ready() -> None:
    for _ in range(200):
        try:
            Browser("bench")
        except OSError:
            time.sleep(0.2)
        else:
            return


def measure(bureau: Official, town: Official) -> None:
    ready()
    county, township = Browser("bench"), Browser("benchtown")
    key = Project.objects.order_by("pk").first().pk  # type: ignore[union-attr]
    deep = PROJECTS // 25 - 5
    asked = [
        ("列表 25 行", county, bureau, "/projects/?per=25", 100),
        ("列表 100 行", county, bureau, "/projects/?per=100", 100),
        ("末尾一页", county, bureau, f"/projects/?per=25&page={deep}", 100),
        ("乡镇干部的列表", township, town, "/projects/", 100),
        ("一个项目", county, bureau, f"/projects/{key}/", 60),
        ("到位资金列表", county, bureau, "/receipts/", 100),
    ]
    print("| | p50 ms | p95 ms | 限 ms | 查询数 |\n|---|---|---|---|---|")
    for said, browser, official, path, bound in asked:
        p50, p95 = milliseconds(lambda b=browser, p=path: b.get(p))  # type: ignore[misc]
        row = f"| {said} | {p50:.0f} | {p95:.0f} | {bound} | {queries(official, path)} |"
        print(row, flush=True)
    change = edit(county, key)
    milliseconds(change)
    took = sorted(change.edits[WARM:])  # type: ignore[attr-defined]
    p95 = took[round(len(took) * 0.95) - 1]
    print(f"| 一次修改（含留痕） | {statistics.median(took):.0f} | {p95:.0f} | 80 | |", flush=True)
    some = "&".join(
        f"lead_unit={u}"
        for u in Unit.objects.filter(kind="township")[:4].values_list("pk", flat=True)
    )
    p50, p95 = milliseconds(lambda: county.get(f"/projects/export/?as=csv&{some}"), 5)
    print(f"| 导出 5,000 行 | {p50:.0f} | {p95:.0f} | 1000 | |", flush=True)


if __name__ == "__main__":
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        print("（SQLite；限值是对 PostgreSQL 说的）")
    main()
