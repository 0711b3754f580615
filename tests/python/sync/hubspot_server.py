"""HubSpot's dated CRM API as far as its public documentation describes it: batch upsert and update, properties."""

from __future__ import annotations

from typing import Any

from stand_in import Asked, Reply, StandIn

MOST = 100
VERSION = "2026-09"


class HubSpotServer(StandIn):
    """records: properties by the value of the unique property. poisoned: ids of which `is_strict` says whether they spoil the
    whole batch (400) or are told of in a multi-status answer (207)."""

    def __init__(self, token: str, names: list[str], key: str = "lead_key") -> None:
        super().__init__()
        self.records: dict[str, dict[str, str]] = {}
        self.created = 0
        self.poisoned: set[str] = set()
        self.is_strict = True
        self._token, self._key = token, key
        self.properties: dict[str, dict[str, Any]] = {name: {"name": name} for name in names}
        self.properties[key] = {"name": key, "hasUniqueValue": True}

    def handle(self, asked: Asked) -> Reply:
        """As documented; errors as `{"status": "error", "category", "message"}`."""
        if asked.headers.get("authorization") != f"Bearer {self._token}":
            return Reply(401, {"status": "error", "category": "INVALID_AUTHENTICATION", "message": "no valid token"})
        parts = asked.path.strip("/").split("/")
        if parts == ["crm", "properties", VERSION, "contacts"] and asked.method == "GET":
            return Reply(200, {"results": list(self.properties.values())})
        if parts == ["crm", "properties", VERSION, "contacts", "batch", "create"]:
            for one in asked.body["inputs"]:
                if not {"name", "label", "type", "fieldType", "groupName"} <= one.keys():
                    return _refused("a property lacks what is required")
                self.properties[one["name"]] = one
            return Reply(201, {"status": "COMPLETE", "results": asked.body["inputs"]})
        if parts[:5] == ["crm", "objects", VERSION, "contacts", "batch"] and parts[5:] in (["upsert"], ["update"]):
            return self._write(asked.body["inputs"], parts[5] == "upsert")
        if parts == ["crm", "objects", VERSION, "contacts", "batch", "read"]:
            return self._read(asked.body)
        return Reply(404, {"status": "error", "message": "no such address"})

    def _read(self, body: dict[str, Any]) -> Reply:
        """Properties that were asked for, null where there is nothing; who is not there is an error of a multi-status answer."""
        there = [self.records[one["id"]] for one in body["inputs"] if one["id"] in self.records]
        results = [
            {"id": "1", "properties": {name: one.get(name) or None for name in body["properties"]}} for one in there
        ]
        missing = [one["id"] for one in body["inputs"] if one["id"] not in self.records]
        error = {
            "status": "error",
            "category": "OBJECT_NOT_FOUND",
            "message": "no such ids",
            "context": {"ids": missing},
        }
        return Reply(
            207 if missing else 200, {"status": "COMPLETE", "results": results, "errors": [error] if missing else []}
        )

    def _write(self, inputs: list[dict[str, Any]], creates: bool) -> Reply:
        ids = [one["id"] for one in inputs]
        if len(inputs) > MOST or len(set(ids)) < len(ids):
            return _refused("too many inputs, or one twice")
        for one in inputs:
            unknown = [name for name in one["properties"] if name not in self.properties]
            if unknown or not self.properties[one["idProperty"]].get("hasUniqueValue"):
                return _refused(f"PROPERTY_DOESNT_EXIST {unknown}")
            if not all(isinstance(value, str) for value in one["properties"].values()):
                return _refused("values are strings")
        if self.is_strict and self.poisoned & set(ids):
            return _refused("one of the inputs is not valid")
        results, errors = [], []
        for one in inputs:
            lead, trace = one["id"], one["objectWriteTraceId"]
            is_unknown = lead not in self.records and not creates
            if lead in self.poisoned or is_unknown:
                category = "OBJECT_NOT_FOUND" if is_unknown else "VALIDATION_ERROR"
                message = f"{lead} <someone@example.com> was not valid\nwith {self._token}"
                errors.append(
                    {"status": "error", "category": category, "message": message, "objectWriteTraceId": trace}
                )
                continue
            self.created += lead not in self.records
            self.records[lead] = {**self.records.get(lead, {}), **one["properties"]}
            results.append({"id": str(hash(lead)), "properties": self.records[lead], "objectWriteTraceId": trace})
        body = {"status": "COMPLETE", "results": results, "errors": errors, "numErrors": len(errors)}
        return Reply(207 if errors else 200, body)


def _refused(message: str) -> Reply:
    return Reply(400, {"status": "error", "category": "VALIDATION_ERROR", "message": message})
