"""The preview of other rules: from the rules that differ to what would move."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from leads.whatif.answer import Preview
from leads.whatif.ask import TARGETS, capacity, compare, counts, moves, weeks
from leads.whatif.quality import quality
from leads.whatif.rerun import rerun
from leads.whatif.rules import put_rules, write_rules
from leads.whatif.scratch import scratch


def preview(
    warehouse: Path,
    rules: Path,
    rows: Mapping[str, Sequence[Mapping[str, str]]] | None = None,
    candidate: str | None = None,
    with_quality: bool = False,
) -> Preview:
    """What other rules would change, on the facts of the last build of a warehouse, which is only read.

    rules: the folder of rule seeds to try. rows: seeds of which these rows are tried instead of the folder's, all rows of a seed,
    cells as texts by column, an empty text for an empty cell. candidate: a model of scoring_models with status candidate, tried as
    the active model of its audience. with_quality: whether landmarks that were scored are scored again, to say how well either ranks;
    it takes as long as a replay of them.

        from leads.whatif import preview

        found = preview(Path("warehouse/leads.duckdb"), Path("changed_rules"))
        found = preview(warehouse, Path("seeds/rules"), rows={"engagement_rules": edited_rows})
        for move in found.moves:
            print(move.lead_id, move.before.band, move.after.band, move.causes[0].reason if move.causes else "")

    Errors: LeadsError with one sentence for people; BAD_RULES names file, row, column and remedy, NOT_FOUND when there is no
    build to start from, LOCKED while another process writes to the warehouse.
    """
    started = monotonic()
    with TemporaryDirectory(prefix="leads-rules-") as folder:
        tried = write_rules(rules, rows, Path(folder) / rules.name) if rows else rules
        with scratch(warehouse) as place:
            changed, changes = put_rules(place, tried, candidate)
            computed = rerun(place, changed, TARGETS) if changes else []
            leads, rescored = compare(place)
            moved = moves(place)
            counted, handed_over, taken = counts(place), weeks(place), capacity(place)
            measured = quality(place, bool(changes)) if with_quality else ()
            return Preview(
                as_of_date=place.as_of_date,
                changes=tuple(changes),
                leads=leads,
                rescored=rescored,
                moves=moved,
                counts=counted,
                weeks=handed_over,
                capacity=taken,
                quality=measured,
                computed=tuple(computed),
                seconds=monotonic() - started,
            )
