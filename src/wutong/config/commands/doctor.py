"""`wutong doctor`: is everything in order on this machine, and if not, what to do."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from wutong.config.checks import Finding, examine

NAME = "doctor"
HELP = "体检：数据库、文件、密钥、字体、留痕是否完好"
ACTS = False
MIGRATES = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    findings = examine()
    if options.json:
        said = {name: asdict(finding) for name, finding in findings.items()}
        print(json.dumps(said, ensure_ascii=False, indent=2))
    else:
        print("\n".join(line(name, finding) for name, finding in findings.items()))
    return 0 if all(finding.ok for finding in findings.values()) else 1


def line(name: str, finding: Finding) -> str:
    mark, then = ("✓", "") if finding.ok else ("✗", f"　→ {finding.remedy}")
    return f"{mark} {name:　<4}　{finding.said}{then}"
