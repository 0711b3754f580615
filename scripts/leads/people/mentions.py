"""Where a person is mentioned in a text, in any spelling, and the text without the mention."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

import duckdb

from leads.base import sql
from leads.base.secret import keyed_hash
from leads.people.identifiers import Identifier

AT_ONCE = 200
# What stands before and after: `ann@x.example` is not in `joann@x.example`, `L00012` is not a mention of `L0001`. A
# percent-encoded character such as %3D parts words, too.
BEFORE = r"(?:(?<![\w.+%@-])|(?<=%[0-9A-Fa-f][0-9A-Fa-f]))"
AFTER = r"(?![\w+@-]|\.\w)"


class Mentions:
    """The mentions of some identifiers."""

    def __init__(self, identifiers: Iterable[Identifier], key: bytes) -> None:
        """key: of the placeholders. An identifier is replaced by the same placeholder everywhere, also after a reload, so
        that what it joined stays joined."""
        placeholders: dict[str, str] = {}
        for identifier in sorted(identifiers):
            mark = f"erased-{keyed_hash(key, identifier.value)[:12]}"
            placeholders |= dict.fromkeys(spellings(identifier.value), mark)
        self.placeholders = placeholders
        self.words = sorted(placeholders, key=len, reverse=True)
        within = "|".join(map(re.escape, self.words))
        self.pattern = re.compile(f"{BEFORE}(?:{within}){AFTER}", re.IGNORECASE) if self.words else None

    def are_in(self, text: str) -> bool:
        """Whether the text mentions one of them."""
        return bool(self.pattern and self.pattern.search(text))

    def taken_out(self, text: str) -> str:
        """The text with a placeholder for each mention."""
        if not self.pattern:
            return text
        return self.pattern.sub(lambda found: self.placeholders[found[0].lower()], text)

    def texts(self, con: duckdb.DuckDBPyConnection, relation: str, column: str) -> list[str]:
        """The different texts of a column that mention one of them."""
        found: set[str] = set()
        text = f"cast({sql.name(column)} as varchar)"
        for start in range(0, len(self.words), AT_ONCE):
            some = "|".join(map(re.escape, self.words[start : start + AT_ONCE]))
            rows = con.execute(
                f"select distinct {text} from {relation} where regexp_matches({text}, $1, 'i')", [some]
            ).fetchall()
            found |= {value for (value,) in rows if self.are_in(value)}
        return sorted(found)

    def take_out(self, con: duckdb.DuckDBPyConnection, relation: str, columns: Iterable[str]) -> int:
        """Replace every mention in columns of a table; the number of changed values."""
        changed = 0
        for column in columns:
            texts = self.texts(con, relation, column)
            if texts:
                name = sql.name(column)
                con.execute(
                    "create or replace temp table reworded as "
                    "select unnest($1::varchar[]) as was, unnest($2::varchar[]) as becomes",
                    [texts, list(map(self.taken_out, texts))],
                )
                row = con.execute(
                    f"update {relation} as t set {name} = reworded.becomes from temp.reworded "
                    f"where cast(t.{name} as varchar) = reworded.was"
                ).fetchone()
                changed += int(row[0]) if row else 0
        return changed


def spellings(value: str) -> set[str]:
    """An identifier as texts write it, in lower case: plain, as in a URL, as in JSON."""
    ways = {value, quote(value, safe=""), quote_plus(value), value.replace("@", "%40"), json.dumps(value)[1:-1]}
    return {way.lower() for way in ways}
