"""An amount comes back exactly, in whichever of the allowed ways it was written."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wutong.foundation.imports.amounts import UNITS, read_amount, read_count, unit_of

YI, WAN, YUAN = UNITS["亿元"], UNITS["万元"], UNITS["元"]
FULL_WIDTH = str.maketrans("0123456789,.-", "０１２３４５６７８９，．－")


@pytest.mark.parametrize(
    ("written", "unit", "yuan"),
    [
        ("约1.2亿元", WAN, "120000000"),
        ("3,200 ", WAN, "32000000"),
        ("3229万元", YI, "32290000"),
        ("1亿", YUAN, "100000000"),
        ("３．２５", YI, "325000000"),
        ("５，０００", WAN, "50000000"),
        ("￥500元", WAN, "500"),
        ("约 ¥ 2 千元", None, "2000"),
        (-10.0, WAN, "-100000"),
        ("-10", WAN, "-100000"),
        ("−10", WAN, "-100000"),
        (0, WAN, "0"),
        (Decimal("0.04"), YI, "4000000"),
        (43.54, WAN, "435400"),
        (0.1 + 0.2, YI, "30000000"),
        (112.26835, YI, "11226835000"),
        ("1,2345,6789", YUAN, "123456789"),
    ],
)
def test_the_ways_ledgers_write_amounts(written: object, unit: Decimal, yuan: str) -> None:
    assert read_amount(written, unit) == Decimal(yuan)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "written",
    [
        "详见合同", "待定", "1,2亿元", "12,34", "500万美元", "10%", "1.2.3", "（10）", "3200左右",
        "1亿2000万元", "1.2E+05", "--", "—", "约", "亿元", "1 2 3 项", True, date(2023, 1, 1),
        float("nan"), float("inf"), Decimal("NaN"), "NaN", "Infinity", "٣",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_written(written: object) -> None:
    with pytest.raises(ValueError, match="无法识别，请填数字"):
        read_amount(written, WAN)  # type: ignore[arg-type]


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#N/A", " #ＶＡＬＵＥ! "])
def test_a_formula_error_is_called_one(error: str) -> None:
    with pytest.raises(ValueError, match=r"公式错误“#"):
        read_amount(error, WAN)


@pytest.mark.parametrize("blank", [None, "", "  \n"])
def test_a_blank_is_no_zero(blank: str | None) -> None:
    with pytest.raises(ValueError, match="没有填金额"):
        read_amount(blank, WAN)


def test_without_any_unit_nothing_is_assumed() -> None:
    with pytest.raises(ValueError, match="没有单位"):
        read_amount(3200, None)


@pytest.mark.parametrize(("written", "unit"), [("0.001", YUAN), (1.2345678, WAN), (1 / 3, YI)])
def test_less_than_a_fen_is_refused_rather_than_rounded(written: object, unit: Decimal) -> None:
    with pytest.raises(ValueError, match="不足一分"):
        read_amount(written, unit)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", [1e300, "9" * 40, -1e15])
def test_an_amount_beyond_all_budgets_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="过大"):
        read_amount(written, YUAN)  # type: ignore[arg-type]


@given(
    yuan=st.decimals(-(10**12), 10**12, places=2),
    word=st.sampled_from(sorted(UNITS)),
    own=st.booleans(),
    commas=st.booleans(),
    wide=st.booleans(),
    about=st.sampled_from(["", "约", "约 ", "¥", "约￥"]),
    trail=st.sampled_from(["", " ", "\u3000", "\n"]),
)
def test_any_amount_written_in_any_way_comes_back(
    yuan: Decimal, word: str, own: bool, commas: bool, wide: bool, about: str, trail: str
) -> None:
    unit = UNITS[word]
    number = f"{yuan / unit:{',' if commas else ''}f}"
    text = about + (number.translate(FULL_WIDTH) if wide else number) + trail
    if own:
        assert read_amount(text + word, YUAN if word != "元" else WAN) == yuan
    else:
        assert read_amount(text, unit) == yuan


@given(st.decimals(-(10**9), 10**9, places=4), st.sampled_from([YUAN, WAN, YI]))
def test_a_number_cell_is_exact(number: Decimal, unit: Decimal) -> None:
    if unit == YUAN:
        number = number.quantize(Decimal("0.01"))
    if abs(number * unit) < 10**15:
        assert read_amount(float(number), unit) == number * unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("签约金额（亿元）", YI),
        ("省外到位资金(万元)", WAN),
        ("单位：万元", WAN),
        ("单位: 万 元", WAN),
        ("金额单位：人民币元", YUAN),
        ("填报单位：元谋县招商局    单位：亿元、个", YI),
        ("总投资/亿元", YI),
        ("奖金，元", YUAN),
        ("总投资 万元", WAN),
        ("亿元", YI),
        ("（千元）", UNITS["千元"]),
        ("单位：元", YUAN),
        ("（单位：万元）", WAN),
        ("新签约入库项目（个）", None),
        ("填报单位：元谋县招商局", None),
        ("填报单位：万年县招商局", None),
        ("500万元以上项目情况表", None),
        ("突破10亿元", None),
        ("产能（万吨）", None),
        ("单元", None),
        ("责任单位", None),
        ("", None),
    ],
)
def test_the_unit_in_a_header(text: str, unit: Decimal | None) -> None:
    assert unit_of(text) == unit


def test_a_count_is_a_plain_number() -> None:
    assert read_count("12 ") == 12
    assert read_count(4.5) == Decimal("4.5")
    with pytest.raises(ValueError, match="带有金额单位"):
        read_count("12万元")
    with pytest.raises(ValueError, match="没有填数值"):
        read_count(None)
