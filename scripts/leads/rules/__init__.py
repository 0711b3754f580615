"""Rules are rows: the rule seeds, checked before dbt sees them."""

from leads.rules.check import check_rules, find_problems
from leads.rules.problem import Problem

__all__ = ["Problem", "check_rules", "find_problems"]
