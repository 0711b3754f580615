"""The keyed hash in SQL is HMAC-SHA256, and a missing or short secret is refused."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.base.errors import ExitCode, LeadsError
from leads.base.secret import VARIABLE, create_keyed_hash, key_for, keyed_hash

words = st.text(st.characters(exclude_categories=["Cs"]))


@settings(deadline=None, max_examples=50)
@given(st.lists(words, max_size=20), st.binary(min_size=32, max_size=32))
def test_the_hash_in_sql_is_that_of_the_library(texts: list[str], key: bytes) -> None:
    with duckdb.connect() as con:
        create_keyed_hash(con, key)
        found = con.execute("select keyed_hash(word) from (select unnest($1::varchar[]) as word)", [texts]).fetchall()
    assert [row[0] for row in found] == [keyed_hash(key, text) for text in texts]


def test_nothing_stays_nothing() -> None:
    with duckdb.connect() as con:
        create_keyed_hash(con, b"k" * 32)
        assert con.execute("select keyed_hash(null)").fetchone() == (None,)


def test_purposes_have_keys_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "s" * 32)
    assert key_for("bi") != key_for("suppression")
    assert key_for("bi") == key_for("bi")


@pytest.mark.parametrize(("secret", "told"), [("", "is not set"), ("s" * 31, "has 31 characters")])
def test_a_missing_or_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch, secret: str, told: str) -> None:
    monkeypatch.setenv(VARIABLE, secret)
    with pytest.raises(LeadsError, match=told) as refused:
        key_for("bi")
    assert refused.value.exit_code == ExitCode.USAGE
    assert "s" * 31 not in str(refused.value)
