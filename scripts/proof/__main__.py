"""Load the public sets, learn from each and hold the result against its bar: python -m proof."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import typer

from leads.base.console import screen, table, titled
from leads.base.errors import LeadsError
from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect
from leads.build.dbt_runner import run_dbt
from leads.learn.guard import Leak, find_leaks
from leads.learn.sample import Sample, read_sample
from leads.learn.study import Plan, Quality, Study, judge, study
from leads.load.load_mapping import load_mapping
from proof.sets import SETS, PublicSet, Split

READ = ("+int_lead_landmarks", "+int_engagement_counts_daily", "int_job_titles_mapped", "+int_accounts_located")
UNTESTED = ("--exclude-resource-type", "test", "unit_test")


def prove(only: str = "") -> None:
    """Print the table of acceptance. Exits with 1 when a bar is not passed; sets whose data is not there are named and skipped."""
    out, missed = screen(), 0
    data = Path(os.environ.get("LEADS_REAL_DATA") or PROJECT_DIR / "../shared/data")
    shown = table(("Set and split",), ("AUC", "Lift 10 %", "Calibration error", "Rules", "Passed"))
    for public in SETS:
        source = data / public.folder if public.folder else None
        if (only and public.name != only) or (source and not source.is_dir()):
            out.print(
                f"{public.name}: skipped{'' if only else f', there is no folder {public.folder} in LEADS_REAL_DATA'}."
            )
            continue
        sample, undated = prepared(public, source)
        for split in public.splits:
            made, quality = learnt(public, split, split.of(sample))
            passed = passes(split, made, quality)
            missed += not all(passed)
            marks = ["" if ok else " !" for ok in passed]
            shown.add_row(
                split.name,
                f"{quality.auc:.3f} (>= {split.bar.auc:.3f}){marks[0]}",
                f"{quality.lift:.2f} (>= {split.bar.lift:.2f}){marks[1]}",
                f"{quality.calibration_error:.3f} (<= {split.bar.calibration_error:.3f}){marks[2]}",
                f"{made.card.rule_count} (<= {split.bar.rules}){marks[3]}",
                "yes" if all(passed) else "no",
            )
        dated = caught(sample) if public.written_after else {}
        missed += bool(public.written_after - set(dated))
        for line in (*leaks(public, dated, undated), *remarks(public, sample)):
            out.print(line, markup=False, soft_wrap=True)
    titled(out, "Learnt on public data", shown)
    raise typer.Exit(1 if missed else 0)


def prepared(public: PublicSet, source: Path | None) -> tuple[Sample, Sample]:
    """The sample of a set, from a warehouse of its own that is made anew; and the same as if its source had no dates."""
    folder = PROJECT_DIR / "target" / "proof"
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(folder / f"{public.name}.duckdb", public.rules, public.built_on)
    for path in folder.glob(f"{public.name}.*"):
        path.unlink()
    load_mapping(public.mapping, settings.warehouse, source=source)
    run_dbt(settings, ["build", *UNTESTED, "--select", *READ], keeps_artifacts=False)
    with connect(settings.warehouse, read_only=True) as con:
        undated = read_sample(con, public.conversion_id, profile_on=public.built_on)
        return read_sample(con, public.conversion_id), replace(undated, written={})


def learnt(public: PublicSet, split: Split, sample: Sample) -> tuple[Study, Quality]:
    """What a split learns, and how good it is on its later landmarks or its folds."""
    answered = frozenset(sample.attributes) - public.written_after
    plan = Plan(public.conversion_id, split.horizon, split.trained_on, split.first, answered, split.left_out)
    made = study(sample, plan)
    return made, judge(made, sample, public.built_on, split.tested_from)


def passes(split: Split, made: Study, quality: Quality) -> list[bool]:
    """Whether each of the four bars is passed."""
    bar = split.bar
    return [
        round(quality.auc, 3) >= bar.auc,
        round(quality.lift, 2) >= bar.lift,
        round(quality.calibration_error, 3) <= bar.calibration_error,
        made.card.rule_count <= bar.rules,
    ]


def caught(sample: Sample) -> dict[str, Leak]:
    """What the guard makes of a sample, by attribute."""
    return {leak.attribute: leak for leak in find_leaks(sample)}


def leaks(public: PublicSet, dated: dict[str, Leak], undated: Sample) -> list[str]:
    """Each known leak: caught (dated) by when it was written, and whether what it tells would have given it away without any date."""
    if not public.written_after:
        return []
    told = caught(undated)
    known = sorted(public.written_after)
    lines = [
        f"{public.name}: of {len(known)} columns written after the capture {sum(name in dated for name in known)} are caught; "
        f"without any date {sum(name in told for name in known)} would be."
    ]
    lines += [str(dated.get(name, f"The attribute {name!r} is missed.")) for name in known]
    lines += [f"Without dates: {told.get(name, f'The attribute {name!r} would be missed.')}" for name in known]
    asked = sorted(set(dated) - public.written_after)
    return [*lines, f"Of what was known at the capture somebody is asked for {', '.join(asked) or 'nothing'}."]


def remarks(public: PublicSet, sample: Sample) -> list[str]:
    """What else is promised of a set: what is refused."""
    if public.name != "olist":
        return []
    try:
        study(sample, Plan(public.conversion_id, 90, date(2018, 4, 1)))
    except LeadsError as refused:
        return [f"Olist, 90 days on 1 April 2018: {refused}"]
    return ["Olist, 90 days on 1 April 2018: not refused."]


if __name__ == "__main__":
    typer.run(prove)
