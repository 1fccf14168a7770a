"""China's provinces as ledgers write them, and which one a place names."""

from __future__ import annotations

from wutong.foundation.imports.texts import fold

PROVINCES = {
    "北京": "北京市", "天津": "天津市", "上海": "上海市", "重庆": "重庆市",
    "河北": "河北省", "山西": "山西省", "辽宁": "辽宁省", "吉林": "吉林省",
    "黑龙江": "黑龙江省", "江苏": "江苏省", "浙江": "浙江省", "安徽": "安徽省",
    "福建": "福建省", "江西": "江西省", "山东": "山东省", "河南": "河南省",
    "湖北": "湖北省", "湖南": "湖南省", "广东": "广东省", "海南": "海南省",
    "四川": "四川省", "贵州": "贵州省", "云南": "云南省", "陕西": "陕西省",
    "甘肃": "甘肃省", "青海": "青海省", "台湾": "台湾省", "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区", "西藏": "西藏自治区", "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区", "香港": "香港特别行政区", "澳门": "澳门特别行政区",
}  # fmt: skip

# What a cell that names a place in China looks like, rather than a firm called after one.
PLACES = (
    rf"^(?:{'|'.join(PROVINCES)})"
    r"(?!.*(?:公司|集团|厂|合作社|项目|协会|商会|联合会|中心|小分队|招商组|局)).{0,24}$"
)


def short_province(name: str) -> str:
    """Return a province without its rank: 甘肃省 is 甘肃; other text comes back folded."""
    folded = fold(name)
    return next((short for short in PROVINCES if folded.startswith(short)), folded)


def province_in(place: str) -> str:
    """Return the province that a place begins with, by its full name; "" for none."""
    folded = fold(place)
    return next((full for short, full in PROVINCES.items() if folded.startswith(short)), "")


def provinces_in(places: str) -> list[str]:
    """Return every province named in a text like 河南洛阳、北京, in order, each once."""
    folded = fold(places)
    at = {full: folded.find(short) for short, full in PROVINCES.items() if short in folded}
    return sorted(at, key=lambda full: at[full])
