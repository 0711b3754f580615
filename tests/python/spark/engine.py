"""Spark with Iceberg in this process, as the tests use it: the jar checked by its sum, tables that live as long as the process."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import duckdb
import psutil
from dbt.cli.main import dbtRunner, dbtRunnerResult

from leads.base.settings import PROJECT_DIR

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

JAR = "iceberg-spark-runtime-3.5_2.12-1.10.2.jar"
JAR_SHA256 = "c562d482dcd16b666e808b755469fbc4b2604284b41622c9d87e2c02b7cc6c5f"
QUIET = """rootLogger.level = error
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %p %c: %m%n
"""

# A hundred rows a model: what costs is the plan, so none is compiled to bytecode or cut into more parts than cores.
FOR_FEW_ROWS = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.sql.ui.explainMode": "simple",
    "spark.sql.maxPlanStringLength": "0",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
FEW_CLASSES = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
# Files on disk and Java's own defaults; the metastore is in memory and, as one of Derby, without locks.
FOR_MANY_ROWS = {
    "spark.driver.memory": "12g",
    "spark.sql.shuffle.partitions": "16",
    "spark.sql.catalog.lake.type": "hive",
    "spark.hadoop.javax.jdo.option.ConnectionURL": "jdbc:derby:memory:metastore;create=true",
    "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
    "spark.hadoop.hive.metastore.schema.verification": "false",
    "spark.hadoop.datanucleus.schema.autoCreateAll": "true",
}


def what_is_missing() -> str | None:
    """Why Spark cannot run here, a reason to skip; None when it can."""
    if importlib.util.find_spec("pyspark") is None or importlib.util.find_spec("snowpark_connect_deps_iceberg") is None:
        return "Spark is not installed: make spark-test installs it"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "Spark needs Java 8, 11 or 17, and there is none"
    return None


def iceberg_jar() -> Path:
    """Iceberg's runtime of the lock file, refused where its bytes are others."""
    package = importlib.util.find_spec("snowpark_connect_deps_iceberg")
    assert package is not None and package.origin is not None
    jar = Path(package.origin).parent / "jars" / JAR
    found = hashlib.sha256(jar.read_bytes()).hexdigest()
    assert found == JAR_SHA256, f"{JAR} has the sum {found}, not {JAR_SHA256}"
    return jar


def settings_of_spark(folder: Path, many_rows: bool) -> dict[str, str]:
    """What a platform's spark-defaults.conf says; here for one process."""
    quiet = folder / "log4j2.properties"
    quiet.write_text(QUIET)
    options = f"-Dlog4j2.configurationFile=file:{quiet} -Dderby.stream.error.file={folder}/derby.log"
    in_general = {
        "spark.master": "local[2]",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.jars": str(iceberg_jar()),
        "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
        "spark.sql.defaultCatalog": "lake",
        "spark.sql.catalog.lake": "org.apache.iceberg.spark.SparkCatalog",
        "spark.sql.catalog.lake.default-namespace": "default",
        "spark.sql.warehouse.dir": str(folder / "lake"),
    }
    if many_rows:
        return {**in_general, **FOR_MANY_ROWS, "spark.driver.extraJavaOptions": options}
    return {
        **in_general,
        **FOR_FEW_ROWS,
        "spark.driver.memory": "3g",
        "spark.driver.extraJavaOptions": f"{FEW_CLASSES} {options}",
        # Tables and their files in memory: a metastore in Derby, and eight new files for every commit, cost more than what is computed.
        "spark.sql.catalog.lake.catalog-impl": "org.apache.iceberg.inmemory.InMemoryCatalog",
    }


def write_spark_defaults(folder: Path) -> Path:
    """The settings for few rows as a cluster's spark-defaults.conf; returns the folder, which SPARK_CONF_DIR names."""
    folder.mkdir()
    (folder / "log4j2.properties").write_text(QUIET)
    settings = {
        **FOR_FEW_ROWS,
        "spark.driver.extraJavaOptions": FEW_CLASSES,
        "spark.executor.extraJavaOptions": FEW_CLASSES,
    }
    lines = (f"{name} {value}\n" for name, value in settings.items())
    (folder / "spark-defaults.conf").write_text("".join(lines))
    return folder


class Lake:
    """One Spark session with its lake, and dbt that builds in it. many_rows: computing costs more than planning."""

    def __init__(self, folder: Path, many_rows: bool = False) -> None:
        from pyspark.sql import SparkSession

        self.folder = folder
        builder = SparkSession.builder
        for name, value in settings_of_spark(folder, many_rows).items():
            builder = builder.config(name, value)
        self.session: SparkSession = builder.getOrCreate()
        # Where a snapshot has its temporary view.
        self.session.sql("create namespace if not exists default")
        self._manifests: dict[str, Any] = {}

    def land(self, warehouse: Path, as_of_date: date) -> None:
        """Bring the raw tables of a warehouse that `leads load` filled into the lake, in the way that docs/scaling.md gives."""
        landing = self.folder / "landing"
        shutil.rmtree(landing, ignore_errors=True)
        tables = write_parquet(warehouse, landing)
        if self.session.catalog.databaseExists("raw"):
            for row in self.session.sql("show tables in raw").collect():
                self.session.sql(f"truncate table raw.{row.tableName}")
        named = f"{{folder: {landing}, tables: [{', '.join(tables)}]}}"
        landed = self.dbt("run-operation", as_of_date, "land_parquet", "--args", named)
        assert landed.success, landed.exception

    def dbt(self, command: str, as_of_date: date, *arguments: str, rules: str = "seeds/rules") -> dbtRunnerResult:
        """Run a command of dbt on Spark as of a date; the project is read once for each folder of rules."""
        place = ["--target", "spark", "--profiles-dir", str(PROJECT_DIR), "--project-dir", str(PROJECT_DIR)]
        place += ["--target-path", str(self.folder / "compiled"), "--log-path", str(self.folder / "logs")]
        environment = {"LEADS_AS_OF_DATE": as_of_date.isoformat(), "LEADS_RULES": rules, "LEADS_THREADS": "1"}
        with patch.dict(os.environ, environment):
            if rules not in self._manifests:
                self._manifests[rules] = dbtRunner().invoke(["--quiet", "parse", *place]).result
                # dbt lists all schemas of the project, also those that a run makes no table in; this catalog fails on one it lacks.
                for schema in {node.schema for node in self._manifests[rules].nodes.values()}:
                    self.session.sql(f"create namespace if not exists {schema}")
            started = time.monotonic()
            result = dbtRunner(self._manifests[rules]).invoke(["--quiet", command, *arguments, *place])
        # An operation has results without nodes.
        found = [one.node for one in getattr(result.result, "results", []) if hasattr(one, "node")]
        nodes = Counter(str(node.resource_type) for node in found)
        seconds = time.monotonic() - started
        print(
            f"\ndbt {command} for {as_of_date}: {seconds:.0f} s, {dict(nodes)}, at most {self.megabytes()} MB",
            flush=True,
        )
        return result

    def expect_many_rows(self) -> None:
        """From here on computing costs more than planning."""
        self.session.conf.set("spark.sql.shuffle.partitions", "2")
        self.session.conf.set("spark.sql.codegen.wholeStage", "true")
        self.session.conf.set("spark.sql.codegen.factoryMode", "FALLBACK")

    def megabytes(self) -> int:
        """The most memory that the process of Spark has had."""
        [peak] = re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{self._process}/status").read_text())
        return int(peak) // 1024

    def cpu_seconds(self) -> float:
        """Processor time of Spark and of this process so far."""
        mine, spark = psutil.Process().cpu_times(), psutil.Process(self._process).cpu_times()
        return float(mine.user + mine.system + spark.user + spark.system)

    @property
    def _process(self) -> int:
        machine: Any = self.session._jvm
        return int(machine.java.lang.ProcessHandle.current().pid())

    def export(self, *schemas: str, catalog: str = "") -> Path:
        """The tables of schemas as a Parquet folder each; returns the folder of all. catalog: another than the lake's, and a dot."""
        folder = self.folder / "marts"
        shutil.rmtree(folder, ignore_errors=True)
        for schema in schemas:
            for row in self.session.sql(f"show tables in {catalog}{schema}").collect():
                table = self.session.table(f"{catalog}{schema}.{row.tableName}").coalesce(1)
                table.write.parquet(str(folder / f"{schema}.{row.tableName}"))
        return folder

    def read_catalog(self, name: str, folder: Path) -> None:
        """Know the catalog of a cluster that has stopped (scripts/spark/cluster.py) by a name."""
        catalog = f"spark.sql.catalog.{name}"
        hive = f"{catalog}.hadoop"
        for key, value in {
            catalog: "org.apache.iceberg.spark.SparkCatalog",
            f"{catalog}.type": "hive",
            f"{catalog}.warehouse": str(folder / "lake"),
            f"{hive}.javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={folder}/metastore",
            f"{hive}.hive.metastore.schema.verification": "false",
        }.items():
            self.session.conf.set(key, value)


def write_parquet(warehouse: Path, folder: Path) -> list[str]:
    """The raw tables of a warehouse as a file each; returns their names."""
    folder.mkdir()
    with duckdb.connect(str(warehouse), read_only=True) as con:
        found = con.execute("select table_name from duckdb_tables() where schema_name = 'raw' order by 1").fetchall()
        for (name,) in found:
            con.execute(f"copy raw.{name} to '{folder}/{name}.parquet' (format parquet)")
    return [name for (name,) in found]


def failures_of(result: dbtRunnerResult) -> list[str]:
    """What failed in a run of dbt, a line each."""
    if result.exception is not None:
        return [str(result.exception)]
    fine = {"success", "pass", "warn", "no-op"}
    nodes = getattr(result.result, "results", [])
    return [f"{one.node.name}: {one.status} {one.message}" for one in nodes if str(one.status) not in fine]
