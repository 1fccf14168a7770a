"""What `figures` and `report` ask in common: period, cut-off, known on which day."""

from __future__ import annotations

import argparse
from datetime import date

from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask


def add_asking(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("period", help="时段：2023Q1、2023-04 或 2023")
    parser.add_argument("--cutoff", metavar="DAY", help="截止日（目前），缺省为时段最后一天")
    parser.add_argument("--known-on", metavar="DAY", help="按哪一天掌握的数据，缺省为现在")


def asked(options: argparse.Namespace) -> Ask:
    try:
        period = Period.written(options.period)
    except ValueError as error:
        raise Refused(str(error)) from error
    return Ask.of(period, cutoff=_day(options.cutoff), known_on=_day(options.known_on))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"日期“{text}”无法识别，请写成 2023-03-31") from error
