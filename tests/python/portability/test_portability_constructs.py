"""The check can fail: each construct that is not portable is named with its file and line, and portable SQL is not."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from leads.base.settings import PROJECT_DIR
from portability import Project, check, check_types, plain
from portability.functions import SHARED

_NOT_PORTABLE = {
    "qualify": "select a from t qualify row_number() over (order by a asc nulls last) = 1",
    "::": "select a::string as b from t",
    "date_diff()": "select date_diff('day', a, b) as c from t",
    "as varchar )": "select cast(a as varchar) as b from t",
    "as text )": "select cast(a as text) as b from t",
    "cast to": "select cast(a as hugeint) as b from t",
    "[": "select [1, 2] as a from t",
    "{": "select {'a': 1} as a from t",
    "list()": "select list(a) as b from t",
    "string_agg()": "select string_agg(a, ',') as b from t",
    "array_agg()": "select array_agg(a order by a asc nulls last) as b from t",
    "arg_max()": "select arg_max(a, b) as c from t",
    "quantile_cont()": "select quantile_cont(a, 0.5) as b from t",
    "generate_series()": "select a from generate_series(1, 3) as t",
    "unnest()": "select unnest(a) as b from t",
    "exclude (": "select * exclude (a) from t",
    "alias b in where": "select a + 1 as b from t where b > 1",
    "from first": "from t select a",
    "( from": "select a from (from t) as u",
    "epoch()": "select epoch(a_at) as b from t",
    "strftime()": "select strftime(a_at, '%Y') as b from t",
    "regexp_matches()": "select regexp_matches(a, 'x') as b from t",
    "starts_with()": "select starts_with(a, 'x') as b from t",
    "sum of a boolean": "select sum(a > 1) as b from t",
    "at time zone": "select a_at at time zone 'UTC' as b_at from t",
    "with recursive": "with recursive t as (select 1 as a) select a from t",
    "asof": "select t.a from t asof join u on t.a >= u.a",
    "by name": "select a from t union all by name select a from u",
    ", from": "select a, from t",
    ", )": "select coalesce(a, b,) as c from t",
    "//": "select a // 2 as b from t",
    "->": "select a -> '$.x' as b from t",
    "->>": "select a ->> '$.x' as b from t",
    'quoted identifier "a"': 'select "a" from t',
    "quoted identifier `a`": "select `a` from t",
    "order by without nulls": "select a from t order by b desc nulls last, a",
    "log()": "select log(a) as b from t",
    "hash()": "select hash(a) as b from t",
    "concat()": "select concat(a, b) as c from t",
    "'' in a literal": "select 'it''s' as a from t",
    "backslash in a literal": "select '\\d' as a from t",
    "distinct on": "select distinct on (a) a, b from t",
    "filter before over": "select count(*) filter (where a > 1) over (partition by b) as c from t",
    "arithmetic on a date": "select a_on - b_on as c from t",
    "difference of timestamps": "select a_at - b_at as c from t",
    "interval of an expression": "select a_at + interval (b) day as c_at from t",
    "cast of a fraction to a whole number": "select cast(a / 2 as integer) as b from t",
    "bare division": "select a / 2 as b from t",
    "regexp_replace without an anchor": "select regexp_replace(a, 'x', 'y') as b from t",
    "rtrim of given characters": "select rtrim(a, '0') as b from t",
    "datediff()": "select datediff(a_on, b_on) as c from t",
    "explode inside an expression": "select trim(explode(a)) as b from t",
    "not Spark SQL": "select a b c from t",
}

_PORTABLE = (
    "select a, count(*) filter (where b) as c from t group by a order by a asc nulls last, c desc nulls first",
    "select sum(case when is_x then 1 else 0 end) as a, max_by(b, c) as d, bool_or(is_x) as e from t",
    "select sum(a) over (partition by b order by c asc nulls last rows between unbounded preceding and 1 preceding) from t",
    "select a_at + interval 1 day as b_at, cast(floor(a / 2) as bigint) as c, cast(a / 2 as decimal(9, 2)) as d from t",
    "select try_cast(trim(a) as decimal(38, 9)) as b, a || ' x ' || b as c, 'in' as d from t where a in ('x', 'y')",
    "select a from t union distinct select a from u where not exists (select 1 from v where v.a = u.a)",
    "select percentile_cont(0.5) within group (order by a asc nulls last) as b from t",
)


@pytest.mark.parametrize("construct", _NOT_PORTABLE)
def test_a_construct_that_is_not_portable_is_named_with_its_line(construct: str) -> None:
    sql = _NOT_PORTABLE[construct]
    found = check(
        plain("models/x.sql", f"with fine as (\n    select 1 as a\n)\n\n{sql}" if sql.startswith("select") else sql)
    )
    line = 5 if sql.startswith("select") else 1
    places = {finding.place for finding in found if finding.construct.startswith(construct)}
    assert places == {f"models/x.sql:{line}"}, [str(finding) for finding in found]


@pytest.mark.parametrize("sql", _PORTABLE)
def test_portable_sql_is_left_alone(sql: str) -> None:
    assert [str(finding) for finding in check(plain("models/x.sql", sql))] == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the macros, to put models beside."""
    shutil.copy(PROJECT_DIR / "dbt_project.yml", tmp_path)
    shutil.copytree(PROJECT_DIR / "macros", tmp_path / "macros")
    (tmp_path / "models").mkdir()
    return tmp_path


def test_a_place_is_that_in_the_file_before_rendering(project: Path) -> None:
    (project / "macros/scoring/broken.sql").write_text(
        "{% macro broken(a) -%}\n    a_{{ a }}\n    ::date\n{%- endmacro %}\n"
    )
    model = project / "models/bad.sql"
    model.write_text(
        "{{\n  config(file_format='iceberg')\n}}\nselect\n    {{ broken('x') }} as b,\n    hash(a) as c\nfrom t\n"
    )
    found = check(Project(project).render(model))
    assert {(finding.place, finding.construct) for finding in found} == {
        ("macros/scoring/broken.sql:3", "::"),
        ("models/bad.sql:6", "hash()"),
        ("models/bad.sql:1", "config file_format"),
    }


def test_the_incremental_branch_is_checked(project: Path) -> None:
    model = project / "models/bad.sql"
    model.write_text("select a from t\n{% if is_incremental() %}\nwhere starts_with(a, 'x')\n{% endif %}\n")
    assert check(Project(project).render(model)) == []
    assert [one.place for one in check(Project(project).render(model, is_incremental=True))] == ["models/bad.sql:3"]


def test_spark_functions_are_for_the_dialect_macros_only(project: Path) -> None:
    model = project / "models/good.sql"
    model.write_text("select {{ explode_list('a') }} as b, {{ day_difference('a_on', 'b_on') }} as c from t\n")
    assert check(Project(project).render(model)) == []


def test_shared_functions_are_functions_of_duckdb() -> None:
    rows = duckdb.connect().execute("select distinct function_name from duckdb_functions()").fetchall()
    grammar = {"cast", "coalesce", "extract", "percentile_cont", "try_cast"}
    assert SHARED - {name for (name,) in rows} <= grammar


def test_declared_types_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "seeds.yml"
    path.write_text("column_types:\n  a: string\n  b: varchar\n  opens_at: time\n")
    assert [str(one) for one in check_types(path, "seeds.yml")] == [
        "seeds.yml:3: type varchar; portable: string",
        "seeds.yml:4: type time; portable: string (HH:MM:SS)",
    ]
