"""Days, ranges, months and due periods of ledger cells, in every form that ledgers use.

Every reader raises ValueError with the reason, in words for whoever filled the cell.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import Final

from wutong.foundation.imports.texts import Value, exact, fold, printed

EARLIEST: Final = 2015
LATEST: Final = 2024
SERIALS: Final = range(40_000, 50_001)  # 2009-07-06 to 2036-11-21 in Excel's 1900 system
EPOCH: Final = date(1899, 12, 30)
NUMERALS: Final = {name: number for number, name in enumerate("一二三四五六七八九十", start=1)} | {
    "十一": 11,
    "十二": 12,
}

TO = r"(?:--?|——?|–|―|\u2212|~+|至|到)"
DAY = (
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
    r"(?P<y>\d{4})(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})[日号]?",
    r"(?P<y>)(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?",
    r"(?P<y>)(?P<m>\d{1,2})[./](?P<d>\d{1,2})[日号]?",
    r"(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)",
)
MONTH = (
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月份?",
    r"(?P<y>\d{4})[-./](?P<m>\d{1,2})月?份?",
    r"(?P<y>)(?P<m>\d{1,2})月份?",
    r"(?:(?P<y>\d{4})年)?(?P<name>十[一二]?|[一二三四五六七八九])月份?",
    r"(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])",
)
DAYS = tuple(re.compile(rf"{form}(?!\d)", re.ASCII) for form in DAY)
MONTHS = tuple(re.compile(rf"{form}(?!\d)", re.ASCII) for form in MONTH)
DATE_ONLY = re.compile(r"[\sT]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*$")
RANGE = re.compile(rf"{TO}(?P<end>.*)")
LAST = re.compile(r"(?P<d>[0-9]{1,2})[日号]?")
TAIL = r"(?:[上中下]旬|份)?(?:[底末]?(?:之前|以前|前)?)"
QUARTER = re.compile(
    rf"(?:(?P<y>\d{{4}})年?)?(?:第?(?P<q>[一二三四1-4])季度|Q(?P<n>[1-4])){TAIL}", re.IGNORECASE
)
HALF = re.compile(rf"(?:(?P<y>\d{{4}})年)?(?P<half>[上下])半年{TAIL}")
YEAR_END = re.compile(r"(?:(?P<y>\d{4})年|年)?(?:年?[底末])(?:之前|以前|前)?")
MONTHS_DUE = re.compile(
    rf"(?:(?P<y>\d{{4}})年)?(?P<m>\d{{1,2}})月?份?{TO}(?P<n>\d{{1,2}})月份?{TAIL}"
)
YEAR = re.compile(r"(?<!\d)20[1-3]\d(?!\d)")
SPELT_YEAR = re.compile(r"二[〇○零Oo0]([一二三])([〇○零一二三四五六七八九])年")


def year_in(text: str) -> int | None:
    """Return the one year that a title or sheet name speaks of; None for none or several."""
    folded = fold(text)
    years = {int(year) for year in YEAR.findall(folded)}
    for tens, ones in SPELT_YEAR.findall(folded):
        years.add(2000 + 10 * NUMERALS[tens] + NUMERALS.get(ones, 0))
    return years.pop() if len(years) == 1 else None


def read_day(
    value: Value | None, *, year: int | None, earliest: int = EARLIEST, latest: int = LATEST
) -> date:
    """Return the day; of a range its first, of a month the 1st. `year` stands in for none."""
    return read_span(value, year=year, earliest=earliest, latest=latest)[0]


def read_span(
    value: Value | None, *, year: int | None, earliest: int = EARLIEST, latest: int = LATEST
) -> tuple[date, date | None]:
    """Return the first day and, where it can be read, the last of a range."""
    day = _stored(value)
    if day is not None:
        return _within(day, value, earliest, latest), None
    text = _text(value)
    for is_day, patterns in ((True, DAYS), (False, MONTHS)):
        found = next(filter(None, (pattern.match(text) for pattern in patterns)), None)
        if found is None:
            continue
        rest = RANGE.fullmatch(text, found.end())
        if found.end() < len(text) and rest is None:
            continue
        first = _within(_day(found, year, value), value, earliest, latest)
        if rest is None:
            return first, None
        last = _end(rest["end"], first, is_day)
        if last is None and not is_day:
            break  # "2023.2-15" may mean the 15th: a month followed by what is no month
        return first, last if last and last.year <= latest else None
    raise ValueError(_unreadable(value))


def read_month(
    value: Value | None, *, year: int | None, earliest: int = EARLIEST, latest: int = LATEST
) -> date:
    """Return the 1st of the month that a sheet name, a 月份 cell or a header names."""
    if re.fullmatch(r"0?[1-9]|1[0-2]", fold(printed(value)) if value is not None else ""):
        value = f"{fold(printed(value))}月"  # a 月份 column often holds bare numbers
    day = _stored(value)
    if day is None:
        text = _text(value)
        found = next(filter(None, (p.fullmatch(text) for p in (*DAYS, *MONTHS))), None)
        if found is None or (found.re in DAYS and not found["y"] and "月" not in text):
            raise ValueError(_unreadable(value, "月份", "2023年1月"))
        day = _day(found, year, value)
    return _within(day, value, earliest, latest).replace(day=1)


def read_due(
    value: Value | None, *, year: int | None, earliest: int = EARLIEST, latest: int = LATEST
) -> tuple[date, date]:
    """Return the first and last day of the planned month, quarter or half-year."""
    day = _stored(value)
    if day is None:
        return _due(_text(value), value, year, earliest, latest)
    return _months(_within(day, value, earliest, latest).year, day.month, day.month)


def _due(
    text: str, value: Value | None, year: int | None, earliest: int, latest: int
) -> tuple[date, date]:
    if found := QUARTER.fullmatch(text):
        digit = found["q"] or found["n"]
        quarter = NUMERALS.get(digit) or int(digit)
        first, last = 3 * quarter - 2, 3 * quarter
    elif found := HALF.fullmatch(text):
        first, last = (1, 6) if found["half"] == "上" else (7, 12)
    elif found := YEAR_END.fullmatch(text):
        first = last = 12
    elif (found := MONTHS_DUE.fullmatch(text)) and int(found["m"]) <= int(found["n"]):
        first, last = int(found["m"]), int(found["n"])
    else:
        forms = (re.compile(rf"(?:{form}){TAIL}") for form in (*DAY, *MONTH))
        found = next(filter(None, (form.fullmatch(text) for form in forms)), None)
        bare = found and re.fullmatch(r"\d+[./]\d+", text) and not found["y"]
        # "6月前" may leave June out: only 底前, or 前 after a day, says when.
        vague = re.search(r"月份?(?:之前|以前|前)$", text)
        if not found or bare or vague:
            raise ValueError(_unreadable(value, "完成时限", "2023年6月或二季度"))
        day = _day(found, year, value)
        return _months(_within(day, value, earliest, latest).year, day.month, day.month)
    if not 1 <= first <= last <= 12:
        raise ValueError(_unreadable(value, "完成时限", "2023年6月或二季度"))
    start = date(_year(found["y"], year, value), first, 1)
    return _months(_within(start, value, earliest, latest).year, first, last)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _stored(value: Value | None) -> date | None:
    """Return the day that Excel itself keeps: a date, or its serial number."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        text = fold(value)
        if not re.fullmatch(r"[0-9]{5}", text):
            return None
        value = int(text)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        serial = int(value) if abs(value) < 10**9 else 0
        return EPOCH + timedelta(days=serial) if serial in SERIALS else None
    return None


def _text(value: Value | None) -> str:
    if isinstance(value, str):
        wide = unicodedata.normalize("NFKC", value)
        text = fold(DATE_ONLY.sub("", wide))
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        text = _typed(value)
    else:
        text = ""
    if not text:
        blank = value is None or isinstance(value, str)
        raise ValueError("没有填日期" if blank else _unreadable(value))
    return text


def _typed(value: int | float) -> str:
    """Return a number typed in place of a date, such as 2023.6.

    Excel turns 2023.10 into 2023.1 and 2.20 into 2.2, so those could be either.
    """
    text = f"{exact(value):f}"
    whole, _, places = text.partition(".")
    if places == "1" or (places in ("2", "3") and len(whole) < 4):
        raise ValueError(f"日期“{text}”的末尾可能少了一个0，请改为文本或日期格式")
    return text


def _day(found: re.Match[str], year: int | None, value: Value | None) -> date:
    parts = found.groupdict()
    month = NUMERALS[parts["name"]] if parts.get("name") else int(parts["m"])
    try:
        return date(_year(parts["y"], year, value), month, int(parts.get("d") or 1))
    except ValueError as error:
        if "缺少年份" in str(error):
            raise
        raise ValueError(f"日期“{value}”不存在，请更正") from None


def _year(written: str | None, year: int | None, value: Value | None) -> int:
    if written:
        return int(written)
    if year is None:
        raise ValueError(f"日期“{value}”缺少年份，请写成2023年1月15日")
    return year


def _end(text: str, first: date, is_day: bool) -> date | None:
    """Return the last day of a range from the text after its dash, if it can be read."""
    patterns = (*DAYS, LAST) if is_day else MONTHS
    found = next(filter(None, (pattern.fullmatch(text) for pattern in patterns)), None)
    if found is None:
        return None
    parts = {"y": "", **found.groupdict()}
    try:
        month = NUMERALS[parts["name"]] if parts.get("name") else int(parts.get("m") or first.month)
        year = int(parts["y"] or first.year)
        if not parts["y"] and month < first.month:
            year += 1
        last = monthrange(year, month)[1]
        end = date(year, month, int(parts.get("d") or last))
    except ValueError:
        return None
    return end if end >= first else None


def _within(day: date, value: Value | None, earliest: int, latest: int) -> date:
    if not earliest <= day.year <= latest:
        raise ValueError(f"日期“{value}”不在{earliest}—{latest}年之间，请更正")
    return day


def _unreadable(value: Value | None, what: str = "日期", like: str = "2023年1月15日") -> str:
    return f"{what}“{value}”无法识别，请写成{like}"
