"""The rules of counting (口径规则) that a new county starts with; each can be followed by another.

Where a county or province has its own document, a user sets the rule anew with that source.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

ALWAYS = date(2015, 1, 1)
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)  # known before any figure can be asked

DEFAULTS: tuple[tuple[str, str, Any, date, date | None, str], ...] = (
    (
        "excluded_origins", "不计入的投资来源", ["county"], ALWAYS, None,
        "各地考核办法通例：本县投资不计入招商引资",
    ),
    (
        "excluded_industries", "不计入的行业（含下列字样）", ["房地产"], ALWAYS, None,
        "各地考核办法通例：房地产项目不计入",
    ),
    (
        "outside_origins", "计为省外的投资来源", ["outside", "abroad"], ALWAYS, None,
        "默认口径，县可另定：港澳台不计为省外",
    ),
    ("station_province", "驻点招商统计省份", "广东省", ALWAYS, None, "一季度报告：赴广东开展驻点招商"),
    (
        "top_list", "引进500强所指榜单（含字样、往前年数）", {"word": "新能源", "years_back": 1},
        ALWAYS, None, "一季度报告：世界新能源500强企业",
    ),
    ("award_years_back", "表彰年度（往前年数）", 1, ALWAYS, None, "一季度报告：年初对上年度表彰奖励"),
    (
        "fair", "拟签约所指节会届次", {"fair": "兰洽会", "ordinal": 28}, date(2022, 1, 1),
        date(2022, 12, 31), "兰洽会届次：2022年为第二十八届",
    ),
    (
        "fair", "拟签约所指节会届次", {"fair": "兰洽会", "ordinal": 29}, date(2023, 1, 1), None,
        "兰洽会届次：2023年为第二十九届",
    ),
    ("trips_quota", "专班每季度外出下限（次）", 1, ALWAYS, None, "一季度报告：每季度外出招商不少于1次"),
    ("packaging_quota", "专班谋划包装下限（个）", 5, ALWAYS, None, "一季度报告：谋划包装项目不少于5个"),
    (
        "county_listed_amount", "县列重大项目投资额下限（元）", 100_000_000, ALWAYS, None,
        "一季度报告：县列投资亿元以上项目",
    ),
    (
        "landed_ticket_kinds", "落地项目问题所指诉求类别", ["land", "plant", "living"], ALWAYS, None,
        "一季度报告：用地审批、厂房租赁、生活办公等问题",
    ),
)  # fmt: skip
