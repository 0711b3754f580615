"""The public sets, how each is split, and the bar that learning must pass on each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from leads.base.settings import PROJECT_DIR
from leads.learn.sample import Sample

HERE = Path(__file__).resolve().parent
EXAMPLES = PROJECT_DIR / "examples"
CONVERSIONS = EXAMPLES / "olist" / "rules"
# What was written after the capture of the lead: known leaks. X Education by sales, Olist with the deal.
BY_SALES = frozenset(
    (
        *("tags", "lead_quality", "lead_profile", "last_activity", "last_notable_activity"),
        *("asymmetrique_activity_index", "asymmetrique_profile_index"),
        *("asymmetrique_activity_score", "asymmetrique_profile_score"),
    )
)
WITH_THE_DEAL = frozenset(
    (
        *("business_segment", "lead_type", "lead_behaviour_profile", "has_company", "has_gtin", "average_stock"),
        *("business_type", "declared_product_catalog_size", "declared_monthly_revenue", "seller_id", "sdr_id", "sr_id"),
    )
)


@dataclass(frozen=True)
class Bar:
    """What must be reached: least AUC and lift of the first tenth, most calibration error and rules."""

    auc: float
    lift: float
    calibration_error: float
    rules: int


@dataclass(frozen=True)
class Split:
    """One line of the table. trained_on: outcomes known by then are learnt from. tested_from: the first landmark judged;
    None: folds of leads. unknown: a text that means that nothing is known."""

    name: str
    horizon: int
    trained_on: date
    bar: Bar
    first: date | None = None
    tested_from: date | None = None
    left_out: frozenset[str] = frozenset()
    unknown: str = ""

    def of(self, sample: Sample) -> Sample:
        """The sample as this split reads it."""
        if not self.unknown:
            return sample
        attributes = {
            name: [None if value == self.unknown else value for value in values]
            for name, values in sample.attributes.items()
        }
        return replace(sample, attributes=attributes)


@dataclass(frozen=True)
class PublicSet:
    """A set of data: its mapping, its rules, the folder under LEADS_REAL_DATA (None: a package brings it). written_after: attributes
    that are known leaks; for all others somebody answers."""

    name: str
    mapping: Path
    rules: Path
    folder: str | None
    built_on: date
    conversion_id: str
    splits: tuple[Split, ...]
    written_after: frozenset[str] = frozenset()


X_EDUCATION = (
    Split("X Education, Select kept", 30, date(2020, 3, 1), Bar(0.850, 2.30, 0.02, 45)),
    Split(
        *("X Education, Select as unknown", 30, date(2020, 3, 1), Bar(0.832, 2.28, 0.02, 45)),
        unknown="Select",
    ),
)
OLIST = (
    Split(
        "Olist, outcomes closed, 30 days",
        30,
        date(2018, 4, 1),
        Bar(0.690, 2.0, 0.025, 15),
        tested_from=date(2018, 4, 1),
    ),
    Split(
        *("Olist, outcomes of the future, 90 days", 90, date(2018, 6, 29), Bar(0.685, 2.0, 0.025, 15)),
        first=date(2018, 1, 1),
        tested_from=date(2018, 4, 1),
    ),
)
SAME_AS_ANOTHER = frozenset({"age_from", "income_from_k"})
JOURNEY = (
    Split(
        *("Complete Journey, outcomes closed", 35, date(2017, 8, 31), Bar(0.770, 3.5, 0.05, 25)),
        tested_from=date(2017, 9, 1),
        left_out=SAME_AS_ANOTHER,
    ),
    Split(
        *("Complete Journey, outcomes of the future", 35, date(2017, 10, 5), Bar(0.775, 3.5, 0.07, 25)),
        tested_from=date(2017, 9, 1),
        left_out=SAME_AS_ANOTHER,
    ),
)
SETS = (
    PublicSet(
        *("x_education", HERE / "x_education" / "mapping.yml", CONVERSIONS, "x_education", date(2020, 3, 1)),
        conversion_id="won_deal",
        splits=X_EDUCATION,
        written_after=BY_SALES,
    ),
    PublicSet(
        *("olist", HERE / "olist" / "mapping.yml", CONVERSIONS, "olist_funnel", date(2018, 11, 30)),
        conversion_id="won_deal",
        splits=OLIST,
        written_after=WITH_THE_DEAL,
    ),
    PublicSet(
        *("complete_journey", EXAMPLES / "complete_journey" / "mapping.yml", EXAMPLES / "complete_journey" / "rules"),
        folder=None,
        built_on=date(2017, 12, 31),
        conversion_id="coupon_redeemed",
        splits=JOURNEY,
    ),
)
