"""`leads explain`: why one lead has its score, in words a salesperson can check."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from leads.base.console import screen
from leads.base.invocation import require_date, settings_of
from leads.base.marts import built_on, reading, require_scores
from leads.explain.explanation import DIMENSIONS, Explanation, read_explanation
from leads.explain.screen import show


def explain(
    ctx: typer.Context,
    lead_id: Annotated[str, typer.Argument(metavar="LEAD_ID", help="Id of the lead, as in the source.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Show every point of one lead: what is known, what it did, and what follows.

    [b]Examples[/b]

    leads explain 1042

    leads explain 1042 --json
    """
    settings = settings_of(ctx)
    with reading(settings) as con:
        require_scores(con, settings.time_zone)
        require_date(ctx, built_on(con))
        explanation = read_explanation(con, lead_id)
    if as_json:
        typer.echo(json.dumps(as_document(explanation), indent=2, ensure_ascii=False, default=_plain))
    else:
        show(screen(), explanation)


def as_document(explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON: the rows of the lead in the marts as they are, and the sum of its ledger by dimension."""
    totals = {dimension: explanation.total(dimension) for dimension in DIMENSIONS}
    return {
        "lead": explanation.lead,
        "stay": explanation.stay,
        "hand_over": explanation.hand_over,
        "changes": explanation.changes,
        "ledger": explanation.ledger,
        "totals": totals,
    }


def _plain(value: object) -> object:
    """Decimals as numbers, dates and times in ISO 8601."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value)
