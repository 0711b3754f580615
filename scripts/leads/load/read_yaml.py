"""YAML read strictly: what plain YAML takes in silence is refused here."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml


def read_yaml(text: str) -> Any:
    """The content of a text. Errors: yaml.YAMLError, and ValueError for a key twice, a key that is no word, a date that does
    not exist, or lists within lists without end."""
    try:
        return yaml.load(text, _StrictLoader)  # noqa: S506
    except RecursionError as error:
        raise ValueError("lists or keys lie within each other too deeply; write it flat") from error


class _StrictLoader(yaml.SafeLoader):
    def compose_mapping_node(self, anchor: Any) -> Any:
        node = super().compose_mapping_node(anchor)
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise ValueError(f"line {key.start_mark.line + 1} has a key that is a list or a map; write a word")
            if key.value in seen:
                raise ValueError(f"line {key.start_mark.line + 1} has a key that is there already; keep one")
            seen.add(key.value)
        return node

    def construct_yaml_timestamp(self, node: Any) -> date:
        try:
            return super().construct_yaml_timestamp(node)
        except ValueError as error:
            raise ValueError(f"line {node.start_mark.line + 1} has a date that does not exist; correct it") from error


_StrictLoader.add_constructor("tag:yaml.org,2002:timestamp", _StrictLoader.construct_yaml_timestamp)
