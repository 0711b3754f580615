"""What `leads sync tryton` writes: on parties, and on opportunities where the module sale_opportunity is activated."""

from trytond.model import Unique, fields
from trytond.pool import PoolMeta


class LeadMixin:
    """lead_key is the lead id and unique."""

    __slots__ = ()

    lead_key = fields.Char("Lead")
    lead_score = fields.Numeric(
        "Lead score",
        digits=(5, 2),
        domain=["OR", ("lead_score", "=", None), [("lead_score", ">=", 0), ("lead_score", "<=", 100)]],
    )
    lead_grade = fields.Char("Fit grade")
    lead_band = fields.Integer("Engagement band")
    lead_segment = fields.Char("Segment")
    lead_stage = fields.Char("Funnel stage")
    lead_reason_1 = fields.Char("Why")
    lead_reason_2 = fields.Char("And why")
    lead_action = fields.Char("Do next")
    lead_hand_over = fields.Char("Hand-over")
    lead_owner = fields.Char("Handed to")
    lead_handed_over_on = fields.Date("Handed over on")
    lead_due_at = fields.DateTime("Answer due")

    @classmethod
    def __setup__(cls):
        super().__setup__()
        table = cls.__table__()
        cls._sql_constraints.append(("lead_key_unique", Unique(table, table.lead_key), "lead_scoring.msg_lead_key_unique"))


class Party(LeadMixin, metaclass=PoolMeta):
    __name__ = "party.party"


class Opportunity(LeadMixin, metaclass=PoolMeta):
    __name__ = "sale.opportunity"
