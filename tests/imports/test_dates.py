"""A day, a range, a month, a due period: read in every form, guessed in none."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.foundation.imports.dates import read_day, read_due, read_month, read_span, year_in

EPOCH = date(1899, 12, 30)
DAYS = st.dates(date(2015, 1, 1), date(2024, 12, 31))
WIDE = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")
DASHES = st.sampled_from(["—", "-", "——", "至", "到", "～", "~", "－", " — "])


def forms(day: date) -> list[object]:
    y, m, d = day.year, day.month, day.day
    texts = [
        f"{y}.{m}.{d}", f"{y}-{m:02}-{d:02}", f"{y}-{m}-{d}", f"{y}/{m}/{d}", f"{y}年{m}月{d}日",
        f"{y}年{m:02}月{d:02}日", f"{y}{m:02}{d:02}", f"{y}-{m:02}-{d:02} 00:00:00",
        f"{y}-{m:02}-{d:02}T08:30:00", f" {y} 年 {m} 月 {d} 日 ",
    ]  # fmt: skip
    return [*texts, *(text.translate(WIDE) for text in texts)]


@given(DAYS)
def test_any_day_in_any_form_comes_back(day: date) -> None:
    for written in forms(day):
        assert read_day(written, year=None) == day  # type: ignore[arg-type]
    serial = (day - EPOCH).days
    for stored in (day, datetime(day.year, day.month, day.day, 9), serial, serial + 0.5,
                   str(serial)):  # fmt: skip
        assert read_day(stored, year=None) == day


@given(DAYS)
def test_a_missing_year_is_the_ledgers(day: date) -> None:
    for text in (f"{day.month}月{day.day}日", f"{day.month}.{day.day}", f"{day.month}/{day.day}"):
        assert read_day(text, year=day.year) == day
        with pytest.raises(ValueError, match="缺少年份"):
            read_day(text, year=None)


@given(DAYS, st.integers(0, 60), DASHES)
def test_any_range_gives_both_ends(first: date, length: int, dash: str) -> None:
    last = min(first + timedelta(length), date(2024, 12, 31))
    wholes = [
        f"{first.year}年{first.month}月{first.day}日{dash}{last.year}年{last.month}月{last.day}日",
        f"{first.year}.{first.month}.{first.day}{dash}{last.year}.{last.month}.{last.day}",
        f"{first.year}.{first.month}.{first.day}{dash}{last.month}.{last.day}",
        f"{first.month}月{first.day}日{dash}{last.month}月{last.day}日",
        f"{first.month}.{first.day}{dash}{last.month}.{last.day}",
    ]
    if (first.year, first.month) == (last.year, last.month):
        wholes.append(f"{first.month}月{first.day}日{dash}{last.day}日")
        wholes.append(f"{first.year}年{first.month}月{first.day}日{dash}{last.day}日")
    for text in wholes:
        assert read_span(text, year=first.year) == (first, last)
        assert read_day(text, year=first.year) == first


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2月13日—17日", date(2023, 2, 13), date(2023, 2, 17)),
        ("2.13—2.17", date(2023, 2, 13), date(2023, 2, 17)),
        ("2023年2月13日至17日", date(2023, 2, 13), date(2023, 2, 17)),
        ("2022.12.29-2023.1.3", date(2022, 12, 29), date(2023, 1, 3)),
        ("12.29-1.3", date(2023, 12, 29), date(2024, 1, 3)),
        ("2023.1.5-待定", date(2023, 1, 5), None),
        ("2023.1.5-2023.1.3", date(2023, 1, 5), None),
        ("2023.1.5-2023.2.30", date(2023, 1, 5), None),
        ("2023.1.5", date(2023, 1, 5), None),
        ("2023年2月-3月", date(2023, 2, 1), date(2023, 3, 31)),
    ],
)
def test_of_a_range_only_the_start_must_be_readable(
    text: str, first: date, last: date | None
) -> None:
    assert read_span(text, year=2023) == (first, last)


@pytest.mark.parametrize("text", ["2023-02", "2023.2", "2023/2", "2023年2月", "２０２３-０２"])
def test_a_month_stands_for_its_first_day(text: str) -> None:
    assert read_day(text, year=None) == date(2023, 2, 1)


@pytest.mark.parametrize("value", ["2032.1.7", "2014年12月31日", date(2025, 1, 1), 49000, 40000])
def test_a_day_outside_the_years_is_wrong(value: object) -> None:
    with pytest.raises(ValueError, match="不在2015—2024年之间"):
        read_day(value, year=None)  # type: ignore[arg-type]


def test_the_years_can_be_moved() -> None:
    assert read_day("2025.1.7", year=None, latest=2026) == date(2025, 1, 7)
    with pytest.raises(ValueError, match="不在2020—2024年之间"):
        read_day("2019.1.7", year=None, earliest=2020)


@pytest.mark.parametrize("text", ["2023.2.30", "2023年13月1日", "2023-00-10", "20230230"])
def test_a_day_the_calendar_lacks_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="不存在"):
        read_day(text, year=None)


@pytest.mark.parametrize(
    "value",
    [
        "待定", "尽快", "2023年", "23.1.15", "2023.2-15", "2月上旬", "#REF!", "12345", "39999",
        39_999, 50_001, True, timedelta(1), "2023.1.15、2023.1.16", "2023.1-15", "2-13", "1.5亿",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="无法识别"):
        read_day(value, year=2023)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [2023.1, 2.1, 2.2, 2.3])
def test_a_number_that_may_have_lost_its_zero_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="少了一个0"):
        read_day(value, year=2023)


def test_a_number_that_cannot_have_lost_a_zero_is_read() -> None:
    assert read_day(2.13, year=2023) == date(2023, 2, 13)
    assert read_due(2023.6, year=None) == (date(2023, 6, 1), date(2023, 6, 30))


@pytest.mark.parametrize("blank", [None, "", " \n"])
def test_a_blank_is_no_date(blank: str | None) -> None:
    with pytest.raises(ValueError, match="没有填日期"):
        read_day(blank, year=2023)


@given(DAYS)
def test_any_month_in_any_form_comes_back(day: date) -> None:
    first = day.replace(day=1)
    y, m = day.year, day.month
    name = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"][m - 1]
    full = [f"{y}年{m}月", f"{y}-{m:02}", f"{y}.{m}", f"{y}/{m}", f"{y}年{m}月份", f"{y}年{name}月",
            f"{y}{m:02}", f"{y}.{m}.{day.day}", day]  # fmt: skip
    for value in full:
        assert read_month(value, year=None) == first  # type: ignore[arg-type]
    for value in (f"{m}月", f"{m}月份", f"{name}月", f"{m:02}月", m, float(m)):
        assert read_month(value, year=y) == first  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["全年", "1—3月", "1-3月", "合计", "小计", "一季度", "1.5", "13月"]
)
def test_what_names_no_single_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"无法识别|不存在"):
        read_month(text, year=2023)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("6月底前", 6, 6), ("2023.6", 6, 6), ("2023-06", 6, 6), ("5月", 5, 5), ("二季度", 4, 6),
        ("第二季度", 4, 6), ("2023年二季度", 4, 6), ("三季度", 7, 9), ("2023年4月底前", 4, 4),
        ("2023年4月底", 4, 4), ("2023年6月30日前", 6, 6), ("上半年", 1, 6), ("下半年", 7, 12),
        ("2023年第3季度末", 7, 9), ("2023Q2", 4, 6), ("年底前", 12, 12), ("2023年底", 12, 12),
        ("十月底前", 10, 10), ("4-6月", 4, 6), ("4月—6月", 4, 6), ("2023年5月中旬", 5, 5),
        ("２０２３年６月", 6, 6), ("2023年6月份", 6, 6), (date(2023, 6, 30), 6, 6), (45078, 6, 6),
    ],
)  # fmt: skip
def test_a_due_period_has_its_first_and_last_day(text: object, first: int, last: int) -> None:
    start, end = read_due(text, year=2023)  # type: ignore[arg-type]
    assert start == date(2023, first, 1)
    assert (end.month, (end + timedelta(1)).day) == (last, 1)


@pytest.mark.parametrize("text", ["尽快", "6月前", "五季度", "6-4月", "1.5", "2026年6月", "0-3月"])
def test_a_vague_due_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"无法识别|不在"):
        read_due(text, year=2023)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2023年新签约", 2023), ("临峪县2022年1月招商引资到位资金月报表", 2022), ("1月", None),
        ("走出去招商台账（2022-2023）", None), ("2022年及以前续建", 2022), ("２０２３年", 2023),
        ("二〇二三年任务", 2023), ("二○二〇年任务", 2020), ("总台账2023Q1", 2023), ("12023", None),
        ("2023年1月（截至2023年3月底）", 2023), ("", None),
    ],
)  # fmt: skip
def test_the_year_of_a_title(text: str, year: int | None) -> None:
    assert year_in(text) == year
