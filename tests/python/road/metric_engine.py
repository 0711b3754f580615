"""MetricFlow's own engine, in this process: one start for all metrics, where a call of `mf query` costs seven CPU seconds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dbt.parser.manifest import write_semantic_manifest
from dbt_metricflow.cli.dbt_connectors.adapter_backed_client import SupportedAdapterTypes
from metricflow.engine.metricflow_engine import MetricFlowEngine, MetricFlowQueryRequest
from metricflow_semantics.model.dbt_manifest_parser import parse_manifest_from_dbt_generated_manifest
from metricflow_semantics.model.semantic_manifest_lookup import SemanticManifestLookup

from metric_queries import comparable
from road import Road

DUCKDB = SupportedAdapterTypes.DUCKDB
ADDITIVE = ("count", "sum", "sum_boolean")


class Metrics:
    """The metrics of a project, asked of one warehouse."""

    def __init__(self, semantic_manifest: Path, road: Road) -> None:
        text = semantic_manifest.read_text(encoding="utf-8")
        self.manifest = parse_manifest_from_dbt_generated_manifest(manifest_json_string=text)
        client: Any = SimpleNamespace(
            sql_engine_type=DUCKDB.sql_engine_type, sql_plan_renderer=DUCKDB.sql_plan_renderer
        )
        self.engine = MetricFlowEngine(SemanticManifestLookup(self.manifest), client)
        self.road = road

    def names(self) -> list[str]:
        """Every metric."""
        return [metric.name for metric in self.manifest.metrics]

    def cuts(self, metric: str) -> list[str]:
        """Everything by which a metric can be cut; times by week."""
        found = self.engine.simple_dimensions_for_metrics([metric])
        names = [(one.dunder_name, one.type.value == "time") for one in found]
        return sorted({f"{name.removesuffix('__day')}__week" if is_time else name for name, is_time in names})

    def answer(self, metric: str, cuts: Sequence[str]) -> list[tuple[str, ...]]:
        """The rows of a metric by its cuts, in this order, the metric last."""
        return comparable(self._rows(metric, cuts))

    def check_cuts(self, metric: str) -> int:
        """Cut a metric by everything and by neighbouring pairs: no group comes twice, and where parts add up they add up to the whole.
        Returns the number of questions."""
        [(whole,)] = self._rows(metric, ())
        cuts = self.cuts(metric)
        asked = [(cut,) for cut in cuts] + list(pairwise(cuts))
        for by in asked:
            rows = self._rows(metric, by)
            assert len({row[:-1] for row in rows}) == len(rows), (metric, by)
            if self._adds_up(metric):
                assert sum(row[-1] or 0 for row in rows) == (whole or 0), (metric, by)
        return len(asked)

    def _adds_up(self, metric: str) -> bool:
        [found] = [one for one in self.manifest.metrics if one.name == metric]
        measure = found.type_params.measure
        measures = {one.name: one.agg.value for model in self.manifest.semantic_models for one in model.measures}
        return measure is not None and measures[measure.name] in ADDITIVE

    def _rows(self, metric: str, cuts: Sequence[str]) -> list[tuple[Any, ...]]:
        asked = MetricFlowQueryRequest.create(metric_names=[metric], group_by_names=list(cuts))
        text = self.engine.explain(asked).sql_statement.sql
        return self.road.rows(f"select {', '.join((*cuts, metric))} from ({text}) as answer")


def metrics_of(road: Road, as_of_date: date, folder: Path) -> Metrics:
    """The metrics of the project as dbt has read it for a road; the folder is for what dbt writes of them."""
    write_semantic_manifest(road.dbt("parse", as_of_date), str(folder))
    return Metrics(folder / "semantic_manifest.json", road)
