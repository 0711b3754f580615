"""What we hold ourselves to, checked: lengths, documentation, one clock, rules that are fingerprinted whole."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from statistics import median

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR
from leads.rules.words import SIGNALS

MODELS = sorted((PROJECT_DIR / "models").rglob("*.sql"))
PYTHON = sorted([*(PROJECT_DIR / "scripts").rglob("*.py"), *(PROJECT_DIR / "tests").rglob("*.py")])


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_models_are_short() -> None:
    lengths = {path.stem: lines_of(path) for path in MODELS}
    assert max(lengths.values()) <= 100, {name: n for name, n in lengths.items() if n > 100}
    assert median(lengths.values()) <= 55


def test_python_files_are_short() -> None:
    assert not {str(path): lines_of(path) for path in PYTHON if lines_of(path) > 250}


def test_every_model_states_its_grain() -> None:
    described = {
        model["name"]: model["description"]
        for file in (PROJECT_DIR / "models").rglob("*.yml")
        for model in read_project_yaml(file).get("models", [])
    }
    assert set(described) == {path.stem for path in MODELS}
    assert not [name for name, text in described.items() if not text.startswith("Grain: one row per ")]


def test_only_the_clock_macros_read_a_clock() -> None:
    clock = re.compile(r"\b(now\(|current_date|current_timestamp|today\(|getdate|run_started_at|localtimestamp)")
    sources = [*MODELS, *(PROJECT_DIR / "macros").rglob("*.sql"), *(PROJECT_DIR / "tests").rglob("*.sql")]
    reading = {path.name for path in sources if clock.search(path.read_text(encoding="utf-8"))}
    assert reading == {"as_of_date.sql", "recorded_at.sql", "run_moment.sql"}
    timed = {path.name for path in sources if "run_moment()" in path.read_text(encoding="utf-8")}
    assert timed == {"run_moment.sql", "log_run_start.sql", "log_run_end.sql"}
    dated = {path.name for path in sources if "recorded_at()" in path.read_text(encoding="utf-8")}
    assert dated == {"recorded_at.sql", "snapshot_get_time.sql", "guard_clock.sql", "stage_publications.sql"}


def test_moments_become_days_by_one_macro() -> None:
    """A cast would count in UTC, whatever the time zone of the business. What asks whether a time can be is of UTC."""
    sources = [*MODELS, *(PROJECT_DIR / "macros").rglob("*.sql"), *(PROJECT_DIR / "tests").rglob("*.sql")]
    of_days = re.compile(r"(null|'|, ''\)|unnest\(.*\)|date_trunc\('\w+', (?!.*_at\b(?!'\))).*\)) as date\)")
    lines = [(path.name, line) for path in sources for line in path.read_text(encoding="utf-8").splitlines()]
    found = {name for name, line in lines if " as date)" in of_days.sub("", line)}
    assert found == {"business_date.sql", "input_findings.sql"}


def test_the_ruleset_version_covers_every_seed() -> None:
    model = (PROJECT_DIR / "models/intermediate/rules/int_ruleset.sql").read_text(encoding="utf-8")
    covered = re.findall(r"seed_fingerprint\('(\w+)'\)", model)
    assert sorted(covered) == sorted(path.stem for path in (PROJECT_DIR / "seeds").glob("*/*.csv"))


def test_the_code_version_covers_every_var() -> None:
    """It finds vars by how they are written (macro code_versions), and sources by the name of their table."""
    macros = sorted((PROJECT_DIR / "macros").rglob("*.sql"))
    read = "\n".join(path.read_text(encoding="utf-8") for path in [*MODELS, *macros])
    sources = (PROJECT_DIR / "models/staging/raw/_raw__sources.yml").read_text(encoding="utf-8")
    found = set(re.findall(r"\bvar\(['\"](\w+)", read + sources))
    declared = read_project_yaml(PROJECT_DIR / "dbt_project.yml")["vars"]
    assert set(declared) <= found
    assert not re.findall(r"\bvar\((?!['\"]|name\))", read), "a var whose name is not written out"
    macro = (PROJECT_DIR / "macros/increments/code_versions.sql").read_text(encoding="utf-8")
    [unversioned] = re.findall(r"return\(\[('as_of_date'.*?)\]\)", macro)
    # What a run is for and how much it does at once, not what it computes; and what counts by a line of its own.
    assert set(re.findall(r"'(\w+)'", unversioned)) == {
        "as_of_date",
        "recorded_at",
        "rows_per_slice",
        "business_time_zone",
    }
    assert "'business_time_zone=' ~ business_time_zone()" in macro


def test_what_keeps_rows_says_so_by_its_materialization() -> None:
    """And each such model reads news by the one macro, or itself."""
    folders = read_project_yaml(PROJECT_DIR / "dbt_project.yml")["models"]["lead_scoring"]
    settings = {
        name: value
        for folder in folders["intermediate"].values()
        if isinstance(folder, dict)
        for name, value in folder.items()
        if isinstance(value, dict)
    }
    renewed = {name for name, value in settings.items() if value.get("+materialized") == "renewed"}
    texts = {path.stem: path.read_text(encoding="utf-8") for path in MODELS}
    reading = {name for name, text in texts.items() if re.search(r"news_of\(|may_read_itself\(", text)}
    assert renewed == reading


def test_no_rule_is_named_in_sql() -> None:
    named = set()
    for seed in (
        *("engagement_rules", "fit_rules", "exclusion_rules", "scoring_models", "bands", "grades"),
        *("funnel_stages", "recycle_reasons", "sla_targets"),
    ):
        with (PROJECT_DIR / f"seeds/rules/{seed}.csv").open(encoding="utf-8", newline="") as file:
            named |= {row[0] for row in csv.reader(file) if len(row[0]) > 2}
    # Headers, and words of the facts: signals, and the population of a survey.
    named -= {"rule_id", "model_id", "band", "grade", "stage", "reason_id", "sla_id", *SIGNALS, "customer"}
    sql = "\n".join(path.read_text(encoding="utf-8") for path in [*MODELS, *(PROJECT_DIR / "macros").rglob("*.sql")])
    assert not [name for name in named if f"'{name}'" in sql]


def test_a_replay_names_the_warehouse_in_quotes_of_its_own() -> None:
    """A file may be called `1 sélect-x.duckdb`; dbt-duckdb attaches under the alias as it is written."""
    replay = read_project_yaml(PROJECT_DIR / "profiles.yml")["lead_scoring"]["outputs"]["replay"]
    [alias] = [place["alias"] for place in replay["attach"] if place.get("read_only")]
    assert alias == replay["database"] and alias.startswith('"{{') and alias.endswith('}}"')
    project = read_project_yaml(PROJECT_DIR / "dbt_project.yml")
    assert project["quoting"] == {"database": "{{ (target.name != 'replay') | as_bool }}"}


def test_no_model_counts_rows_by_columns_that_it_does_not_name() -> None:
    """Else `leads whatif` could not tell what a column that changed touches (docs/decisions/0015)."""
    unnamed = re.compile(r"distinct\s+(\*|\w+\.\*)|group by all|natural join|\n(intersect|except)")
    scoring = [path for path in MODELS if "intermediate" in path.parts]
    assert not [path.stem for path in scoring if unnamed.search(path.read_text(encoding="utf-8"))]
