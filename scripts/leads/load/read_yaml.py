"""YAML read strictly: what plain YAML takes in silence is refused here."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """The content of a text. Errors: yaml.YAMLError, and ValueError for a key twice or a date that does not exist."""
    return yaml.load(text, _StrictLoader)  # noqa: S506


class _StrictLoader(yaml.SafeLoader):
    def compose_mapping_node(self, anchor: Any) -> Any:
        node = super().compose_mapping_node(anchor)
        seen = set()
        for key, _ in node.value:
            if key.value in seen:
                raise ValueError(f"line {key.start_mark.line + 1} has a key that is there already; keep one")
            if isinstance(key, yaml.ScalarNode):
                seen.add(key.value)
        return node

    def construct_yaml_timestamp(self, node: Any) -> date:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            raise ValueError(f"line {node.start_mark.line + 1} has a date that does not exist; correct it") from error


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.construct_yaml_timestamp)
