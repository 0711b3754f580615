"""Salesforce as far as its public documentation describes it: sObject collections, ingest jobs of the Bulk API 2.0, tokens."""

from __future__ import annotations

import csv
import io
import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from stand_in import Asked, Reply, StandIn

VERSION = "v62.0"
CLEARED = "#N/A"
MOST = 200


class SalesforceServer(StandIn):
    """records: fields by the external id. poisoned: external ids that are refused. polls: how often a job is still worked on.
    is_failing: jobs end as Failed after half of their rows."""

    def __init__(self, token: str, key: str = "Lead_Key__c", secret: str = "") -> None:
        super().__init__()
        self.records: dict[str, dict[str, Any]] = {}
        self.created, self.uploads, self.polls = 0, 0, 1
        self.poisoned: set[str] = set()
        self.is_failing = False
        self.jobs: dict[str, dict[str, Any]] = {}
        self._token, self._key, self._secret = token, key, secret

    def handle(self, asked: Asked) -> Reply:
        """Errors as `[{"errorCode", "message"}]`."""
        path = asked.path.strip("/").split("/")
        if path == ["services", "oauth2", "token"]:
            given = {name: values[0] for name, values in parse_qs(str(asked.body)).items()}
            if given.get("grant_type") == "client_credentials" and given.get("client_secret") == self._secret:
                return Reply(200, {"access_token": self._token, "token_type": "Bearer"})
            return Reply(400, {"error": "invalid_client", "error_description": f"{given}"})
        if asked.headers.get("authorization") != f"Bearer {self._token}":
            return _refused(401, "INVALID_SESSION_ID", "Session expired or invalid")
        if path[:5] == ["services", "data", VERSION, "composite", "sobjects"] and asked.method == "PATCH":
            return self._collection(path[5:], asked.body)
        if path[3:4] and path[3].startswith("query"):
            return self._query(asked.path)
        if path[:5] == ["services", "data", VERSION, "jobs", "ingest"]:
            return self._job(path[5:], asked)
        return _refused(404, "NOT_FOUND", "The requested resource does not exist")

    def _query(self, address: str) -> Reply:
        """`select ... from Lead where KEY in (...)`, in pages of 60 records; moments with thousandths, as the documentation shows."""
        asked = parse_qs(urlsplit(address).query)
        names, keys = re.fullmatch(r"select (.*) from Lead where \w+ in \((.*)\)", asked["q"][0]).groups()  # type: ignore[union-attr]
        wanted = [re.sub(r"\\(.)", r"\1", key) for key in re.findall(r"'((?:[^'\\]|\\.)*)'", keys)]
        first = int(asked.get("from", ["0"])[-1])
        there = [self.records[key] for key in wanted if key in self.records]
        records = [{"attributes": {}, **{name: _moment(one.get(name)) for name in names.split(", ")}} for one in there]
        more = {"nextRecordsUrl": f"{address}&from={first + 60}"} if len(records) > first + 60 else {}
        return Reply(200, {"totalSize": len(records), "records": records[first : first + 60], "done": not more, **more})

    def _collection(self, where: list[str], body: dict[str, Any]) -> Reply:
        if where != ["Lead", self._key] or len(body["records"]) > MOST:
            return _refused(400, "INVALID_FIELD", "not an external id, or too many")
        if len({record[self._key] for record in body["records"]}) < len(body["records"]):
            return _refused(400, "DUPLICATE_VALUE", "an external id is there twice")
        told = []
        for record in body["records"]:
            if record.pop("attributes") != {"type": "Lead"}:
                return _refused(400, "INVALID_TYPE", "attributes")
            error, is_new = self._upsert(record)
            errors = [{"statusCode": error, "message": "not valid", "fields": []}] if error else []
            told.append({"id": "00Q", "success": not error, "created": is_new, "errors": errors})
        return Reply(200, told)

    def _upsert(self, record: dict[str, Any]) -> tuple[str, bool]:
        lead = record[self._key]
        if lead in self.poisoned:
            return "FIELD_CUSTOM_VALIDATION_EXCEPTION", False
        is_new = lead not in self.records
        self.created += is_new
        self.records[lead] = {**self.records.get(lead, {}), **record}
        return "", is_new

    def _job(self, where: list[str], asked: Asked) -> Reply:
        if not where and asked.method == "POST":
            if asked.body["externalIdFieldName"] != self._key or asked.body["operation"] != "upsert":
                return _refused(400, "INVALIDJOB", "no such external id")
            job: dict[str, Any] = {
                "id": f"750{len(self.jobs):06d}",
                "state": "Open",
                "polls": self.polls,
                "rows": None,
                "told": {},
            }
            self.jobs[job["id"]] = job
            return Reply(200, _shown(job))
        found = self.jobs.get(where[0])
        if not found:
            return _refused(404, "NOT_FOUND", "no such job")
        match asked.method, where[1:]:
            case "PUT", ["batches"]:
                return self._upload(found, str(asked.body))
            case "PATCH", []:
                return self._set(found, asked.body["state"])
            case "GET", []:
                self._work(found)
                return Reply(200, _shown(found))
            case "GET", ["successfulResults" | "failedResults"]:
                return self._results(found, where[1])
        return _refused(404, "NOT_FOUND", "no such address")

    def _upload(self, job: dict[str, Any], content: str) -> Reply:
        if job["state"] != "Open" or job["rows"] is not None:
            return _refused(400, "INVALIDJOBSTATE", "data was uploaded already")
        job["rows"] = list(csv.DictReader(io.StringIO(content)))
        self.uploads += 1
        return Reply(201)

    def _set(self, job: dict[str, Any], state: str) -> Reply:
        if job["state"] != "Open":
            return _refused(400, "INVALIDJOBSTATE", f"job is {job['state']}")
        job["state"] = state
        return Reply(200, _shown(job))

    def _work(self, job: dict[str, Any]) -> None:
        """All rows at once, after some questions."""
        if job["state"] not in ("UploadComplete", "InProgress"):
            return
        if job["polls"]:
            job["polls"] -= 1
            job["state"] = "InProgress"
            return
        rows = job["rows"][: len(job["rows"]) // 2] if self.is_failing else job["rows"]
        for row in rows:
            error, is_new = self._upsert(
                {name: None if value == CLEARED else value for name, value in row.items() if value}
            )
            job["told"][row[self._key]] = (error, is_new)
        job["state"] = "Failed" if self.is_failing else "JobComplete"

    def _results(self, job: dict[str, Any], name: str) -> Reply:
        if job["state"] not in ("JobComplete", "Failed"):
            return _refused(400, "INVALIDJOBSTATE", "not done")
        out = io.StringIO(newline="")
        is_failed = name == "failedResults"
        columns = ["sf__Id", "sf__Error" if is_failed else "sf__Created", *job["rows"][0]]
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        for row in job["rows"]:
            error, is_new = job["told"].get(row[self._key], (None, False))
            if error is not None and bool(error) == is_failed:
                more = {"sf__Error": f"{error}:not valid:--"} if is_failed else {"sf__Created": str(is_new).lower()}
                writer.writerow({"sf__Id": "00Q", **more, **row})
        return Reply(200, out.getvalue(), {"Content-Type": "text/csv"})


def _moment(value: Any) -> Any:
    return value.replace("Z", ".000+0000") if isinstance(value, str) and value.endswith(":00Z") else value


def _shown(job: dict[str, Any]) -> dict[str, Any]:
    return {"id": job["id"], "state": job["state"], "operation": "upsert", "object": "Lead"}


def _refused(code: int, error: str, message: str) -> Reply:
    return Reply(code, [{"errorCode": error, "message": message}])


SPENT = _refused(403, "REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")
