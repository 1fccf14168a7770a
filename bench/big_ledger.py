"""A county larger than any: 200,000 rows of receipts, or of projects, imported as the page does.

python -m bench.big_ledger                          2,000 projects, 200,000 receipts in 100 sheets
python -m bench.big_ledger --kind projects          200,000 projects in one sheet
python -m bench.big_ledger --kind projects --words 100     the same, in a workbook of 50 MB
python -m bench.big_ledger --rows 20000             a smaller one
python -m bench.big_ledger --write FOLDER           only writes the workbooks
python -m bench.big_ledger --profile                tells where the time goes, too

The workbooks are laid out as a bureau's: title, unit, headers of two and three merged rows, the
unit merged over its rows, 小计 below them. Each run has a database of its own (DATABASE_URL or
SQLite) and prints rows, seconds, rows a second and the process's largest memory of each step.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
import xlsxwriter
from django.core.management import call_command

UNITS = 30
PROJECTS = 2_000  # that the receipts are for
FIRST = date(2019, 1, 1)
LAST_YEAR = 2023
Head = list[tuple[str, list[str]]]  # each a header cell with the cells below it
PROJECT_HEAD: Head = [
    ("序号", []), ("责任单位", []), ("项目编号", []), ("项目名称", []), ("建设性质", []),
    ("行业类别", []), ("投资企业", ["企业名称", "所在地"]), ("投资情况", ["总投资", "签约金额"]),
    ("主要建设内容", []), ("签约情况", ["协议类型", "签约时间"]),
    ("项目进度", ["入库时间", "开工时间"]), ("备注", []),
]  # fmt: skip
RECEIPT_HEAD: Head = [
    ("序号", []), ("责任单位", []), ("项目编号", []), ("项目名称", []), ("投资方", []),
    ("本月到位资金", ["合计", "其中：固定资产"]), ("1—本月累计", []), ("凭证号", []), ("备注", []),
]  # fmt: skip


@dataclass(frozen=True)
class Size:
    kind: str
    rows: int
    words: int  # Chinese characters, at random, in each project's description


# --- the workbooks -------------------------------------------------------------------------


def write_ledgers(folder: Path, size: Size) -> None:
    """Write roster, project ledger and, for receipts, the report of them month by month."""
    projects = size.rows if size.kind == "projects" else PROJECTS
    with xlsxwriter.Workbook(folder / "01.单位名册.xlsx") as book:
        page = book.add_worksheet("单位名册")
        page.write_row(0, 0, ["单位全称", "简称", "曾用名", "类别", "是否承担任务"])
        for number in range(UNITS):
            name = unit_of(number)
            page.write_row(number + 1, 0, [name, name.removeprefix("试验县"), "", "县直部门", "是"])
    with workbook(folder / "02.试验县招商引资项目台账.xlsx") as book:
        page = book.add_worksheet("项目台账")
        rows = project_rows(projects, size.words)
        write_sheet(page, "试验县招商引资项目台账", PROJECT_HEAD, rows)
    if size.kind == "receipts":
        with workbook(folder / "03.省外到位资金月报表.xlsx") as book:
            write_months(book, size.rows)


def workbook(path: Path) -> xlsxwriter.Workbook:
    return xlsxwriter.Workbook(path, {"constant_memory": True})


def unit_of(number: int) -> str:
    return f"试验县第{number % UNITS + 1}局"


def write_months(book: xlsxwriter.Workbook, rows: int) -> None:
    """Write a sheet for each month, the latest of them the last of LAST_YEAR."""
    months = -(-rows // PROJECTS)
    for month in range(months):
        at = 12 * (LAST_YEAR + 1) - months + month
        year, in_year = at // 12, at % 12 + 1
        page = book.add_worksheet(f"{year}年{in_year}月")
        title = f"试验县{year}年{in_year}月招商引资到位资金月报表"
        count = min(PROJECTS, rows - month * PROJECTS)
        write_sheet(page, title, RECEIPT_HEAD, receipt_rows(count, month, min(in_year, month + 1)))


def project_rows(count: int, words: int) -> Iterator[list[Any]]:
    """Yield a county's projects, those of a unit together."""
    characters, chance = [chr(code) for code in range(0x4E00, 0x4E00 + 3_000)], random.Random(1)
    for number in range(count):
        signed = FIRST + timedelta(days=number % 1_400)
        text = "".join(chance.choices(characters, k=words)) or "新建生产线及配套设施"
        yield [
            number + 1, unit_of(number * UNITS // count), f"XM{number:06d}", f"第{number}号项目",
            "新建", "第二产业", f"第{number % 900}投资有限公司", "广东省深圳市",
            5_000 + number % 977, 4_000 + number % 977, text, "合同", signed.isoformat(),
            (signed + timedelta(days=9)).isoformat(), (signed + timedelta(days=60)).isoformat(), "",
        ]  # fmt: skip


def receipt_rows(count: int, month: int, so_far: int) -> Iterator[list[Any]]:
    """Yield one receipt of each project, the last of `so_far` alike in its year."""
    for project in range(count):
        amount = 100 + project % 977
        yield [
            project + 1, unit_of(project * UNITS // PROJECTS), f"XM{project:06d}",
            f"第{project}号项目", f"第{project % 900}投资有限公司", amount, amount,
            amount * so_far, f"PZ{month:03d}{project:06d}", "",
        ]  # fmt: skip


def write_sheet(page: Any, title: str, head: Head, rows: Iterator[list[Any]]) -> None:
    """Write title, unit of money and header, then the rows, each unit's merged and added up."""
    write_head(page, title, head)
    sums = [at for at, name in enumerate(leaves(head)) if name == "合计"]
    at, first, unit, totals = 4, 4, None, dict.fromkeys(sums, 0)
    for row in rows:
        if unit not in (None, row[1]):
            at = first = write_subtotal(page, first, at, totals)
        unit = row[1]
        page.write_row(at, 0, row if at == first else [row[0], None, *row[2:]])
        for col in sums:
            totals[col] += row[col]
        at += 1
    write_subtotal(page, first, at, totals)


def leaves(head: Head) -> list[str]:
    return [leaf for name, below in head for leaf in below or [name]]


def write_head(page: Any, title: str, head: Head) -> None:
    width = len(leaves(head))
    page.write_string(0, 0, title)
    merge(page, 0, 0, 0, width - 1)
    page.write_string(1, width - 1, "单位：万元")
    upper: list[str | None] = []
    for name, below in head:
        col, beside = len(upper), len(below) or 1
        merge(page, 2, col, 2 if below else 3, col + beside - 1)
        upper += [name, *[None] * (beside - 1)]
    page.write_row(2, 0, upper)
    page.write_row(3, 0, [leaf for _, below in head for leaf in below or [None]])


def merge(page: Any, top: int, left: int, bottom: int, right: int) -> None:
    """Merge cells that are written row by row: `merge_range` would write them all at once."""
    if (top, left) != (bottom, right):
        page.merge.append([top, left, bottom, right])


def write_subtotal(page: Any, first: int, at: int, totals: dict[int, int]) -> int:
    """Merge the unit over its rows and, where amounts are added up, write 小计; return the next."""
    merge(page, first, 1, at - 1, 1)
    if not totals:
        return at
    page.write_string(at, 0, "小计")
    for col in totals:
        page.write_number(at, col, totals[col])
        totals[col] = 0
    return at + 1


# --- the import ----------------------------------------------------------------------------


def import_folder(folder: Path, profile: bool) -> None:
    """Stage and apply what lies in the folder, telling seconds and memory of each step."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wutong.config.settings")
    django.setup()
    # Models may be imported only after the settings have been read.
    from wutong.foundation.imports.operations import apply_batch, stage_batch  # noqa: PLC0415
    from wutong.people.operations import machine_administrator  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    actor = machine_administrator()
    files = [(path.name, path) for path in sorted(folder.glob("*.xlsx"))]
    size = sum(path.stat().st_size for _, path in files) / 1024 / 1024
    print(f"{len(files)} 个文件，{size:.1f} MB", flush=True)
    batch = told("读取与核对", lambda: stage_batch(name="试验", files=files, actor=actor), profile)
    told("写入", lambda: apply_batch(batch, actor=actor), profile)


def told(step: str, work: Callable[[], Any], profile: bool) -> Any:
    started, profiler = time.perf_counter(), cProfile.Profile()
    batch = profiler.runcall(work) if profile else work()
    seconds, rows = time.perf_counter() - started, sum(batch.counts.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{step}：{rows} 行，{seconds:.1f} 秒，每秒 {rows / seconds:.0f} 行，"
        f"内存峰值 {peak:.0f} MB，{batch.counts}",
        flush=True,
    )
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    return batch


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=["receipts", "projects"], default="receipts")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--words", type=int, default=0)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    size = Size(options.kind, options.rows, options.words)
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        write_ledgers(options.write, size)
        return 0
    with tempfile.TemporaryDirectory(prefix="wutong-bench-") as work:
        folder = Path(work) / "ledgers"
        folder.mkdir()
        write_ledgers(folder, size)
        os.environ.setdefault("WUTONG_DATA_DIR", f"{work}/data")
        import_folder(folder, options.profile)
    return 0


if __name__ == "__main__":
    sys.exit(main())
