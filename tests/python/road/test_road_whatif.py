"""A preview of other rules says of every lead what a build under them says, and computes no more than they touch."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from leads.base.errors import LeadsError
from leads.base.settings import PROJECT_DIR
from leads.cli import app
from leads.whatif import preview
from leads.whatif.gates import Gate, shut
from road import PROJECT_RULES, Road
from stage_rules import Change, write_changed_rules
from stage_world import LAST_DATE, write_stage_world
from tried import EXAMPLES, TRIED, told

NEEDED = ("--select", "+int_lead_states", "+int_stage_history", "+int_ledger_entries", "+int_sales_capacity")


@pytest.fixture(scope="module")
def lived(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """A world of colliding funnels, built by a copy of the project's rules: dbt reads the project once for all of them."""
    road.load(write_stage_world(tmp_path_factory.mktemp("stages"), cells=60, seed=3))
    return built_by(Road(replace(road.settings, rules=road.settings.warehouse.with_name("rules"))))


def changed(folder: Path, *names: str) -> Path:
    made: list[Change] = [change for name in names for change in TRIED[name]]
    return write_changed_rules(PROJECT_RULES, folder, made)


def built_by(road: Road, made: Iterable[Change] = ()) -> Road:
    """The warehouse after a build under the project's rules with these changes."""
    write_changed_rules(PROJECT_RULES, road.settings.rules, made)
    road.build(LAST_DATE, *NEEDED)
    return road


def whatif(road: Road, rules: Path, *options: str) -> Result:
    given = ["--warehouse", str(road.settings.warehouse), "whatif", "--rules", str(rules), *options]
    return CliRunner().invoke(app, given)


def test_points_alone_are_summed_again_from_what_is_kept(lived: Road, tmp_path: Path) -> None:
    found = preview(lived.settings.warehouse, changed(tmp_path / "rules", "points"))
    [change] = found.changes
    assert str(change).startswith("engagement_rules: b2b_call, points ")
    upstream = ("events", "conditions", "rule_days_found", "rule_days_accepted", "engaged_on", "hand_raises")
    assert found.computed and not [name for name in found.computed if any(word in name for word in upstream)]
    moved = [move for move in found.moves if move.before.band != move.after.band]
    assert moved and {move.causes[0].entry for move in moved} <= {"b2b_call", "group_cap:personal", "total_cap"}
    assert found.moved_in("is_mql") and found.rescored > len(moved)
    assert [week.after for week in found.weeks] != [week.before for week in found.weeks]
    assert sum(count.after for count in found.counts if count.what == "stage") == found.leads


def test_a_threshold_computes_no_score(lived: Road, tmp_path: Path) -> None:
    found = preview(lived.settings.warehouse, changed(tmp_path / "rules", "bands"))
    assert {move.before.band for move in found.moves} and not found.rescored
    assert not [name for name in found.computed if "engagement" in name or "fit" in name]
    assert all(not move.causes for move in found.moves)


def test_gates_end_with_their_exit_code(lived: Road, tmp_path: Path) -> None:
    rules = changed(tmp_path / "rules", "points")
    path = rules / "stage_thresholds.csv"
    path.write_text(path.read_text() + "weekly_capacity,1.5,leads,sales_ops,One person takes calls,2000-01-01,\n")
    shown = whatif(lived, rules, "--format", "markdown", "--max-moved", "0.5%", "--within-capacity")
    assert shown.exit_code == 11 and shown.output.count("**Not passed:**") == 2
    assert "| week of | before | after |" in shown.output and "more than the 1.5 that sales takes" in shown.output
    passed = whatif(lived, rules, "--max-moved", "100%", "--no-quality")
    assert passed.exit_code == 0 and "b2b_call" in passed.output and "sales takes 1.5" in passed.output
    found = preview(lived.settings.warehouse, rules)
    moved = len(found.moves)
    assert moved > 2
    assert not shut(found, Gate.read(str(moved)), within_capacity=False)
    assert len(shut(found, Gate.read(str(moved - 1)), within_capacity=True)) == 2
    for given in ("half", "0.5", "-1", "5 %%"):
        with pytest.raises(LeadsError, match="--max-moved is"):
            Gate.read(given)


def test_json_has_every_lead_with_every_cause(lived: Road, tmp_path: Path) -> None:
    rules = changed(tmp_path / "rules", "points", "tier")
    found, document = (
        preview(lived.settings.warehouse, rules),
        json.loads(whatif(lived, rules, "--format", "json").output),
    )
    assert [move["lead_id"] for move in document["moves"]] == [move.lead_id for move in found.moves]
    assert {cause["dimension"] for move in document["moves"] for cause in move["causes"]} == {"fit", "engagement"}


def test_rows_are_tried_in_place_of_a_seed(lived: Road) -> None:
    bands = [
        {"band": band, "lower_bound": bound, "owner": "marketing", "why": "tried", "valid_from": "2000-01-01"}
        for band, bound in (("1", "90"), ("2", "30"), ("3", "10"), ("4", "0"))
    ]
    found = preview(lived.settings.warehouse, PROJECT_RULES, rows={"bands": bands})
    assert [str(change) for change in found.changes] == ["bands: 1, lower_bound 60.00 -> 90.00"]
    with pytest.raises(LeadsError, match=r"bands\.csv.*2.*lower_bound"):
        preview(
            lived.settings.warehouse, PROJECT_RULES, rows={"bands": [bands[0] | {"lower_bound": "high"}, *bands[1:]]}
        )
    with pytest.raises(LeadsError, match="No rule seed is called 'band'"):
        preview(lived.settings.warehouse, PROJECT_RULES, rows={"band": bands})


def test_nothing_changed_says_so(lived: Road) -> None:
    result = whatif(lived, PROJECT_RULES, "--max-moved", "0%")
    assert result.exit_code == 0 and "Nothing: the rules are those of the last build." in result.output


def test_a_fault_is_one_sentence_with_file_row_column_and_remedy(lived: Road, tmp_path: Path) -> None:
    rules = changed(tmp_path / "rules", "points")
    path = rules / "bands.csv"
    path.write_text(path.read_text().replace("1,60,", "1,sixty,"))
    result = whatif(lived, rules)
    assert result.exit_code == 4
    assert "bands.csv" in result.output and "row 2" in result.output and "lower_bound" in result.output
    missing = whatif(lived, tmp_path / "nowhere")
    assert missing.exit_code == 6 and "There is no folder of rule seeds" in missing.output
    unknown = whatif(lived, PROJECT_RULES, "--candidate", "b2b_learnt")
    assert unknown.exit_code == 2 and "has no candidate 'b2b_learnt'" in unknown.output


def test_a_warehouse_without_a_build_says_what_to_do(lived: Road, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["--warehouse", str(tmp_path / "none.duckdb"), "whatif"])
    assert result.exit_code == 6 and "leads load" in result.output
    emptied = tmp_path / "emptied.duckdb"
    shutil.copyfile(lived.settings.warehouse, emptied)
    Road(replace(lived.settings, warehouse=emptied)).execute("drop table operations.statements")
    result = CliRunner().invoke(app, ["--warehouse", str(emptied), "whatif"])
    assert result.exit_code == 6 and "run `leads build` first" in result.output


def test_the_warehouse_is_only_read(lived: Road, tmp_path: Path) -> None:
    before = lived.settings.warehouse.read_bytes()
    preview(lived.settings.warehouse, changed(tmp_path / "rules", "points", "condition"))
    assert lived.settings.warehouse.read_bytes() == before


def test_a_preview_equals_a_build_under_the_changed_rules(lived: Road, tmp_path: Path) -> None:
    """Of all kinds of change at once, and back again; one by one in the torture."""
    rules = changed(tmp_path / "rules", *TRIED)
    said, _ = told(lived.settings.warehouse, rules)
    stood, _ = told(lived.settings.warehouse, PROJECT_RULES)
    assert said[0] != stood[0] and said[2] != stood[2]
    built_by(lived, [change for made in TRIED.values() for change in made])
    assert told(lived.settings.warehouse, rules) == (said, [])
    assert told(lived.settings.warehouse, PROJECT_RULES)[0] == stood


@pytest.mark.torture
@pytest.mark.parametrize("name", TRIED)
def test_each_change_equals_a_build(lived: Road, tmp_path: Path, name: str) -> None:
    """And its way back."""
    if told(lived.settings.warehouse, PROJECT_RULES)[1]:
        built_by(lived)
    rules = changed(tmp_path / "rules", name)
    for tried, made in ((rules, TRIED[name]), (PROJECT_RULES, [])):
        said, computed = told(lived.settings.warehouse, tried)
        assert computed
        built_by(lived, made)
        assert told(lived.settings.warehouse, tried) == (said, [])


@pytest.mark.torture
def test_a_candidate_equals_a_build_in_which_it_is_active(lived: Road, tmp_path: Path) -> None:
    built_by(lived)
    said, computed = told(lived.settings.warehouse, PROJECT_RULES, "b2b_candidate")
    promoted: list[Change] = [
        ("scoring_models", "model_id", "b2b_standard", {"status": "retired"}, ""),
        ("scoring_models", "model_id", "b2b_candidate", {"status": "active"}, ""),
    ]
    built_by(lived, promoted)
    assert computed
    assert told(lived.settings.warehouse, write_changed_rules(PROJECT_RULES, tmp_path / "rules", promoted)) == (
        said,
        [],
    )


@pytest.mark.torture
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_equals_builds(road: Road, tmp_path: Path, name: str) -> None:
    day, source, tried = EXAMPLES[name]
    if source and not source.exists():
        pytest.skip("needs the real data")
    folder = PROJECT_DIR / "examples" / name
    place = Road(replace(road.settings, warehouse=tmp_path / f"{name}.duckdb", rules=tmp_path / "rules"))
    place.load(folder, source=source)
    write_changed_rules(folder / "rules", place.settings.rules, [])
    place.build(day, *NEEDED)
    moved = 0
    for number, change in enumerate(tried):
        rules = write_changed_rules(folder / "rules", tmp_path / str(number), [change])
        said, _ = told(place.settings.warehouse, rules)
        moved += len(preview(place.settings.warehouse, rules).moves)
        write_changed_rules(folder / "rules", place.settings.rules, [change])
        place.build(day, *NEEDED)
        assert told(place.settings.warehouse, rules) == (said, []), change
    assert moved
