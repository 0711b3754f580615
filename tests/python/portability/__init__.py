"""The check that keeps the SQL of the project one text for DuckDB and Spark 3.5.

Every model and test is rendered as Spark gets it, parsed as Spark SQL and compared with the constructs that fail there or
mean another thing. It needs neither Spark nor Java; what a parser can not see (types, data) it does not find.
"""

from __future__ import annotations

from .check import Finding, check, check_types
from .render import Project, Rendered, plain, rendered_files

__all__ = ["Finding", "Project", "Rendered", "check", "check_types", "plain", "rendered_files"]
