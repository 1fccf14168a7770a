"""`wutong held`: rows that await a person, and their correction from the console."""

from __future__ import annotations

import argparse
import json
from typing import Any

from wutong.foundation.imports.models import Batch, Row
from wutong.foundation.imports.operations import correct_row, decide_row, dismiss_row
from wutong.foundation.operations import Refused

NAME = "held"
HELP = "列出待核实的行；更正、归并或不采用其中一行"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("row", nargs="?", type=int, help="行的编号（见列表）")
    parser.add_argument(
        "corrections", nargs="*", metavar="字段=值", help="更正，如 amount=3200万元"
    )
    parser.add_argument("--decide", choices=["same", "different"], help="同一项目 / 不同项目")
    parser.add_argument("--dismiss", metavar="原因", help="不采用该行")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    if options.row is not None:
        settle(options)
    rows = open_rows()
    told = [describe(row) for row in rows]
    print(json.dumps(told, ensure_ascii=False, indent=2) if options.json else in_lines(told))
    return 0


def settle(options: argparse.Namespace) -> None:
    row = Row.objects.filter(pk=options.row).first()
    if row is None:
        raise Refused(f"没有编号为 {options.row} 的行")
    if options.decide:
        decide_row(row, decision=options.decide, actor=options.actor)
    elif options.dismiss is not None:
        dismiss_row(row, reason=options.dismiss, actor=options.actor)
    elif options.corrections:
        pairs = dict(pair.split("=", 1) for pair in options.corrections if "=" in pair)
        if len(pairs) != len(options.corrections):
            raise Refused("更正请写成 字段=值，如 amount=3200万元")
        correct_row(row, corrections=pairs, actor=options.actor)
    else:
        raise Refused("请写明更正、--decide 或 --dismiss")


def open_rows() -> list[Row]:
    rows = Row.objects.filter(
        state__in=[Row.State.HELD, Row.State.WAITING],
        sheet__ledger__batch__state=Batch.State.APPLIED,
    )
    return list(rows.select_related("sheet__ledger").prefetch_related("problems"))


def describe(row: Row) -> dict[str, Any]:
    return {
        "row": row.pk,
        "file": row.sheet.ledger.name,
        "sheet": row.sheet.name,
        "number": row.number,
        "kind": row.kind,
        "state": row.state,
        "cells": {field: {"cell": cell, "text": text} for field, (cell, text) in row.cells.items()},
        "problems": [
            {
                "cell": p.cell,
                "field": p.field,
                "code": p.code,
                "level": p.level,
                "message": p.message,
            }
            for p in row.problems.all()
        ],
    }


def in_lines(told: list[dict[str, Any]]) -> str:
    if not told:
        return "没有待核实的行"
    lines = []
    for row in told:
        lines.append(f"[{row['row']}] {row['file']} › {row['sheet']} › 第{row['number']}行")
        lines += [f"    {p['cell']}（{p['field']}）：{p['message']}" for p in row["problems"]]
    return "\n".join(lines)
