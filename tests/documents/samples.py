"""A short report of every shape, and the search for characters that must survive."""

import re

from hypothesis import strategies as st

from wutong.foundation.documents.composition import Composition, Run, compose, printable

TEXT = """
一季度，新签约入库项目【待填：签约项目数】项，签约额3.2亿元。
一、工作开展情况
（一）精心谋划，构建“新堡垒”。以“三抓三促”行动为契机。一是健全机制。
（二）协同发力
二、存在的主要问题
1. 头部企业较少。
1.5亿元到位。
"""
REPORT = compose(
    "某某局关于2024年第一季度重点项目建设工作情况的报告",
    TEXT,
    signed_by="某某县投资促进局",
    dated="2024年4月8日",
    footer="数据截至2024年3月31日",
)
HOSTILE = compose("<script>&题", [Run("<script>alert(1)</script>", mark='a"><b'), Run("&amp;")])
# Surrogates cannot be in a Python text that came from a file or a form.
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300)


def ink(text: str) -> str:
    """What is left of a text once white space and forbidden characters are gone."""
    return re.sub(r"\s", "", printable(text))


def of(text: str) -> Composition:
    """A document of the text alone."""
    return compose("", text)
