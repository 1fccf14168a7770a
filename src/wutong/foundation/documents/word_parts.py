"""The fixed parts of the .docx: styles, fonts and settings, as WordprocessingML.

Whole parts instead of patches to python-docx's template, because Word is strict about the
order of elements and the template is American: Calibri, Letter, its own theme.
"""

from __future__ import annotations

from wutong.foundation.documents.layout import BODY_PT, LINE_PT, SMALL_PT, TITLE_PT, TRACKING_PT

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

TITLE_FACE, BODY_FACE, PAGE_FACE = "方正小标宋简体", "仿宋_GB2312", "宋体"
FIRST_FACE, SECOND_FACE = "黑体", "楷体_GB2312"


def twips(points: float) -> int:
    """Return points in twentieths of a point."""
    return round(points * 20)


LINE, TRACKING = twips(LINE_PT), twips(TRACKING_PT)
INDENT = twips(2 * BODY_PT)


def _faces(name: str) -> str:
    """Return the face for all scripts: Latin and digits too.

    The standard says 3号仿宋 for everything it does not set otherwise, so digits are in
    仿宋 as well. This also settles “ ” and —, which Word takes for Latin in a Latin face and
    then prints half as wide.
    """
    scripts = " ".join(f'w:{script}="{name}"' for script in ("ascii", "eastAsia", "hAnsi", "cs"))
    return f'<w:rFonts w:hint="eastAsia" {scripts}/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _style(  # one line of the table below
    kind: str, ident: str, name: str, ppr: str, rpr: str, based: str = "Normal"
) -> str:
    default = ' w:default="1"' if ident == "Normal" else ""
    custom = "" if name in BUILT_IN else ' w:customStyle="1"'
    basis = f'<w:basedOn w:val="{based}"/>' if kind == "paragraph" and not default else ""
    follow = '<w:next w:val="Normal"/>' if ident in {"Title", "Heading1", "Heading2"} else ""
    ppr = f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    return (
        f'<w:style w:type="{kind}"{default}{custom} w:styleId="{ident}"><w:name w:val="{name}"/>'
        f"{basis}{follow}<w:qFormat/>{ppr}<w:rPr>{rpr}</w:rPr></w:style>"
    )


BUILT_IN = {"Normal", "Title", "heading 1", "heading 2", "footer"}

# Paragraph properties stand in the order of CT_PPr, run properties in that of EG_RPrBase.
# No widow control: it would leave pages of 21 lines. No automatic gap between Chinese and
# digits: it would leave lines of 27 characters.
NORMAL = (
    '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
    f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
    f'<w:ind w:firstLineChars="200" w:firstLine="{INDENT}"/><w:jc w:val="both"/>'
)
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="FFF2A8"/>'  # styles may not highlight
PLAIN = '<w:spacing w:val="0"/>'

# Latin script is English: in Chinese, LibreOffice breaks a line within “49.85”.
STYLES = (
    f'{HEAD}<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{_faces(BODY_FACE)}'
    f'{_size(BODY_PT)}<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    "</w:rPrDefault>"
    "<w:pPrDefault/></w:docDefaults>"
    + _style("paragraph", "Normal", "Normal", NORMAL, f'<w:spacing w:val="{TRACKING}"/>')
    + _style(
        "paragraph",
        "Title",
        "Title",
        f'<w:keepNext/><w:snapToGrid w:val="0"/><w:spacing w:after="{LINE}"/>{FLUSH}'
        '<w:jc w:val="center"/>',
        _faces(TITLE_FACE) + PLAIN + _size(TITLE_PT),
    )
    + _style(
        "paragraph",
        "Heading1",
        "heading 1",
        '<w:keepNext/><w:outlineLvl w:val="0"/>',
        _faces(FIRST_FACE),
    )
    + _style(
        "paragraph",
        "Heading2",
        "heading 2",
        '<w:keepNext/><w:outlineLvl w:val="1"/>',
        _faces(SECOND_FACE),
    )
    + _style("paragraph", "Signature0", "落款", f'<w:keepNext/>{FLUSH}<w:jc w:val="right"/>', "")
    + _style(
        "paragraph",
        "Note0",
        "附注",
        '<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="000000"/></w:pBdr>'
        f'<w:spacing w:before="{LINE}" w:line="{twips(22)}" w:lineRule="exact"/>{FLUSH}',
        PLAIN + _size(SMALL_PT),
    )
    + _style(
        "paragraph",
        "Footer",
        "footer",
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:line="{twips(SMALL_PT)}" w:lineRule="exact"/>{FLUSH}',
        _faces(PAGE_FACE) + PLAIN + _size(SMALL_PT),
    )
    + _style("character", "RunInHeading", "二级标题", "", _faces(SECOND_FACE))
    + _style("character", "Missing", "待填", "", SHADE)
    + "</w:styles>"
)


def _font(name: str, others: str, family: str, pitch: str = "default") -> str:
    return (
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>'
    )


# The official faces may not be passed on, so the file names them and the machine that opens
# it supplies them, or what it has that is nearest.
FONTS = (
    f'{HEAD}<w:fonts xmlns:w="{W}">'
    + _font(TITLE_FACE, "方正小标宋_GBK,FZXiaoBiaoSong-B05S,Noto Serif CJK SC,宋体", "roman")
    + _font(BODY_FACE, "FangSong_GB2312,仿宋,FangSong,STFangsong,Noto Serif CJK SC", "modern")
    + _font(SECOND_FACE, "KaiTi_GB2312,楷体,KaiTi,STKaiti,Noto Serif CJK SC", "modern")
    + _font(FIRST_FACE, "SimHei,STHeiti,Noto Sans CJK SC", "modern")
    + _font(PAGE_FACE, "SimSun,STSong,Noto Serif CJK SC", "auto")
    + "</w:fonts>"
)

SETTINGS = (
    f'{HEAD}<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
    f'<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="{INDENT}"/>'
    "<w:evenAndOddHeaders/>"
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word"'
    ' w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
