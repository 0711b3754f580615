"""An address as people type it is matched by one key, in the models, in suppressions and in what erasure looks for."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.base.contract import read_contract
from leads.base.settings import PROJECT_DIR
from leads.people.email_key import email_key
from leads.people.identifiers import Identifier, normal
from leads.people.suppressions import create_suppressed, found_in_keys, found_in_texts, suppressions_for

AROUND = " \t\r\n\u00a0\u200b\ufeff\"';,<>"
SAME = (
    "amy@m\u00fcller.example", "Amy <amy@m\u00fcller.example>", "amy@m\u00fcller.example\t", "\u00a0AMY@M\u00dcLLER.example ",
    "amy@xn--mller-kva.example", '"Amy M." <Amy@XN--MLLER-KVA.example>', "mailto:amy@m\u00fcller.example",
    "'amy@m\u00fcller.example';", "amy@mu\u0308ller.example", "\ufeffamy@m\u00fcller.example\u200b",
)  # fmt: skip
KEY = "amy@m\u00fcller.example"


def keys(values: list[str | None]) -> list[str | None]:
    query = (
        f"select {email_key('given')} from (select unnest($1::varchar[]) as given, unnest($2::int[]) as n) order by n"
    )
    return [key for (key,) in duckdb.connect().execute(query, [values, list(range(len(values)))]).fetchall()]


def label_in_letters(label: str) -> str:
    """By Python's own decoder."""
    if not re.fullmatch(r"xn--(.*-)?[a-z0-9]{1,59}", label):
        return label
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label
    return label if any(0xD800 <= ord(c) <= 0xDFFF for c in letters) else letters.lower()


def expected(address: str) -> str:
    """The key by an independent way."""
    found = re.search(r"<([^<>]*@[^<>]*)>", address)
    bare = found[1] if found else address
    while True:
        shorter = bare.strip(AROUND)
        shorter = shorter[7:] if shorter[:7].lower() == "mailto:" else shorter
        if shorter == bare:
            break
        bare = shorter
    bare = bare.lower()
    if "xn--" in bare:
        at = bare.rfind("@") + 1
        bare = bare[:at] + ".".join(map(label_in_letters, bare[at:].split(".")))
    return unicodedata.normalize("NFC", bare)


def test_one_address_has_one_key_however_it_is_typed() -> None:
    assert keys(list(SAME)) == [KEY] * len(SAME)
    assert keys([None, "", " ", "a@b@xn--ls8h.la", "x@xn--fiqs8s"]) == [
        None,
        "",
        "",
        "a@b@\U0001f4a9.la",
        "x@\u4e2d\u56fd",
    ]


# Letters of which engine and Python know the same small form.
LETTERS = st.sampled_from("abcxyzABC019.-_+@<>\"';, \t\u00a0\u00fc\u00dc\u0142\u00e9\u4e2d\u044f\u05d0:")
NAMES = st.sampled_from(
    [
        "amy@xn--mller-kva.de",
        "xn--",
        "xn--a-0hc",
        "XN--",
        "mailto:",
        "Amy <",
        ">",
        "@",
        "xn--99999999999999",
        "xn--zzzzzz-",
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.one_of(LETTERS, NAMES), max_size=14).map("".join), min_size=1, max_size=40))
def test_the_key_is_what_an_independent_calculation_gives(addresses: list[str]) -> None:
    assert keys(list(addresses)) == list(map(expected, addresses))


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(
            alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), min_size=1, max_size=12
        ),
        min_size=1,
        max_size=30,
    )
)
def test_punycode_of_any_letters_is_decoded_as_python_does(labels: list[str]) -> None:
    encoded = ["xn--" + label.lower().encode("punycode").decode() for label in labels]
    sane = [label for label in encoded if re.fullmatch(r"xn--[a-z0-9-]+", label)]
    assert keys([f"a@{label}" for label in sane]) == [expected(f"a@{label}") for label in sane]


@settings(max_examples=10, deadline=None)
@given(
    st.lists(
        st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=60),
        min_size=1,
        max_size=30,
    )
)
def test_no_text_is_an_error(texts: list[str]) -> None:
    assert len(keys([*texts, *(f"xn--{text}" for text in texts)])) == 2 * len(texts)


def test_an_erased_person_is_found_under_every_spelling() -> None:
    con = duckdb.connect()
    secret = b"0" * 32
    create_suppressed(con, suppressions_for(Identifier("email", KEY), secret), secret)
    con.execute(
        "create temp table given as select unnest($1::varchar[]) as email", [[*SAME, "ann@m\u00fcller.example"]]
    )
    [email] = [column for column in read_contract()["leads"].columns if column.name == "email"]
    assert found_in_keys(con, "temp.given", [email]) == {Identifier("email", KEY)}
    assert con.execute(f"select count(*) from given where {normal('email', 'email')} = $1", [KEY]).fetchone() == (
        len(SAME),
    )
    con.execute("create temp table texts as select 'write to Amy@xn--mller-kva.example soon' as note")
    assert found_in_texts(con, "temp.texts", ["note"]) == {Identifier("email", "amy@xn--mller-kva.example")}


@pytest.mark.parametrize("folder", ["models", "macros"])
def test_no_model_makes_the_key_by_another_way(folder: str) -> None:
    by_hand = re.compile(r"lower\(trim\([\w.]*email")
    sources: list[Path] = sorted((PROJECT_DIR / folder).rglob("*.sql"))
    assert not [path.name for path in sources if by_hand.search(path.read_text(encoding="utf-8"))]
