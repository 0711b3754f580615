"""Checks that what a mapping says of its values can be meant."""

from __future__ import annotations

import re

import duckdb

from leads.base.contract import Column
from leads.load.cast_time import ISO
from leads.load.mapping import Source
from leads.load.notation import Notation

_YEAR, _MONTH, _DAY = ("%Y", "%y"), ("%m", "%-m", "%b", "%B"), ("%d", "%-d")
_WHOLE = ("%c", "%x")


def check_source(column: Column, source: Source, table: str) -> None:
    """Errors: ValueError with the column and the remedy."""
    where = f"column `{column.name}` of table `{table}`"
    notation = source.notation
    if (source.is_key or notation.prefix) and column.data_type != "varchar":
        raise ValueError(f"{where} is not text, so it can be made neither of several columns nor with a prefix")
    if notation.kind and column.data_type != "json":
        raise ValueError(f"`type` of {where} is that of the raw contract; remove the key")
    check_notation(notation, where)


def check_notation(notation: Notation, where: str) -> None:
    """Errors: ValueError with the key at fault and the remedy."""
    if notation.thousands and not notation.decimal:
        raise ValueError(f"`thousands` of {where} stands without `decimal`; write both")
    if notation.thousands and notation.thousands == notation.decimal:
        raise ValueError(f"`thousands` and `decimal` of {where} are the same mark; correct one")
    if notation.decimal not in (None, ".", ","):
        raise ValueError(f'`decimal` of {where} is not "." or ","')
    if notation.epoch and notation.formats:
        raise ValueError(f"`epoch` and a format of {where} exclude each other; keep one")
    for form in notation.formats:
        if form != ISO:
            _check_format(form, where)


def _check_format(form: str, where: str) -> None:
    has_all = "%j" in form or all(any(code in form for code in codes) for codes in (_YEAR, _MONTH, _DAY))
    remedy = "write it in strptime codes with year, month and day, such as %d.%m.%Y %H:%M"
    if not has_all or re.search("|".join(_WHOLE), form):
        raise ValueError(f"the format `{form}` of {where} does not say which day is meant; {remedy}")
    with duckdb.connect() as con:
        try:
            con.execute("select try_strptime('', $1)", [form])
        except duckdb.Error as error:
            raise ValueError(f"the format `{form}` of {where} cannot be read; {remedy}") from error
