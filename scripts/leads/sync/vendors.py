"""CRMs beside HubSpot: Salesforce, Dynamics 365 and Tryton, as their YAML files describe them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator, model_validator

from leads.sync.destination_base import Remote, Strict, Word, checked_address


class Client(Strict):
    """An application that signs in for itself (OAuth 2.0 client credentials): the environment variables with its id and its
    secret, and, at Microsoft, with the tenant."""

    id_from: Word
    secret_from: Word
    tenant_from: Word | None = None


class Organisation(Remote):
    """A CRM with an address of each customer. base_url, or url_from: the environment variable with it. Either a token or a client."""

    base_url: str | None = None
    url_from: Word | None = None
    client: Client | None = None

    @model_validator(mode="after")
    def _is_reached_in_one_way(self) -> Organisation:
        if (self.base_url is None) == (self.url_from is None):
            raise ValueError("give either base_url or url_from")
        if (self.token_from is None) == (self.client is None):
            raise ValueError("give either token_from or client")
        return self


class Salesforce(Organisation):
    """Records of Salesforce by an external id; one that is not there is created. From bulk_from rows on a run makes Bulk API 2.0
    jobs of bulk_rows, below it sObject collections."""

    kind: Literal["salesforce"]
    api_version: str = Field(default="62.0", pattern=r"^\d{2,3}\.0$")
    object_type: Word = "Lead"
    bulk_from: int = Field(default=2000, gt=0)
    bulk_rows: int = Field(default=10000, gt=0, le=100000)
    longest_job_seconds: float = Field(default=1800, ge=0)


class Dynamics(Organisation):
    """`msdyn_predictivescores` of Dynamics 365 Sales, by the record they are about. update_only: a score that is not there is
    rejected, not created."""

    kind: Literal["dynamics"]
    api_version: str = Field(default="9.2", pattern=r"^\d+\.\d+$")
    entity_type: Word = "lead"
    key: str = "msdyn_entityid"
    mode: Literal["update_only", "upsert"] = "upsert"
    batch_rows: int = Field(default=100, gt=0, le=1000)
    sign_in_url: str = "https://login.microsoftonline.com"

    @field_validator("sign_in_url")
    @classmethod
    def _is_checked(cls, address: str) -> str:
        return checked_address(address)


class Tryton(Remote):
    """Records of Tryton by a unique field. user: who signs in; token_from: the environment variable with the password.
    update_only: an unknown lead is rejected, not created."""

    kind: Literal["tryton"]
    base_url: str | None = None
    url_from: Word | None = None
    database: str = Field(pattern=r"^[A-Za-z0-9_.-]+$")
    record: str = Field(default="sale.opportunity", pattern=r"^[a-z_]+(\.[a-z_]+)*$")
    user: str = Field(min_length=1)
    mode: Literal["update_only", "upsert"] = "update_only"
    batch_rows: int = Field(default=100, gt=0, le=1000)
    token_from: Word | None = "TRYTON_PASSWORD"  # noqa: S105 - the name of a variable

    @model_validator(mode="after")
    def _has_one_address(self) -> Tryton:
        if (self.base_url is None) == (self.url_from is None):
            raise ValueError("give either base_url or url_from")
        return self
