"""Texts that are code to somebody: SQL, Jinja, shells, spreadsheets, YAML, patterns. {file} is a file they would make."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from leads.rules import find_problems
from leads.rules.columns import Kind
from leads.rules.seeds import RULE_SEEDS
from rules_cells import read_cells, write_cells

PAYLOADS = (
    "'; drop table raw.canary; --",
    '"; drop table raw.canary; --',
    "x'); drop table raw.canary; select ('",
    "x') or 1=1; delete from raw.canary; --",
    "\\'; drop table raw.canary; --",
    "$$; drop table raw.canary; select $$",
    "/* */; drop table raw.canary; --",
    "' union select content from read_text('/etc/passwd') --",
    "'; copy (select 1) to '{file}'; --",
    "'; attach '{file}' as canary; --",
    "' || getenv('HOME') || '",
    "{{ env_var('HOME') }}",
    "{{ run_query('drop table raw.canary') }}",
    "{% do run_query('drop table raw.canary') %}",
    "{% endraw %}{{ 7 * 7 }}",
    "{# {{ 7 * 7 }}",
    "${{HOME}}",
    "$(touch {file})",
    "`touch {file}`",
    "; touch {file};",
    "| touch {file}",
    "=cmd|' /C touch {file}'!A0",
    "@SUM(1+1)*cmd|'touch {file}'",
    "+1+1",
    "-2+3",
    "!!python/object/apply:os.system ['touch {file}']",
    "__import__('os').system('touch {file}')",
    "[link=https://example.invalid]here[/link][bold]",
    "(a+)+$",
    "%' or '_",
    '$."a"."b"',
    "a'] || $..* ['b",
    "%s %n {0} {lead_id}",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
)


def payloads(file: Path) -> list[str]:
    """The texts, with the name of the file that none of them may make."""
    return [text.replace("{file}", str(file)) for text in PAYLOADS]


def write_world(folder: Path, texts: list[str]) -> None:
    """One lead a text, which is its id and everything else that is known of it; written under such a file name, too."""
    now = {"loaded_at": "2026-01-02T00:00:00Z"}
    leads, accounts, events, overrides = [], [], [], []
    words = (
        "full_name",
        "phone",
        "job_title",
        "seniority",
        "department",
        "country",
        "postal_code",
        "source",
        "campaign",
    )
    for number, text in enumerate(texts):
        facts = dict.fromkeys(words, text)
        leads.append(
            {
                **facts,
                **now,
                "lead_id": text,
                "account_id": text,
                "email": f"{number}@x.org",
                "attributes": {text: text},
            }
        )
        accounts.append(
            {**now, "account_id": text, "name": text, "domain": text, "industry": text, "attributes": {text: text}}
        )
        for event_type in ("page_visit", text):
            event = dict.fromkeys(
                ("lead_id", "session_id", "asset_id", "campaign", "url", "user_agent", "channel"), text
            )
            event |= {
                "event_id": f"{event_type} {text}",
                "event_type": event_type,
                "occurred_at": "2026-01-01T10:00:00Z",
            }
            events.append({**event, **now, "properties": {text: text, "page": text}})
        override: dict[str, Any] = {
            "override_id": text,
            "lead_id": text,
            "dimension": "fit",
            "points": 5,
            "author": text,
            "reason": text,
        }
        overrides.append({**override, **now, "starts_on": "2026-01-01", "expires_on": "2026-02-01"})
    tables: dict[str, Any] = {}
    rows: dict[str, list[dict[str, Any]]] = {
        "leads": leads,
        "accounts": accounts,
        "events": events,
        "score_overrides": overrides,
    }
    for table, content in rows.items():
        name = f"{table} '; drop table raw.canary; -- {{{{ 7 * 7 }}}}.jsonl"
        (folder / name).write_text("".join(json.dumps(row) + "\n" for row in content), encoding="utf-8")
        tables[table] = {"files": f"{table} *.jsonl"}
    (folder / "mapping.yml").write_text(yaml.safe_dump({"tables": tables}), encoding="utf-8")


def inject_rules(shipped: Path, folder: Path, texts: list[str]) -> Iterator[tuple[str, str, str]]:
    """A copy of the rules with one of the texts in every column that takes it: seed, column and text."""
    shutil.copytree(shipped, folder)
    place = 0
    for seed in RULE_SEEDS:
        path = folder / f"{seed.name}.csv"
        for column in seed.columns:
            if column.kind not in (Kind.TEXT, Kind.NAME) or len(read_cells(path)) < 2:
                continue
            text = texts[place % len(texts)]
            before = path.read_bytes()
            rows = read_cells(path)
            rows[1][rows[0].index(column.name)] = text
            write_cells(path, rows)
            if find_problems(folder):
                path.write_bytes(before)
                continue
            place += 1
            yield seed.name, column.name, text
