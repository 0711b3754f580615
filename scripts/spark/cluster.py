"""The processes of a standalone cluster: a master, two workers of one core, and a Thrift server with an Iceberg catalog."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

MASTER_PORT = 7077
WORKERS = 2
WORKER_MEMORY = "3g"
WAIT_SECONDS = 180


class Cluster:
    """Up while in its context; every process it started is ended by its own id. port: of the Thrift server."""

    port = 10000

    def __init__(self, folder: Path, jar: Path) -> None:
        self._folder = folder
        self._jar = jar
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Cluster:
        self._folder.mkdir(parents=True, exist_ok=True)
        master = f"spark://127.0.0.1:{MASTER_PORT}"
        deploy = "org.apache.spark.deploy"
        try:
            self._start(
                "master", "spark-class", f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(MASTER_PORT)
            )
            self._wait_for(MASTER_PORT)
            for number in range(WORKERS):
                place = ["--host", "127.0.0.1", "--work-dir", str(self._folder / f"worker{number}")]
                size = ["--cores", "1", "--memory", WORKER_MEMORY]
                self._start(f"worker{number}", "spark-class", f"{deploy}.worker.Worker", *place, *size, master)
            server = "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"
            settings = [word for name, value in self._settings().items() for word in ("--conf", f"{name}={value}")]
            self._start("thrift", "spark-submit", "--master", master, *settings, "--class", server, "spark-internal")
            self._wait_for(self.port)
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _settings(self) -> dict[str, str]:
        """As spark-defaults.conf of a platform would have them (docs/scaling.md); the metastore is a file, so it outlives a stop."""
        catalog = "spark.sql.catalog.lake"
        return {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.memory": "2g",
            "spark.executor.memory": "2g",
            # As spark.jars they reach the executors too late for the classes of the catalog.
            "spark.driver.extraClassPath": str(self._jar),
            "spark.executor.extraClassPath": str(self._jar),
            "spark.sql.extensions": "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
            "spark.sql.defaultCatalog": "lake",
            catalog: "org.apache.iceberg.spark.SparkCatalog",
            f"{catalog}.type": "hive",
            f"{catalog}.default-namespace": "default",
            "spark.sql.warehouse.dir": str(self._folder / "lake"),
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": "2",
            "spark.hadoop.javax.jdo.option.ConnectionURL": f"jdbc:derby:;databaseName={self._folder}/metastore;create=true",
            "spark.hadoop.iceberg.engine.hive.lock-enabled": "false",
            "spark.hadoop.hive.metastore.schema.verification": "false",
            "spark.hadoop.datanucleus.schema.autoCreateAll": "true",
            "spark.hadoop.hive.server2.thrift.bind.host": "127.0.0.1",
            "spark.hadoop.hive.server2.thrift.port": str(self.port),
        }

    def _start(self, name: str, program: str, *words: str) -> None:
        package = find_spec("pyspark")
        if package is None or package.origin is None:
            raise SystemExit("Spark is not installed: uv sync --inexact --group spark installs it.")
        home = Path(package.origin).parent
        environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"}
        with (self._folder / f"{name}.log").open("wb") as log:
            command = [str(home / "bin" / program), *words]
            process = subprocess.Popen(
                command, stdout=log, stderr=subprocess.STDOUT, cwd=self._folder, env=environment, start_new_session=True
            )
        self._processes.append(process)

    def _wait_for(self, port: int) -> None:
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            if self._processes[-1].poll() is not None:
                raise SystemExit(f"The cluster did not come up; its logs are in {self._folder}.")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.5)
        raise SystemExit(f"Nothing listens on port {port} after {WAIT_SECONDS} s; the logs are in {self._folder}.")

    def _stop(self) -> None:
        for process in reversed(self._processes):
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
                try:
                    process.wait(timeout=30)
                except subprocess.TimeoutExpired:
                    os.killpg(process.pid, signal.SIGKILL)
        self._processes.clear()
