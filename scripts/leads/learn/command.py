"""`leads learn`: a candidate model from outcomes, as rows of the rule seeds."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer

from leads.base.console import count, printable, screen, table, titled, words
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.base.marts import Row, built_on, has_table, read, reading
from leads.base.settings import Settings, parse_date
from leads.rules import check_rules

CONVERSIONS = "select * from rules.conversion_rules order by conversion_id"
NEEDED = ("int_lead_landmarks", "int_grades__by_model", "int_bands__by_model")
FIRST = "select min(valid_from)::varchar as first from rules.scoring_models where audience = ?"


def learn(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option(help="Folder to write the rules with the candidate to; files in it are replaced.")
    ] = None,
    as_report: Annotated[
        bool,
        typer.Option(
            "--report", help="Only say how good a learnt model is here, on later landmarks and on leads left out."
        ),
    ] = False,
    conversion: Annotated[str | None, typer.Option(help="Row of conversion_rules. Default: the only one.")] = None,
    trained_on: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD", help="Outcomes known by then are learnt from. Default: the date of the build."
        ),
    ] = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="First landmark. Default: all.")
    ] = None,
    model: Annotated[str | None, typer.Option(help="Id of the candidate. Default: the audience and _learnt.")] = None,
    leave_out: Annotated[
        list[str] | None, typer.Option(help="Attribute not to be learnt from; may be repeated.")
    ] = None,
) -> None:
    """Learn a candidate model from what became of leads, and write it as rows that people can read, edit and merge.

    Each row says in `why` what it rests on. The engine scores and explains the candidate as any other model.

    [b]Examples[/b]

    leads learn --output learnt && leads rules check --rules learnt

    leads learn --conversion won_deal --trained-on 2026-06-30 --output learnt

    leads learn --report
    """
    if (output is None) == (not as_report):
        raise LeadsError("Give a folder with --output, or --report to measure and write nothing.", ExitCode.USAGE)
    if find_spec("sklearn") is None:
        raise LeadsError(
            "Learning needs scikit-learn, which is not installed; run `uv sync --group learn`.", ExitCode.NOT_FOUND
        )
    settings = settings_of(ctx)
    check_rules(settings.rules)
    with reading(settings) as con:
        built = built_on(con)
        if built is None or not all(has_table(con, "intermediate", name) for name in NEEDED):
            raise LeadsError("The warehouse has no landmarks yet; run `leads build` first.", ExitCode.NOT_FOUND)
        asked = _conversion(read(con, CONVERSIONS), conversion)
        trained = parse_date(trained_on, "--trained-on") if trained_on else built
        since = parse_date(first, "--from") if first else None
        dates, left = (since, trained, built), frozenset(leave_out or ())
        if output is None:
            _report(con, asked, dates, left)
        else:
            _learn(settings, con, asked, dates, output.absolute(), model, left)


def _learn(
    settings: Settings,
    con: Any,
    asked: Row,
    dates: tuple[date | None, date, date],
    folder: Path,
    model: str | None,
    left: frozenset[str],
) -> None:
    from leads.learn.answered import read_answered  # these need the libraries of the group learn
    from leads.learn.rows import Candidate, rows_of
    from leads.learn.sample import read_sample
    from leads.learn.scales import scales_of
    from leads.learn.study import Plan, judge, study
    from leads.learn.write import write_rules

    since, trained, built = dates
    audience, horizon = asked["audience"], asked["horizon_days"]
    answered = read_answered(con, audience, built)
    sample = read_sample(con, asked["conversion_id"])
    plan = Plan(asked["conversion_id"], horizon, trained, since, answered.names, left | answered.forbidden)
    made = study(sample, plan)
    quality = judge(made, sample, built)
    wins = int(made.won.sum())
    why = (
        f"Learnt from {count(len(made.won), 'landmark')} with {count(wins, 'conversion')} within {horizon} days, known by {trained}; "
        f"AUC {quality.auc:.3f} ({quality.interval[0]:.3f} to {quality.interval[1]:.3f}) on {quality.where}"
    )
    name = model or f"{audience}_learnt"
    candidate = Candidate(
        name, audience, read(con, FIRST, audience)[0]["first"] or "2000-01-01", horizon, why, answered.basis
    )
    rows = rows_of(made.card, made.sample, made.won, candidate)
    scales = scales_of(con, made.card, candidate, built)
    write_rules(settings.rules, folder, name, rows | scales.rows)
    check_rules(folder)
    out = screen()
    for sentence in answered.sentences(frozenset(sample.attributes)):
        out.print(printable(sentence), markup=False, soft_wrap=True)
    for leak in made.leaks:
        out.print(printable(f"{leak} A row of fit_attributes with its owner lets it in."), markup=False, soft_wrap=True)
    if made.is_provisional:
        out.print(f"Provisional: {count(wins, 'conversion')}, and points settle from 400 on.", soft_wrap=True)
    shown = table(("What", "Rules"), ("At most",))
    for each in made.card.attributes:
        shown.add_row(
            words(each.part.binned.name),
            str(sum(r["attribute"] == each.part.binned.name for r in rows["fit_rules"])),
            f"{each.weight}.0 of fit",
        )
    for act in made.card.acts:
        shown.add_row(words(act.habit.behaviour.event_type), "1", f"{act.cap:.1f} of engagement")
    titled(
        out,
        f"{name}: {quality.leads:,} leads, AUC {quality.auc:.3f}, lift of the first tenth {quality.lift:.2f}",
        shown,
    )
    if scales.sentence:
        out.print(f"\n{scales.sentence}", markup=False, soft_wrap=True)
    out.print(
        f"\n{why}. Fit weighs {made.card.fit_weight:.0%}. Written to {settings.shown(folder)}.",
        markup=False,
        soft_wrap=True,
    )


def _report(con: Any, asked: Row, dates: tuple[date | None, date, date], left: frozenset[str]) -> None:
    from leads.learn.answered import read_answered
    from leads.learn.report import report
    from leads.learn.sample import read_sample
    from leads.learn.study import Plan

    since, trained, built = dates
    answered = read_answered(con, asked["audience"], built)
    sample = read_sample(con, asked["conversion_id"])
    left |= answered.forbidden
    plan = Plan(asked["conversion_id"], asked["horizon_days"], trained, since, answered.names, left)
    out = screen()
    shown = table(("Learnt from", "Judged on"), ("Conversions", "AUC", "Lift 10 %", "Calibration error", "Rules"))
    for learnt, quality, rules, refused in report(sample, plan, built):
        if quality is None:
            out.print(f"{learnt[:1].upper()}{learnt[1:]}: {refused}", markup=False, soft_wrap=True)
            continue
        low, high = quality.interval
        shown.add_row(
            learnt,
            quality.where,
            f"{quality.conversions:,} of {quality.leads:,}",
            f"{quality.auc:.3f} ({low:.3f} to {high:.3f})",
            f"{quality.lift:.2f}",
            f"{quality.calibration_error:.3f}",
            str(rules),
        )
    if not shown.row_count:
        raise LeadsError("Nothing can be learnt here yet.", ExitCode.NOT_FOUND)
    titled(out, f"{asked['conversion_id']}, within {asked['horizon_days']} days", shown)


def _conversion(rows: list[Row], asked: str | None) -> Row:
    """The conversion to learn; the only one where none is named."""
    known = ", ".join(row["conversion_id"] for row in rows)
    if not rows:
        raise LeadsError("conversion_rules.csv has no rows; say in it what a conversion is.", ExitCode.BAD_RULES)
    if asked is None and len(rows) > 1:
        raise LeadsError(f"There are several conversions; name one with --conversion: {known}.", ExitCode.USAGE)
    found = [row for row in rows if asked in (None, row["conversion_id"])]
    if not found:
        raise LeadsError(f"There is no conversion {asked!r}; there are {known}.", ExitCode.USAGE)
    return found[0]
