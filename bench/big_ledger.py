"""A county larger than any: 2,000 projects and 200,000 receipts, written as workbooks and imported.

python bench/big_ledger.py                    writes, imports into a database of its own, and tells
python bench/big_ledger.py --rows 20000       a smaller one
python bench/big_ledger.py --write FOLDER     only writes the workbooks
python bench/big_ledger.py --profile          tells where the time goes, too
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import django
import xlsxwriter
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
UNITS = 30
PROJECTS = 2_000
FIRST = date(2019, 1, 1)


def write_table(folder: Path, name: str, sheet: str, rows: list[list[Any]]) -> None:
    with xlsxwriter.Workbook(folder / name, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)


def write_ledgers(folder: Path, receipts: int) -> None:
    """Write roster, project ledger and the report of receipts into a folder."""
    units = [f"试验县第{number}局" for number in range(1, UNITS + 1)]
    roster = [["单位全称", "简称", "曾用名", "类别", "是否承担任务"]]
    roster += [[name, name.removeprefix("试验县"), "", "县直部门", "是"] for name in units]
    write_table(folder, "01.单位名册.xlsx", "单位名册", roster)
    write_table(folder, "02.项目台账.xlsx", "项目台账", project_rows(units))
    write_receipts(folder / "03.2023年到位资金.xlsx", units, receipts)


def project_rows(units: list[str]) -> list[list[Any]]:
    head = (
        "项目编号 项目名称 责任单位 投资企业 投资方所在地 总投资（万元） 签约金额（万元） 协议类型"
    )
    rows: list[list[Any]] = [[*head.split(), "签约时间", "入库时间", "开工时间"]]
    for number in range(PROJECTS):
        signed = FIRST + timedelta(days=number % 1_400)
        rows.append(
            [
                f"XM{number:05d}", f"第{number}号项目", units[number % UNITS],
                f"第{number % 900}投资有限公司", "广东省深圳市", 5_000 + number, 4_000 + number,
                "合同", signed.isoformat(), (signed + timedelta(days=9)).isoformat(),
                (signed + timedelta(days=60)).isoformat(),
            ]
        )  # fmt: skip
    return rows


def write_receipts(path: Path, units: list[str], count: int) -> None:
    """Write one receipt of each project and month, month after month."""
    head = ["责任单位", "项目编号", "项目名称", "月份", "到位资金（万元）", "凭证号", "备注"]
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        page = book.add_worksheet("到位资金")
        page.write_row(0, 0, head)
        for number in range(count):
            project, month = number % PROJECTS, number // PROJECTS
            row = [
                units[project % UNITS], f"XM{project:05d}", f"第{project}号项目",
                f"{2016 + month // 12}-{month % 12 + 1:02d}", 100 + number % 977,
                f"PZ{number:06d}", "",
            ]  # fmt: skip
            page.write_row(number + 1, 0, row)


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
    batch = told("读取与核对", lambda: stage_batch(name="试验", files=files, actor=actor), profile)
    print(f"  {batch.counts}")
    batch = told("写入", lambda: apply_batch(batch, actor=actor), profile)
    print(f"  {batch.counts}")


def told(step: str, work: Callable[[], Any], profile: bool) -> Any:
    started, profiler = time.perf_counter(), cProfile.Profile()
    result = profiler.runcall(work) if profile else work()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{step}：{seconds:.1f} 秒，内存峰值 {peak:.0f} MB", flush=True)
    if profile:
        pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)
        pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--write", type=Path)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    if options.write:
        options.write.mkdir(parents=True, exist_ok=True)
        write_ledgers(options.write, options.rows)
        return 0
    with tempfile.TemporaryDirectory(prefix="wutong-bench-") as work:
        folder = Path(work) / "ledgers"
        folder.mkdir()
        write_ledgers(folder, options.rows)
        os.environ.setdefault("WUTONG_DATA_DIR", f"{work}/data")
        import_folder(folder, options.profile)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main())
