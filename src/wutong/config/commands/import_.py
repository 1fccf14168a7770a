"""`wutong import`: a folder of ledgers, read, judged and, if asked, written."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from wutong.foundation.imports.kinds import kinds
from wutong.foundation.imports.models import Batch, LedgerSheet, Problem, Row
from wutong.foundation.imports.operations import apply_batch, stage_batch
from wutong.foundation.operations import Refused

NAME = "import"
HELP = "导入一个文件夹（或一个文件）的台账；不加 --apply 只核对不写入"
SUFFIXES = {".xlsx", ".xls", ".csv", ".xlsm", ".et"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="DIR", help="台账所在文件夹或文件")
    parser.add_argument("--apply", action="store_true", help="核对后写入；待核实的行留待更正")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    files = ledger_files(options.path)
    batch = stage_batch(name=options.path.resolve().name, files=files, actor=options.actor)
    if options.apply:
        batch = apply_batch(batch, actor=options.actor)
    told = account(batch)
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else in_lines(told))
    return 0


def ledger_files(path: Path) -> list[tuple[str, Path]]:
    """Return name and path of each ledger below `path`, names as paths within it."""
    if path.is_file():
        return [(path.name, path)]
    if not path.is_dir():
        raise Refused(f"没有这个文件夹：{path}")
    found = sorted(p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES)
    files = [(str(p.relative_to(path)), p) for p in found if not p.name.startswith(("~$", "."))]
    if not files:
        raise Refused(f"文件夹中没有台账（.xlsx、.xls、.csv）：{path}")
    return files


def account(batch: Batch) -> dict[str, Any]:
    """Return what became of a batch, file by file and sheet by sheet."""
    sheets = LedgerSheet.objects.filter(ledger__batch=batch).select_related("ledger")
    counts: dict[int, Counter[str]] = {}
    states = Row.objects.filter(sheet__ledger__batch=batch).order_by()
    for sheet_id, state in states.values_list("sheet_id", "state").iterator(5_000):
        counts.setdefault(sheet_id, Counter())[state] += 1
    told = [_sheet(sheet, counts.get(sheet.pk, Counter())) for sheet in sheets]
    refused = [
        {"file": ledger.name, "message": ledger.refusal}
        for ledger in batch.ledgers.exclude(refusal="")
    ]
    return {
        "batch": batch.pk,
        "state": batch.state,
        "counts": batch.counts,
        "sheets": told,
        "refused": refused,
        "problems": [problem for sheet in told for problem in sheet["problems"]],
    }


def _sheet(sheet: LedgerSheet, states: Counter[str]) -> dict[str, Any]:
    problems = Problem.objects.filter(sheet=sheet).order_by("pk")
    return {
        "file": sheet.ledger.name,
        "sheet": sheet.name,
        "kind": sheet.kind,
        "label": kinds[sheet.kind].label if sheet.kind else "",
        "rows": sheet.rows_read,
        "read": sum(states.values()),
        "applied": states[Row.State.APPLIED],
        "new": states[Row.State.NEW],
        "changed": states[Row.State.CHANGED],
        "same": states[Row.State.SAME],
        "held": states[Row.State.HELD],
        "waiting": states[Row.State.WAITING],
        "problems": [
            {
                "file": sheet.ledger.name,
                "sheet": sheet.name,
                "cell": problem.cell,
                "code": problem.code,
                "level": problem.level,
                "message": problem.message,
            }
            for problem in problems
        ],
    }


def in_lines(told: dict[str, Any]) -> str:
    lines = []
    for sheet in told["sheets"]:
        label = sheet["label"] or "未识别，不导入"
        counts = "　".join(
            f"{word} {sheet[key]}"
            for key, word in (
                ("applied", "已导入"), ("new", "新增"), ("changed", "变化"), ("same", "相同"),
                ("held", "待核实"), ("waiting", "待关联"),
            )
            if sheet[key]
        )  # fmt: skip
        lines.append(f"{sheet['file']} › {sheet['sheet']}：{label}，{sheet['rows']} 行　{counts}")
        lines += [
            f"    {p['cell']}：{p['message']}" for p in sheet["problems"] if p["level"] == "hold"
        ]
    lines += [f"{refused['file']}：{refused['message']}" for refused in told["refused"]]
    return "\n".join(lines)
