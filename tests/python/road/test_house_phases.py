"""Data flows through the rooms of the house in their order, read from dbt's own manifest."""

from __future__ import annotations

from typing import Any

import pytest

from published import DAY
from road import Road

# What is known in each room follows from the rooms before it.
ROOMS = [
    *("staging", "rules", "identity", "facts", "events", "days", "dates", "fit", "scores", "explained", "funnel"),
    *("accounts", "surveys", "marts", "metrics", "activation"),
]


@pytest.fixture(scope="module")
def models(road: Road) -> dict[str, Any]:
    """The models of the project by their id in the manifest."""
    return {key: node for key, node in road.dbt("parse", DAY).nodes.items() if node.resource_type == "model"}


def room(node: Any) -> int:
    layer, phase = node.fqn[1], node.fqn[2]
    return ROOMS.index(phase if layer == "intermediate" else layer)


def test_no_ref_runs_back_to_a_later_room(models: dict[str, Any]) -> None:
    back = [
        f"{node.name} in {ROOMS[room(node)]} reads {models[parent].name} of {ROOMS[room(models[parent])]}"
        for node in models.values()
        for parent in node.depends_on.nodes
        if parent in models and room(models[parent]) > room(node)
    ]
    assert len(models) > 150
    assert not back


def test_a_model_stands_beside_its_own_yaml(models: dict[str, Any]) -> None:
    apart = [
        node.name
        for node in models.values()
        if node.patch_path.split("://")[1] != node.original_file_path.replace(".sql", ".yml")
    ]
    assert not apart
