"""Run by the server's Python: a new Tryton database with a user who may do with parties what sales may."""

from __future__ import annotations

import sys
from typing import Any


def prepare(configuration: str, database: str, user: str, password: str, modules: str) -> None:
    """Activate the modules and write the first records; for opportunities a company, too."""
    from trytond import config  # type: ignore[import-untyped]

    config.update_etc(configuration)
    from trytond import admin, commandline
    from trytond.pool import Pool  # type: ignore[import-untyped]
    from trytond.transaction import Transaction  # type: ignore[import-untyped]

    arguments = ["-c", configuration, "-d", database, "-u", *modules.split(","), "--activate-dependencies"]
    options: Any = commandline.get_parser_admin().parse_args([*arguments, "--email", "nobody@example.com", "-p"])
    admin.run(options)
    with Transaction().start(database, 1):
        pool = Pool()
        made: dict[str, Any] = {"name": "Lead scoring", "login": user, "password": password}
        data = pool.get("ir.model.data")
        if "sale_opportunity" in modules:
            [currency] = pool.get("currency.currency").create([{"name": "Euro", "symbol": "E", "code": "EUR"}])
            [party] = pool.get("party.party").create([{"name": "Us"}])
            [company] = pool.get("company.company").create([{"party": party.id, "currency": currency.id}])
            made |= {"companies": [("add", [company.id])], "company": company.id}
            made["groups"] = [("add", [data.get_id("sale_opportunity", "group_opportunity")])]
        pool.get("res.user").create([made])


if __name__ == "__main__":
    prepare(*sys.argv[1:])
