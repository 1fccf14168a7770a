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

# How receipts are counted, handed in and left out; laid down by a migration of its own.
EXCLUDING = "exclusion_"  # rules of this prefix are those a receipt may be left out by
FUNDS: tuple[tuple[str, str, Any, date, date | None, str], ...] = (
    (
        "origin_share", "合资项目到位资金的计入方式", "pro_rata", ALWAYS, None,
        "默认口径，县可另定：pro_rata 按外来出资占比计；majority 占比达50%的全额计、不足的按占比计；full 全额计",
    ),
    (
        "return_due_day", "资金月报报送期限（次月几日前）", 5, ALWAYS, None,
        "默认口径，县可另定：次月5日前（含）报送",
    ),
    (
        "investment_tolerance", "累计到位超过总投资多少（%）须复核", 100, ALWAYS, None,
        "默认口径，县可另定：累计到位资金超过总投资的，经复核方可核验",
    ),
    (
        "exclusion_fiscal", "财政性资金不计", "财政资金、政府债券、PPP政府方出资", ALWAYS, None,
        "各地认定办法通例：财政投资的基础设施和民生项目资金不计入",
    ),
    (
        "exclusion_real_estate", "房地产开发资金不计", "住宅、商业地产开发资金", ALWAYS, None,
        "各地认定办法通例：房地产项目不计入",
    ),
    (
        "exclusion_land", "缴地价款未建设的不计", "已缴土地价款、未开工建设", ALWAYS, None,
        "各地认定办法通例：缴纳土地价款而未建设的不计入",
    ),
    (
        "exclusion_relocation", "县内企业搬迁、老厂新增生产线资金不计", "县内搬迁、原厂内新增", ALWAYS,
        None, "各地认定办法通例：县内企业搬迁、原厂新增生产线不计入",
    ),
    (
        "exclusion_duplicate", "重复填报的不计", "同一笔资金、同一凭证重复填报", ALWAYS, None,
        "统计法第七条：统计资料须真实准确，同一笔资金只计一次",
    ),
    (
        "exclusion_unproven", "凭证不实或无法证明到位的不计", "凭证存疑、资金未实际到账", ALWAYS, None,
        "统计法第七条：统计资料须真实准确",
    ),
)  # fmt: skip

# When a signed project that has not commenced shows red; laid down by a migration of its own.
STUCK = (
    "stuck_months", "签约后几个月未开工即亮红灯", 3,
    "各地项目调度通例：签约满3个月未开工列入滞留清单，县可另定",
)  # fmt: skip
