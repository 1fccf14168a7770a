"""What is typed on the import pages: files, columns, corrections, reasons, words."""

from __future__ import annotations

from typing import Any

from django import forms

from wutong.foundation.imports.guessing import bare
from wutong.foundation.imports.kinds import kinds
from wutong.foundation.imports.models import LedgerSheet
from wutong.foundation.imports.texts import fold
from wutong.foundation.operations import Refused

LONGEST_WORD = 60


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; cleaned to a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given]


class UploadForm(forms.Form):
    ledgers = FilesField(
        label="台账文件",
        allow_empty_file=True,  # which is refused by its name, and the others go on
        widget=ManyFiles(attrs={"data-drop": "folder", "accept": ".xlsx,.xls,.csv,.zip"}),
        help_text="Excel（.xlsx、.xls）、CSV，或装有它们的 .zip 压缩包；一次最多 200 个、500MB。",
        error_messages={"required": "请选择要导入的台账文件"},
    )


class ReasonForm(forms.Form):
    """A reason, where one must be given."""

    reason = forms.CharField(
        label="原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": "2"}),
        error_messages={"required": "请写明原因"},
    )


class ColumnsForm(forms.Form):
    """Which field each column of a sheet is, for one kind of ledger."""

    def __init__(self, sheet: LedgerSheet, kind: str, data: Any = None) -> None:
        super().__init__(data)
        self.sheet, self.kind = sheet, kinds[kind]
        choices = [("", "不用"), *((field.code, field.label) for field in self.kind.fields)]
        used = {use["col"]: use for use in sheet.mapping} if sheet.kind == kind else {}
        for column in sheet.columns:
            use = used.get(column["index"])
            self.fields[name_of(column["index"])] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=use["field"] if use else "",
                widget=forms.Select(attrs={"class": "form-select"}),
            )

    def clean(self) -> dict[str, Any]:
        """Refuse the same field for two columns, unless it may stand in several."""
        given: dict[str, Any] = super().clean() or {}
        seen: dict[str, str] = {}
        for column in self.sheet.columns:
            code = given.get(name_of(column["index"]))
            if not code:
                continue
            field, header = self.kind.field(code), header_of(column)
            if code in seen and not field.crosstab and field.reads != "place":
                words = f"“{field.label}”选了两列：“{seen[code]}”和“{header}”，请只留一列"
                self.add_error(name_of(column["index"]), words)
            seen[code] = header
        if not seen:
            raise forms.ValidationError("至少要给一列选定含义；整张表不要的，请把类型改成“不导入”")
        return given

    def columns(self) -> dict[int, str]:
        return {
            column["index"]: self.cleaned_data.get(name_of(column["index"]), "")
            for column in self.sheet.columns
        }


def name_of(index: int) -> str:
    return f"column-{index}"


def header_of(column: dict[str, Any]) -> str:
    return " › ".join(column["path"]) or "（无表头）"


def letters(index: int) -> str:
    """Return the letters of a column (from 0) as Excel shows them: 26 is AA."""
    found = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def corrections_of(data: Any, written: dict[str, str]) -> dict[str, str]:
    """Return what a person typed anew: each `cell-<field>` that differs from what stood there."""
    given = {name[5:]: str(text).strip() for name, text in data.items() if name.startswith("cell-")}
    changed = {code: text for code, text in given.items() if text != written.get(code, "").strip()}
    if not changed:
        raise Refused("没有改动任何单元格；请在要更正的格里填写正确的内容")
    return changed


class WordForm(forms.Form):
    """A word for a list; header words are kept as headers are compared."""

    topic = forms.CharField(widget=forms.HiddenInput)
    meaning = forms.ChoiceField(label="含义")
    word = forms.CharField(
        label="台账里的写法", max_length=LONGEST_WORD, error_messages={"required": "请填写写法"}
    )
    is_whole = forms.BooleanField(label="整格相同才算", required=False)

    def __init__(self, choices: list[tuple[str, str]], data: Any = None, **given: Any) -> None:
        super().__init__(data, **given)
        self.fields["meaning"] = forms.ChoiceField(label="含义", choices=choices)
        self.order_fields(["topic", "meaning", "word", "is_whole"])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        word = fold(given.get("word") or "")
        if given.get("topic") == "header":
            word = bare(word)
        elif given.get("is_whole"):
            word = f"={word.lstrip('=')}"
        if not word.strip("="):
            self.add_error("word", "请填写写法")
        given["word"] = word
        return given
