"""Word lists (同义词) as their page shows them: shipped words, own words, what each list does."""

from __future__ import annotations

from dataclasses import dataclass

from wutong.foundation.imports.kinds import in_order, kinds, word_lists
from wutong.foundation.imports.models import Synonym
from wutong.foundation.imports.texts import fold

HEADER = "header"
FIRST = 6  # words shown of each meaning before one asks for the others


@dataclass(frozen=True)
class Topic:
    """A word list: its name, what it does in one line, how its meanings are called."""

    label: str
    does: str
    meanings: dict[str, str]


TOPICS = {
    "yes": Topic("是 / 已落实", "“是否”一类的栏目，哪些写法算“是”。", {"yes": "是"}),
    "agreement": Topic(
        "协议类型",
        "认出合同、框架协议和意向；只有合同计入签约和到位资金。",
        {"contract": "合同", "framework": "框架协议", "intent": "意向"},
    ),
    "no_voucher": Topic(
        "没有凭证", "凭证栏里哪些写法等于没有凭证；没有凭证的资金不计入。", {"none": "没有凭证"}
    ),
    "correction": Topic(
        "冲减说明", "备注里有这些词，负数金额按冲减计入。", {"correction": "冲减、更正"}
    ),
    "real_estate": Topic(
        "房地产", "行业类别里有这些词的项目，不计入任何指标。", {"real_estate": "房地产"}
    ),
    "origin_claim": Topic(
        "资金来源",
        "认出填报的资金来源，与项目台账核对。",
        {
            "outside": "省外",
            "hmt": "港澳台",
            "abroad": "境外",
            "province": "省内",
            "county": "本县",
        },
    ),
    "project_nature": Topic("建设性质", "认出新建和续建。", {"new": "新建", "continuing": "续建"}),
    "channel": Topic(
        "招商方式",
        "认出项目是怎样引进的。",
        {
            "trip": "外出招商",
            "reception": "客商来访",
            "station": "驻点招商",
            "fair": "节会",
            "referral": "以商招商",
            "association": "协会商会",
            "chain": "链式招商",
        },
    ),
    "reserve_state": Topic(
        "储备项目状态",
        "认出储备项目所处的状态；只有“储备”计入储备库。",
        {
            "reserved": "储备",
            "in_talks": "在谈",
            "signed": "已签约",
            "dropped": "已出库",
        },
    ),
    "review": Topic("包装评审", "评审结论里哪些写法算通过。", {"passed": "通过"}),
    "portal": Topic("门户网站", "发布渠道里哪些写法算门户网站。", {"portal": "门户网站"}),
    "push": Topic("推送渠道", "发布渠道里哪些写法算推送。", {"push": "微信群、朋友圈"}),
    "fair_state": Topic(
        "节会签约状态",
        "认出节会项目的状态；只有“拟签约”计入。",
        {
            "proposed": "拟签约",
            "signed": "已签约",
            "pending": "待审",
            "withdrawn": "撤回",
        },
    ),
    "called_off": Topic(
        "活动未成行", "状态或备注里有这些词的活动不计批次。", {"called_off": "未成行"}
    ),
    "approval": Topic("计划已批准", "计划状态里哪些写法算批准。", {"approved": "已批准"}),
    "disapproval": Topic("计划未批准", "计划状态里哪些写法算没有批准。", {"refused": "未批准"}),
    "indicator": Topic(
        "任务指标",
        "认出目标任务表里是哪个指标。",
        {
            "funds_in_place": "到位资金",
            "projects_registered": "入库项目",
            "contracted_amount": "签约金额",
        },
    ),
    "planned_milestone": Topic(
        "节点类型",
        "认出节点计划是签约、动工还是投产。",
        {
            "signed": "签约",
            "commenced": "动工",
            "in_production": "投产",
        },
    ),
    "commended": Topic(
        "表彰对象", "认出表彰的是单位还是个人。", {"unit": "单位", "person": "个人"}
    ),
    "instrument": Topic(
        "政策工具",
        "认出兑现的是哪类政策。",
        {
            "tax_linked": "与税收挂钩",
            "reward_in_lieu": "以奖代补",
            "power": "电价",
            "interest": "贴息",
            "guarantee": "担保",
            "rent": "租金、厂房",
        },
    ),
    "ticket_kind": Topic(
        "诉求类型",
        "认出企业诉求的类型。",
        {
            "land": "用地",
            "plant": "厂房",
            "living": "生活办公",
            "finance": "融资",
            "utilities": "水电",
            "labour": "用工",
            "roads": "道路",
        },
    ),
    "unit_kind": Topic(
        "单位类别",
        "认出名册里单位的类别。",
        {
            "township": "乡镇",
            "park": "园区",
            "leading_body": "四班子",
            "task_force": "专班",
            "department": "部门",
        },
    ),
    "principal_post": Topic(
        "党政主要领导", "职务里哪些写法是党政主要领导。", {"principal": "党政主要领导"}
    ),
    "county_item": Topic(
        "县情项目",
        "认出基本县情表里各行说的是什么。",
        {
            "name": "县名",
            "short_name": "简称",
            "prefecture": "市州",
            "province": "省份",
        },
    ),
    "chain_tier": Topic(
        "产业链环节",
        "认出企业在产业链的哪一段。",
        {
            "upstream": "上游",
            "midstream": "中游",
            "downstream": "下游",
        },
    ),
    "abroad": Topic(
        "境外地区", "投资方所在地里哪些写法是港澳台、境外。", {"hmt": "港澳台", "abroad": "境外"}
    ),
    "key_chain": Topic("重点产业链", "类别里有这些词的是重点产业链。", {"key": "重点产业链"}),
    "registration_nature": Topic(
        "企业性质",
        "认出新注册企业是不是总部。",
        {
            "headquarters": "总部",
            "subsidiary": "子公司",
            "branch": "分公司",
        },
    ),
    "top_firm": Topic("头部企业", "企业类型里哪些写法算头部企业。", {"top": "头部企业"}),
    "local": Topic("本县", "所在地里哪些写法是本县。", {"local": "本县"}),
}


@dataclass(frozen=True)
class Word:
    """A word of a list: as kept, as shown, whether somebody added it, whether it is off."""

    text: str
    shown: str
    is_own: bool
    is_off: bool


@dataclass(frozen=True)
class Meaning:
    """A meaning with its words; what people changed comes first, most shipped ones are folded."""

    code: str
    label: str
    words: list[Word]

    @property
    def first(self) -> list[Word]:
        return self._in_order()[: max(FIRST, self._changed)]

    @property
    def rest(self) -> list[Word]:
        return self._in_order()[max(FIRST, self._changed) :]

    @property
    def _changed(self) -> int:
        return sum(word.is_own or word.is_off for word in self.words)

    def _in_order(self) -> list[Word]:
        return sorted(self.words, key=lambda word: not (word.is_own or word.is_off))


def topic_choices() -> list[tuple[str, str]]:
    return [(code, topic_of(code).label) for code in word_lists]


def topic_of(code: str) -> Topic:
    return TOPICS.get(code, Topic(code, "", {}))


def meanings_of(topic: str, kind: str = "") -> list[Meaning]:
    """Return the meanings of a list with their words; for headers, the fields of a kind."""
    own: dict[str, list[Synonym]] = {}
    for synonym in Synonym.objects.filter(topic=topic):
        own.setdefault(synonym.meaning, []).append(synonym)
    if topic == HEADER:
        shipped = [
            (f"{kind}.{field.code}", field.label, [fold(word) for word in field.words])
            for field in kinds[kind].fields
        ]
    else:
        labels = topic_of(topic).meanings
        shipped = [
            (code, labels.get(code, code), list(words)) for code, words in word_lists.get(topic, [])
        ]
    return [Meaning(code, label, _words(ours, own.get(code, []))) for code, label, ours in shipped]


def _words(shipped: list[str], own: list[Synonym]) -> list[Word]:
    off = {synonym.word.strip("=") for synonym in own if synonym.is_off}
    words = [Word(w, shown(w), False, w.strip("=") in off) for w in dict.fromkeys(shipped)]
    known = {word.strip("=") for word in shipped}
    words += [
        Word(synonym.word, shown(synonym.word), True, synonym.is_off)
        for synonym in own
        if synonym.word.strip("=") not in known
    ]
    return words


def shown(word: str) -> str:
    if not word:
        return "（空白）"
    return word.removeprefix("=").replace("|", " › ")


def header_kinds() -> list[tuple[str, str]]:
    return [(kind.code, kind.label) for kind in in_order()]
