"""Salesforce, many rows: jobs of the Bulk API 2.0, an upsert by an external id.

The id of a job is kept before anything is uploaded. A job is worked on only after it was closed, so that one whose upload went
wrong is given up and another made, and one of a run that broke off is asked about and its rows are not uploaded again.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from leads.sync.adapter import Answer, BatchRefused, Call, Gone, Paused, Request, Row, Stopped, Unanswered
from leads.sync.jobs import Jobs
from leads.sync.salesforce import is_quota
from leads.sync.vendors import Salesforce
from leads.sync.webhook import plain

WORKED_ON = ("UploadComplete", "InProgress")
CLEARED = "#N/A"  # an empty cell would leave a field as it is


class _Job(BaseModel):
    id: str
    state: str = "Open"
    errorMessage: str | None = None  # noqa: N815 - their word


class BulkAdapter:
    """jobs: where the id of a job is kept while it is worked on."""

    is_idempotent = True
    is_alone = True
    headers: Mapping[str, str] = {}

    def __init__(self, destination: Salesforce) -> None:
        self.batch_size = destination.bulk_rows
        self.jobs: Jobs | None = None
        self._destination, self._key = destination, destination.key
        self._path = f"/services/data/v{destination.api_version}/jobs/ingest"

    def sign_in(self, call: Call) -> Sequence[str]:
        """Who makes the connection did."""
        return ()

    def deliver(self, call: Call, rows: Sequence[Row]) -> Answer:
        """Create, upload, close, wait, read. Raises Paused when it takes too long: the next run asks again."""
        job_id = self._uploaded(call, _as_csv(self._key, rows))
        job = self._finished(call, job_id)
        told = self._results(call, job_id)
        if job.state != "JobComplete" and told.keys() < {row.lead_id for row in rows}:
            raise Stopped(
                f"{self._destination.name} could not work on a job ({job.state}): check the object, the external id and the "
                "fields of the mapping; the next run asks what became of it.",
                may_have_arrived=True,
            )
        rejected = {lead: reason for lead, reason in told.items() if reason is not None}
        return Answer(frozenset(told.keys() - rejected.keys()), rejected)

    def told_by(self, call: Call, job_id: str) -> Mapping[str, str | None]:
        """What a job of an earlier run did: reasons of rejections by lead, None for the others. One that was never closed did
        nothing, and is given up."""
        try:
            job = self._asked(call, job_id)
            if job.state == "Open":
                self._set(call, job_id, "Aborted")
                return {}
            if job.state in WORKED_ON:
                self._finished(call, job_id)
            return self._results(call, job_id)
        except (Gone, BatchRefused):  # jobs are kept for some days, and one that was given up may have no results
            return {}

    def is_quota(self, response: httpx.Response) -> bool:
        """Requests of 24 hours; it comes with HTTP 403."""
        return is_quota(response)

    def _uploaded(self, call: Call, content: bytes) -> str:
        """A closed job that holds this. An upload can be made once: with no answer to it the job is given up."""
        for _ in range(self._destination.patience.attempts):
            job_id = self._created(call)
            try:
                headers = {"Content-Type": "text/csv"}
                path = f"{self._path}/{job_id}/batches"
                call(Request(path, headers=headers, method="PUT", content=content, is_repeatable=False))
            except Unanswered:
                self._set(call, job_id, "Aborted")
                continue
            self._set(call, job_id, "UploadComplete")
            return job_id
        raise Stopped(f"{self._destination.name} gave no answer to uploads: run the command again later.")

    def _created(self, call: Call) -> str:
        wanted = {
            "object": self._destination.object_type,
            "externalIdFieldName": self._key,
            "operation": "upsert",
            "contentType": "CSV",
            "lineEnding": "LF",
        }
        try:
            job = _job(call(Request(self._path, wanted)))
        except BatchRefused:  # it quotes what was said
            raise Stopped(
                f"{self._destination.name} makes no job of the mapping: check the object and the external id."
            ) from None
        assert self.jobs
        self.jobs.started(job.id)
        return job.id

    def _set(self, call: Call, job_id: str, state: str) -> None:
        """Close or give up a job. An error is none when an earlier try, whose answer was lost, has done it."""
        try:
            call(Request(f"{self._path}/{job_id}", {"state": state}, method="PATCH"))
        except BatchRefused:
            if self._asked(call, job_id).state == "Open":
                raise Stopped(
                    f"{self._destination.name} does not let a job be {state}.", may_have_arrived=True
                ) from None

    def _asked(self, call: Call, job_id: str) -> _Job:
        return _job(call(Request(f"{self._path}/{job_id}", method="GET")))

    def _finished(self, call: Call, job_id: str) -> _Job:
        patience, ends = self._destination.patience, time.monotonic() + self._destination.longest_job_seconds
        pause = patience.first_seconds
        while True:
            job = self._asked(call, job_id)
            if job.state not in WORKED_ON:
                return job
            if time.monotonic() >= ends:
                raise Paused(
                    f"{self._destination.name} still works on a job: run the command again later, it asks for it."
                )
            time.sleep(pause)
            pause = min(2 * pause, patience.longest_seconds)

    def _results(self, call: Call, job_id: str) -> dict[str, str | None]:
        told: dict[str, str | None] = {}
        for name in ("successfulResults", "failedResults"):
            response = call(Request(f"{self._path}/{job_id}/{name}", method="GET", headers={"Accept": "text/csv"}))
            for line in _lines(response, self._key):
                told[line[self._key]] = (
                    None if name == "successfulResults" else line.get("sf__Error") or "no reason given"
                )
        return told


def _job(response: httpx.Response) -> _Job:
    try:
        return _Job.model_validate_json(response.content)
    except ValidationError:  # its message quotes the answer
        raise _unlike_documented() from None


def _lines(response: httpx.Response, key: str) -> Iterator[dict[str, str]]:
    lines = csv.DictReader(io.StringIO(response.content.decode("utf-8", "replace"), newline=""))
    if lines.fieldnames and key not in lines.fieldnames:
        raise _unlike_documented()
    yield from lines


def _as_csv(key: str, rows: Sequence[Row]) -> bytes:
    names = sorted(rows[0].fields)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([key, *names])
    writer.writerows([row.lead_id, *(_cell(row.fields[name]) for name in names)] for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> str:
    if value is None or value == "":
        return CLEARED
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(plain(value))


def _unlike_documented() -> Stopped:
    return Stopped(
        "The answer of Salesforce is not what its documentation says: look at its status page.", may_have_arrived=True
    )
