"""The draft of a mapping as text: what is sure plain, what is uncertain marked with a question mark and the reason."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from leads.base.console import count, printable
from leads.base.contract import Table
from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_file, is_folder
from leads.load.draft.looks import Look
from leads.load.draft.propose import EXTRAS, MOST_EXTRAS, Guess, Proposal, grouped, propose, with_one_of_each
from leads.load.draft.sample import Sample, samples
from leads.load.mapping import FORMATS
from leads.load.plain_file import PACKED

MAPPING = "mapping.yml"
UNSURE = "# ?"
_BARE = re.compile(r"[A-Za-z_][\w /-]*(?<! )")
DELETED = ("is_deleted", "isdeleted", "deleted")
_RESERVED = {"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"}


@dataclass(frozen=True)
class Draft:
    """text: the mapping. proposals: an entry each. unread: files no reader takes, and why. doubts: how many marks it has."""

    text: str
    proposals: tuple[Proposal, ...]
    unread: tuple[tuple[str, str], ...]

    @property
    def doubts(self) -> int:
        """How many places are marked as uncertain."""
        return self.text.count(UNSURE)


def draft_mapping(
    folder: Path, contract: dict[str, Table], track: Callable[[list[Path]], Iterable[Path]] = iter
) -> Draft:
    """Look at every file of a folder and draft its mapping. Nothing is written.

    track: called with the files, yields them as they are taken. Errors: NOT_FOUND without a folder or without files.
    """
    if not is_folder(folder):
        raise LeadsError(
            f"There is no folder {printable(str(folder))}: name the folder of your files.", ExitCode.NOT_FOUND
        )
    files = [path for path in sorted(folder.rglob("*")) if is_file(path) and _may_be_read(path)]
    if not files:
        raise LeadsError(f"{printable(str(folder))} holds no CSV, JSON, Parquet or Excel file.", ExitCode.NOT_FOUND)
    found: list[Sample] = []
    unread = []
    with TemporaryDirectory() as scratch:
        for number, path in enumerate(track(files)):
            name = path.relative_to(folder).as_posix()
            try:
                found += samples(path, name, Path(scratch) / str(number))
            except LeadsError as error:
                unread.append((name, str(error)))
    proposals = tuple(with_one_of_each([propose(sample, pattern, contract) for pattern, sample, _ in grouped(found)]))
    return Draft("\n".join(_lines(proposals, unread)) + "\n", proposals, tuple(unread))


def _may_be_read(path: Path) -> bool:
    return any(suffix.lower() in {*FORMATS, *PACKED} for suffix in path.suffixes)


def _lines(proposals: tuple[Proposal, ...], unread: list[tuple[str, str]]) -> Iterable[str]:
    yield "# Drafted by `leads init --from`. A line marked with a question mark is a guess: correct it, then remove the mark."
    yield "tables:"
    for proposal in sorted(proposals, key=lambda one: (one.table is None, one.table != "leads", one.table or "")):
        yield from _entry(proposal)
    if not any(proposal.table == "leads" for proposal in proposals):
        yield f"  {UNSURE} no file looks like leads, which every other table is about"
    for name, why in unread:
        yield f"  # {printable(name)} cannot be read: {printable(why)}"


def _entry(proposal: Proposal) -> Iterable[str]:
    files = _quoted(proposal.files)
    if proposal.table is None:
        columns = ", ".join(map(printable, list(proposal.rest)[:8]))
        more = " ..." if len(proposal.rest) > 8 else ""
        yield f"  {UNSURE} {files} looks like no raw table (its columns: {columns}{more})"
        return
    off = "# " if proposal.missing or proposal.is_second else ""
    for doubt in proposal.doubts:
        yield f"  {UNSURE} {doubt}"
    if proposal.missing:
        yield f"  {UNSURE} left out as long as nothing fills {', '.join(proposal.missing)}; complete it and uncomment it"
    if proposal.is_second:
        yield f"  {UNSURE} left out, for another file looks more like {proposal.table}; uncomment it if both are"
    yield f"  {off}- table: {proposal.table}"
    yield f"  {off}  files: {files}"
    for key, value in proposal.sample.keys:
        words = json.dumps(value.split(", "), ensure_ascii=False) if key == "null_values" else _quoted(value)
        yield f"  {off}  {key}: {words}" + (f"  {UNSURE}" if key in ("encoding", "null_values") else "")
    deleted = next((name for name in proposal.rest if _key(name).removeprefix("fivetran_") in DELETED), None)
    if deleted:
        yield f"  {off}  where: {{{_quoted(deleted)}: {{not: true}}}}  {UNSURE} rows deleted in the source are left out"
    for key, value in proposal.constants.items():
        yield f"  {off}  constants: {{{key}: {_quoted(value)}}}  {UNSURE}"
    yield f"  {off}  columns:"
    for name, guess in proposal.columns.items():
        yield f"  {off}    {name}: {_source(guess)}{_remark(guess)}"
    extras = EXTRAS.get(proposal.table)
    if extras and proposal.rest:
        taken = [name for name in list(proposal.rest)[:MOST_EXTRAS] if name != deleted]
        keys = {_key(name): name for name in reversed(taken)}
        shown = ", ".join(f"{key}: {_member(name, proposal.rest[name])}" for key, name in reversed(keys.items()))
        for name in taken:
            for doubt in proposal.rest[name].doubts:
                yield f"  {off}    {UNSURE} {printable(name)}: {doubt}"
        yield f"  {off}    {UNSURE} what rules may ask for; leave out what is known only after the outcome, and free text"
        yield f"  {off}    {extras}: {{{shown}}}"
    left = list(proposal.rest)[MOST_EXTRAS if extras else 0 :]
    if left:
        yield f"  {off}  # {count(len(left), 'column')} not mapped: {', '.join(map(printable, left[:8]))}{' ...' if len(left) > 8 else ''}"


def _member(name: str, look: Look) -> str:
    """What lies inside of a json column stays as it is but for the notation of numbers."""
    decimal = look.said.get("decimal")
    return f"{{from: {_quoted(name)}, decimal: {_quoted(decimal)}}}" if decimal else _quoted(name)


def _source(guess: Guess) -> str:
    said = ", ".join(f"{key}: {value if value == 'true' else _quoted(value)}" for key, value in guess.look.said.items())
    return f"{{from: {_quoted(guess.source)}, {said}}}" if said else _quoted(guess.source)


def _remark(guess: Guess) -> str:
    doubts = "; ".join(guess.look.doubts)
    if guess.is_sure:
        return f"  # {guess.why}"
    return f"  {UNSURE} {guess.why}{'; ' + doubts if doubts else ''}"


def _key(name: str) -> str:
    words = re.sub(r"[^0-9a-z]+", "_", name.casefold()).strip("_")
    return words if words and words not in _RESERVED else _quoted(name)


def _quoted(text: str) -> str:
    if _BARE.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)
