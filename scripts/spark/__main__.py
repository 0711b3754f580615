"""Starts a master, two workers and a Thrift server on loopback, runs dbt against them, and stops them:

PYTHONPATH=scripts python -m spark --jar <Iceberg's runtime> -- build --exclude-resource-type unit_test
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from spark.cluster import Cluster


def main() -> int:
    """The exit code is dbt's."""
    parser = argparse.ArgumentParser(prog="python -m spark", description=__doc__)
    parser.add_argument("--jar", type=Path, required=True, help="iceberg-spark-runtime-3.5_2.12-1.10.2.jar")
    parser.add_argument("--folder", type=Path, default=Path("target/cluster"), help="lake, catalog and logs")
    parser.add_argument("dbt", nargs="+", help="command and options of dbt")
    asked = parser.parse_args()
    started = time.monotonic()
    with Cluster(asked.folder.resolve(), asked.jar.resolve()) as cluster:
        print(f"Up after {time.monotonic() - started:.0f} s.", flush=True)
        environment = {**os.environ, "LEADS_SPARK_HOST": "127.0.0.1", "LEADS_SPARK_PORT": str(cluster.port)}
        command = [str(Path(sys.executable).with_name("dbt")), *asked.dbt, "--target", "spark"]
        code = subprocess.run(command, env=environment, check=False).returncode
    print(f"Stopped after {time.monotonic() - started:.0f} s.", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
