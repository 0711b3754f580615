"""Starts a master, two workers and a Thrift server on loopback, runs commands of dbt against them one after another, and stops them:

PYTHONPATH=scripts python -m spark --jar <Iceberg's runtime> -- run-operation land_parquet --args '{...}' -- build --exclude-resource-type unit_test
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from itertools import groupby
from pathlib import Path

from spark.cluster import Cluster


def main() -> int:
    """The exit code is that of the first command of dbt that fails."""
    words, *commands = [
        list(part) for is_mark, part in groupby(sys.argv[1:], key=lambda word: word == "--") if not is_mark
    ] or [[]]
    parser = argparse.ArgumentParser(
        prog="python -m spark", usage="%(prog)s --jar JAR [--folder FOLDER] -- <dbt's command> [-- ...]"
    )
    parser.add_argument("--jar", type=Path, required=True, help="iceberg-spark-runtime-3.5_2.12-1.10.2.jar")
    parser.add_argument("--folder", type=Path, default=Path("target/cluster"), help="lake, catalog and logs")
    asked = parser.parse_args(words)
    if not commands:
        parser.error("no command of dbt after --")
    started = time.monotonic()
    with Cluster(asked.folder.resolve(), asked.jar.resolve()) as cluster:
        print(f"Up after {time.monotonic() - started:.0f} s.", flush=True)
        environment = {**os.environ, "LEADS_SPARK_HOST": "127.0.0.1", "LEADS_SPARK_PORT": str(cluster.port)}
        for command in commands:
            program = [str(Path(sys.executable).with_name("dbt")), *command, "--target", "spark"]
            code = subprocess.run(program, env=environment, check=False).returncode
            print(f"dbt {command[0]} ended with {code} after {time.monotonic() - started:.0f} s.", flush=True)
            if code:
                break
    print(f"Stopped after {time.monotonic() - started:.0f} s.", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
