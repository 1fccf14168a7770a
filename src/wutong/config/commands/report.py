"""`wutong report`: a report of a period, filled from the county's rows."""

from __future__ import annotations

import argparse
import json
import sys
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from wutong.config.commands.asking import add_asking, asked
from wutong.foundation.audit.seals import latest_digest
from wutong.foundation.operations import Refused
from wutong.metrics.registry import catalogue
from wutong.steer.bulletins.access import writes_reports
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.queries import Answer, read_report

NAME = "report"
HELP = "生成报告：wutong report quarterly 2023Q1 --format json|text|html|docx|pdf|xlsx"
FORMATS = ("text", "json", "html", "docx", "pdf", "xlsx")
# Loaded when asked for: a machine that reads JSON need not wait for the libraries of Word and PDF.
SETTERS = {"html": "pages", "docx": "word", "pdf": "pdf"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("template", help="模板代号：quarterly")
    add_asking(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="格式，缺省为文本")
    parser.add_argument("--output", type=Path, metavar="FILE", help="写入文件，缺省为标准输出")


def run(options: argparse.Namespace) -> int:
    template = Template.objects.filter(code=options.template).first()
    if template is None:
        raise Refused(f"没有代号为“{options.template}”的报告模板")
    if not writes_reports(options.actor):
        raise Refused("报告由招商局编写和定稿，请用 --as 指定有此权限的账号")
    answer = read_report(template, asked(options))
    made = produce(answer, options.format, actor=options.actor)
    if options.output:
        options.output.write_bytes(made)
    else:
        sys.stdout.buffer.write(made)
        sys.stdout.buffer.flush()
    return 0


def produce(answer: Answer, form: str, *, actor: object) -> bytes:
    if form == "text":
        return f"{answer.title}\n\n{answer.text}\n".encode()
    if form == "json":
        return (json.dumps(answer.as_json(), ensure_ascii=False, indent=2) + "\n").encode()
    if form == "xlsx":
        sheets = import_module("wutong.metrics.sheets")
        figures = [(slot.id, catalogue[slot.figure]) for slot in answer.slots]
        return bytes(sheets.annex(figures, answer.ask, actor))
    position, digest = latest_digest()
    known = answer.ask.known_at or timezone.now()
    footer = (
        f"数据截止{answer.ask.cutoff:%Y-%m-%d}，"
        f"按{timezone.localtime(known):%Y-%m-%d %H:%M}掌握的记录；"
        f"留痕第{position}条链印 {digest[:16]}"
    )
    composition = answer.composition(footer=footer)
    setter = import_module(f"wutong.foundation.documents.{SETTERS[form]}")
    if form == "html":
        return str(setter.to_html_page(composition)).encode()
    if form == "docx":
        return bytes(setter.to_docx(composition))
    return bytes(setter.to_pdf(composition, font_dirs=setter.npm_fonts(settings.NODE_MODULES)))
