"""`leads report`: the whole list of leads on one screen."""

from __future__ import annotations

import shlex
from collections.abc import Sequence

import typer
from rich.console import Console
from rich.markup import escape

from leads.base.console import count, day, points, printable, screen, table, titled, words
from leads.base.invocation import require_date, settings_of, typed
from leads.base.marts import Row, built_on, has_table, read, reading, require_scores
from leads.rules.against_data import find_unmatched_in

BAR_WIDTH = 50
LONGEST_ID = 50  # letters of an id that stay on one line; a longer one goes on in the next
HISTOGRAM = """
    select (least(floor(lead_score / 10), 9) * 10)::integer as lowest, count(*) as leads
    from marts.lead_scores where lead_score is not null group by all order by lowest
"""
MATRIX = """
    select fit_grade, engagement_band, count(*) as leads
    from marts.lead_scores where lead_score is not null group by all order by fit_grade, engagement_band
"""
SEGMENTS = """
    select segment, recommended_action, count(*) as leads
    from marts.lead_scores where lead_score is not null group by all order by leads desc, segment, recommended_action
"""
LIFECYCLE = """
    select lifecycle_stage, count(*) as leads
    from marts.lead_scores where lifecycle_stage is not null group by all order by leads desc, lifecycle_stage
"""
FUNNEL = """
    select stage, count(*) as leads
    from marts.lead_stage_history where is_current group by all order by leads desc, stage
"""
EXCLUDED = """
    select not_scored_reason, count(*) as leads
    from marts.lead_scores where lead_score is null group by all order by leads desc, not_scored_reason
"""
BEST = """
    select lead_id, lead_score, fit_grade, engagement_band, segment, top_reason_1, top_reason_2, top_reason_3
    from marts.lead_scores where lead_score is not null order by lead_score desc, lead_id limit ?
"""
HEAD = """
    select
        count(*) as leads, count(lead_score) as scored, max(as_of_date) as as_of_date,
        count(*) filter (where fit_grade = '?' and lead_score is not null) as unknown
    from marts.lead_scores
"""


def report(ctx: typer.Context) -> None:
    """Show how all leads score: distribution, grades and bands, segments, and the ten best with their reasons.

    [b]Examples[/b]

    leads report

    leads --example complete_journey report
    """
    settings = settings_of(ctx)
    with reading(settings) as con:
        require_scores(con, settings.time_zone)
        require_date(ctx, built_on(con))
        head = read(con, HEAD)[0]
        parts = [read(con, sql) for sql in (HISTOGRAM, MATRIX, SEGMENTS, EXCLUDED, LIFECYCLE)]
        parts.append(read(con, FUNNEL) if has_table(con, "marts", "lead_stage_history") else [])
        best = read(con, BEST, 10)
        unmatched = find_unmatched_in(con, settings.rules)
    out = screen()
    out.print(f"[b]{count(head['leads'], 'lead')} as of {day(head['as_of_date'])}[/b], {head['scored']:,} scored.")
    if head["unknown"]:
        one = head["unknown"] == 1
        out.print(
            f"{head['unknown']:,} of them {'has' if one else 'have'} fit grade ?: too little is known of the profile, "
            f"so {'its score is low whatever it does' if one else 'their score is low whatever they do'}."
        )
    _show_histogram(out, parts[0])
    _show_matrix(out, parts[1])
    _show_counts(out, "Segments", ("segment", "recommended_action"), parts[2])
    _show_counts(out, "Not scored", ("not_scored_reason",), parts[3])
    _show_counts(out, "Lifecycle", ("lifecycle_stage",), parts[4])
    _show_counts(out, "Funnel: where leads stand today", ("stage",), parts[5])
    _show_best(out, best)
    if unmatched:
        asked = f"{count(len(unmatched), 'place')} of the rules that no record meets, such as {unmatched[0]}"
        out.print(f"\n{printable(asked)} All of them: leads rules check.", markup=False)
    _show_next(out, typed(ctx), shlex.quote(str(best[0]["lead_id"])) if best else "LEAD_ID")


def _show_histogram(out: Console, rows: Sequence[Row]) -> None:
    leads = {row["lowest"]: row["leads"] for row in rows}
    most = max(leads.values(), default=1)
    bar = "█" if out.encoding.startswith("utf") else "#"
    out.print("\n[b]Lead score[/b]")
    for lowest in range(90, -10, -10):
        number = leads.get(lowest, 0)
        length = -(-number * BAR_WIDTH // most)
        highest = "100" if lowest == 90 else f"<{lowest + 10}"
        out.print(f"  {lowest:>2} to {highest:<4} {bar * length}{' ' if length else ''}{number:,}")


def _show_matrix(out: Console, rows: Sequence[Row]) -> None:
    leads = {(row["fit_grade"], row["engagement_band"]): row["leads"] for row in rows}
    bands = sorted({band for _, band in leads})
    grades = sorted({grade for grade, _ in leads}, key=lambda grade: (grade == "?", grade))
    matrix = table(["fit"], [f"band {band}" for band in bands])
    for grade in grades:
        matrix.add_row(str(grade), *(f"{leads.get((grade, band), 0):,}" for band in bands))
    titled(out, "Leads by fit grade and engagement band", matrix)


def _show_counts(out: Console, title: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    counted = table([words(column) for column in columns], ["leads"])
    for row in rows:
        counted.add_row(*(escape(words(row[column])) for column in columns), f"{row['leads']:,}")
    titled(out, title, counted)


def _show_best(out: Console, rows: Sequence[Row]) -> None:
    if not rows:
        return
    best = table(["lead", "score", "fit", "band", "segment", "because"])
    best.columns[0].no_wrap = max(len(str(row["lead_id"])) for row in rows) <= LONGEST_ID
    for row in rows:
        because = "; ".join(row[key] for key in ("top_reason_1", "top_reason_2", "top_reason_3") if row[key])
        marks = (points(row["lead_score"]), row["fit_grade"], str(row["engagement_band"]), words(row["segment"]))
        best.add_row(escape(str(row["lead_id"])), *marks, escape(because or "-"))
    titled(out, "Best leads", best)


def _show_next(out: Console, leads: str, lead_id: str) -> None:
    out.print("\n[b]Next[/b]")
    for command, what in (
        (f"{leads} explain {lead_id}", "why this lead has its score, point by point"),
        (f"{leads} status", "what was loaded and rejected"),
        (f"{leads} build --as-of-date YYYY-MM-DD", "the scores of any other day"),
    ):
        out.print(f"  {command}\n      {what}", markup=False, soft_wrap=True)
