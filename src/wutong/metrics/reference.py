"""The list of all figures as a page of the documentation (docs/metrics.md)."""

from __future__ import annotations

from wutong.metrics.engine import Figure, Growth, Metric, Names, Ratio
from wutong.metrics.registry import catalogue

HEAD = """# 指标目录

由 `make docs` 从指标定义生成，请勿手改。每个指标只定义一次：它所计的行；
读数、分解、明细、排名和报告中的文字都出自这些行。金额单位为元（库内为整数分），印出时才换算。
"""


def kind_of(figure: Figure) -> str:
    match figure:
        case Metric():
            return "按值去重计数" if figure.distinct else "计数或求和"
        case Ratio():
            return f"{figure.part.code} ÷ {figure.whole.code}"
        case Growth():
            return f"{figure.of.code} 的增长"
        case Names():
            return f"{figure.of.code} 的名称"
        case _:
            return "由时段或规则得出"


def page() -> str:
    """Return the whole page, in Markdown."""
    lines = [HEAD, "| 代号 | 名称 | 单位 | 算法 | 口径 | 依据 |", "|---|---|---|---|---|---|"]
    for code, figure in sorted(catalogue.items()):
        cells = (
            f"`{code}`",
            figure.label,
            figure.unit,
            kind_of(figure),
            figure.definition,
            figure.source,
        )
        lines.append("| " + " | ".join(cell.replace("|", "／") for cell in cells) + " |")
    return "\n".join(lines) + "\n"
