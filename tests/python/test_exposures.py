"""Who reads the models outside of dbt is in the lineage: every destination, the BI file, the app."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR
from leads.publish.bi_file import bi_marts

MODELS = PROJECT_DIR / "models"
REF = re.compile(r"ref\('(\w+)'\)")


@cache
def exposures() -> dict[str, dict[str, Any]]:
    """By name; a file without the word need not be parsed."""
    texts = [file.read_text(encoding="utf-8") for file in MODELS.rglob("*.yml")]
    found = [yaml.safe_load(text) for text in texts if "\nexposures:" in text]
    return {one["name"]: one for file in found for one in file.get("exposures", [])}


def read_by(name: str) -> set[str]:
    return set(REF.findall(" ".join(exposures()[name]["depends_on"])))


def test_every_exposure_says_what_it_is_and_whom_to_ask() -> None:
    needed = {"label", "type", "maturity", "description", "depends_on", "owner"}
    assert not [name for name, one in exposures().items() if not needed <= set(one) or not one["owner"].get("name")]


def test_every_destination_is_one() -> None:
    told = {path.stem for path in (MODELS / "activation").rglob("*.sql") if path.parent.name != "shared"}
    assert {model for name in exposures() for model in read_by(name) if model in told} == told
    assert len({name for name in exposures() if read_by(name) & told}) == len(
        list((PROJECT_DIR / "destinations").glob("*.yml"))
    )


def test_the_bi_file_is_made_of_the_marts_that_it_names() -> None:
    assert read_by("bi_file") == set(bi_marts())


def test_the_app_reads_no_mart_that_it_does_not_name() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (PROJECT_DIR / "scripts/leads/app").rglob("*.py"))
    marts = {path.stem for path in (MODELS / "marts").rglob("*.sql")}
    assert (set(re.findall(r"\bmarts\.(\w+)", code)) & marts) <= read_by("lead_scoring_app")


def test_every_model_has_a_group_with_somebody_to_ask() -> None:
    groups = read_project_yaml(MODELS / "groups.yml")["groups"]
    assert all(group["owner"]["name"] and group["description"] for group in groups)
    folders = read_project_yaml(PROJECT_DIR / "dbt_project.yml")["models"]["lead_scoring"]

    def group_of(folder: str) -> Any:
        at, found = folders, None
        for part in folder.split("/"):
            at = at.get(part) or {}
            found = at.get("+group", found)
        return found

    of_folder = {path.parent.relative_to(MODELS).as_posix() for path in MODELS.rglob("*.sql")}
    assert {group_of(folder) for folder in of_folder} == {group["name"] for group in groups}
