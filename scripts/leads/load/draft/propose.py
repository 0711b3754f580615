"""Which file looks like which raw table, column by column, and why."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from leads.base.contract import Column, Table
from leads.load.draft.looks import Look, look_at, words_for_nothing
from leads.load.draft.sample import Sample
from leads.load.find_columns import plain_name

NAMES = Path(__file__).with_name("names.csv")
# Which looks fit which type of the contract; text takes any.
FITTING = {
    "timestamp": {"time", "empty"},
    "date": {"time", "empty"},
    "boolean": {"truth", "empty"},
    "integer": {"whole", "truth", "empty"},
    "bigint": {"whole", "number", "truth", "empty"},
    "decimal": {"whole", "number", "truth", "empty"},
    "double": {"whole", "number", "empty"},
}
IDENTITY = ("lead_id", "anonymous_id", "email")
OWN_ID = {"leads": "lead_id", "events": "event_id", "accounts": "account_id", "opportunities": "opportunity_id"}
ONE_EACH = ("leads", "accounts", "opportunities")
EXTRAS = {"leads": "attributes", "accounts": "attributes", "events": "properties"}
MOST_EXTRAS = 25


@dataclass(frozen=True)
class Guess:
    """A source column for a contract column. why: in words. is_sure: whether its own name says so and its values fit."""

    source: str
    why: str
    is_sure: bool
    look: Look


@dataclass(frozen=True)
class Proposal:
    """One entry of the draft. missing: what the table needs and nobody has. rest: columns for attributes or properties. score: how
    well it fits. is_second: another file of the folder fits this table better, which needs only one."""

    sample: Sample
    files: str
    table: str | None
    columns: dict[str, Guess] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    rest: dict[str, Look] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    score: float = 0.0
    is_second: bool = False


def propose(sample: Sample, files: str, contract: dict[str, Table]) -> Proposal:
    """The table that the columns of a sample fill best."""
    looks = {column: look_at(sample.values(column)) for column in sample.header if column}
    fits = {name: _columns(table, looks) for name, table in contract.items() if table.is_loadable}
    hint = {_singular(word) for word in _words(Path(files).stem)}
    scores = {name: _score(contract[name], found, hint) for name, found in fits.items()}
    best = max(scores, key=lambda name: scores[name])
    nothing = {word for column in looks for word in words_for_nothing(sample.values(column))}
    if nothing:
        sample = replace(sample, keys=(*sample.keys, ("null_values", ", ".join(sorted(nothing)))))
    doubts = list(sample.doubts)
    if scores[best] < 3:
        return Proposal(sample, files, None, rest=looks, doubts=tuple(doubts))
    second = max((name for name in scores if name != best), key=lambda name: scores[name])
    if scores[best] - scores[second] < 1:
        doubts.append(f"it could be {second} as well")
    own = fits[best].get(OWN_ID.get(best, ""))
    if own and own.look.distinct < 0.5:
        doubts.append(f"{own.source} is the same in many rows, so it may be the id of something else")
    return replace(_finished(sample, files, contract[best], fits[best], looks, doubts), score=scores[best])


def with_one_of_each(proposals: list[Proposal]) -> list[Proposal]:
    """Of several files that look like leads, accounts or opportunities the one that fits best, the others marked."""
    best: dict[str, Proposal] = {}
    for one in proposals:
        if one.table in ONE_EACH and (one.table not in best or one.score > best[one.table].score):
            best[one.table] = one
    return [replace(one, is_second=best.get(one.table or "", one) is not one) for one in proposals]


def _finished(
    sample: Sample, files: str, table: Table, columns: dict[str, Guess], looks: dict[str, Look], doubts: list[str]
) -> Proposal:
    constants = {}
    if table.name == "events" and "event_type" not in columns:
        constants["event_type"] = "_".join(_words(Path(files).stem)) or "event"
        doubts.append(
            "no column says the event type; the name of the file stands for it, correct it to one of event_types.csv"
        )
    if "loaded_at" not in columns:
        moment = next(
            (name for name in ("occurred_at", "ordered_at", "created_at", "cost_date") if name in columns), None
        )
        if moment:
            guess = columns[moment]
            why = f"no column tells when it was known; for history the time of the fact ({moment}), for daily files remove it"
            columns["loaded_at"] = Guess(guess.source, why, False, guess.look)
    missing = [
        one.name
        for one in table.mappable.values()
        if one.is_required and one.name not in {*columns, *constants, "loaded_at"}
    ]
    if table.name == "events" and not set(IDENTITY) & set(columns):
        missing.append("lead_id, anonymous_id or email")
    used = {guess.source for guess in columns.values()}
    rest = {name: look for name, look in looks.items() if name not in used and look.kind != "empty"}
    return Proposal(sample, files, table.name, columns, constants, tuple(missing), rest, tuple(doubts))


def _columns(table: Table, looks: dict[str, Look]) -> dict[str, Guess]:
    """The best free source of each contract column: whole names before parts of names, earlier words before later ones."""
    offers = []
    for column in table.mappable.values():
        words = _known().get((table.name, column.name)) or _known().get(("*", column.name)) or [column.name]
        kinds = FITTING.get(column.data_type.partition("(")[0])
        if column.data_type == "json":
            continue
        for place, (source, look) in enumerate(looks.items()):
            if (rank := _rank(source, words)) is None or (kinds and look.kind not in kinds):
                continue
            if column.name == "email" and look.kind not in ("email", "empty") and rank >= len(words):
                continue
            # An own id differs in every row.
            is_odd = column.name == OWN_ID.get(table.name) and look.distinct < 0.5
            offers.append((rank + 100 * is_odd, place, column.name, _guess(column, source, words, rank, look)))
    found: dict[str, Guess] = {}
    taken: set[str] = set()
    for _, _, name, guess in sorted(offers, key=lambda offer: offer[:3]):
        if name not in found and guess.source not in taken:
            found[name] = guess
            taken.add(guess.source)
    return {name: found[name] for name in table.mappable if name in found}


def _guess(column: Column, source: str, words: list[str], rank: int, look: Look) -> Guess:
    is_whole = rank < len(words)
    is_doubtful = is_whole and words[rank].endswith("?")
    why = "its name, which may mean another thing" if is_doubtful else f"its name{'' if is_whole else ' in part'}"
    if column.data_type == "varchar":  # what its values look like as numbers or times is of no account
        ids = {"integer_ids": "true"} if look.has_zero_decimals and column.name.endswith("_id") else {}
        look = replace(look, said=ids, doubts=())
    else:
        why += f", its values look like {look.kind}"
    return Guess(source, why, is_whole and not is_doubtful and not look.doubts, look)


def _score(table: Table, found: dict[str, Guess], hint: set[str]) -> float:
    """Required columns count most; a table that lacks one counts less; the name of the file may decide."""
    required = {one.name for one in table.mappable.values() if one.is_required and one.name != "loaded_at"}
    own = {name: guess for name, guess in found.items() if name != "loaded_at"}
    score = sum((2 if name in required else 1) * (1 if guess.is_sure else 0.5) for name, guess in own.items())
    lacking = len(required - set(own) - ({"event_type"} if table.name == "events" else set()))
    key = next(iter(table.mappable))
    words = {_singular(word) for word in [*table.name.split("_"), *_known().get((table.name, key), [])]}
    own_id = found.get(OWN_ID.get(table.name, ""))
    repeated = 2 if own_id and own_id.look.distinct < 0.5 else 0
    named = 4 if hint & (words - {"id", "nr"}) else 0
    return score - 2.5 * lacking - repeated + named


def _rank(source: str, words: list[str]) -> int | None:
    """The place of a name among the words, then of its parts; None when nothing agrees."""
    name = "_".join(_words(source))
    plain = [word.removesuffix("?") for word in words]
    if name in plain:
        return plain.index(name)
    ends = [
        index
        for index, word in enumerate(plain)
        if len(word) > 3 and (name.endswith("_" + word) or name.startswith(word + "_"))
    ]
    return len(words) + ends[0] if ends else None


def _words(name: str) -> list[str]:
    """The words of a name: `/user/leadId`, `Lead ID` and `lead_id` have the same."""
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name).replace("E-Mail", "email").replace("e-mail", "email")
    words = re.sub(r"[^0-9a-z]+", " ", plain_name(split)).split()
    drop = {"property", "user", "dataset", "data", "export"} if len(words) > 1 else set()
    return [word for word in words if word not in drop] or words


def _singular(word: str) -> str:
    return word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")


@cache
def _known() -> dict[tuple[str, str], list[str]]:
    with NAMES.open(encoding="utf-8", newline="") as file:
        return {(row["table_name"], row["column_name"]): row["words"].split() for row in csv.DictReader(file)}


def grouped(samples: Iterable[Sample]) -> list[tuple[str, Sample, int]]:
    """Files of one shape in one folder are one entry: pattern, the first of them, how many."""
    shapes: dict[tuple[object, ...], list[Sample]] = {}
    for sample in samples:
        place = Path(sample.name)
        stem = re.sub(r"[\d_.-]+", "", place.name.partition(".")[0])
        key = (place.parent, stem, "".join(place.suffixes), sample.form, sample.header, sample.keys)
        shapes.setdefault(key, []).append(sample)
    found = []
    for alike in shapes.values():
        first = Path(alike[0].name)
        pattern = alike[0].name
        if len(alike) > 1:
            common = re.match(r"[^\d]*", first.name.partition(".")[0])
            pattern = (first.parent / f"{common[0] if common else ''}*{first.suffix}").as_posix()
        found.append((pattern, alike[0], len(alike)))
    return found
