"""Checks the running server against its OpenAPI description with schemathesis.

python3 Tests/API/check.py [options of schemathesis run]
"""

import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Tests/Page"))

import served  # noqa: E402

# Requests are reproducible with a seed. A schema cannot say that a query, a date or the number of a
# commit is valid, so that some requests that follow the description are rightly refused.
OPTIONS = ["--seed", "1", "--exclude-checks", "positive_data_acceptance", "--max-examples", "60"]


def main():
    server = served.Server()
    try:
        program = pathlib.Path(sys.executable).parent / "schemathesis"
        description = server.address + "api/v1/openapi.json"
        result = subprocess.run(
            [program, "run", description, *OPTIONS, *sys.argv[1:]],
            # schemathesis keeps a folder of its own below the current one.
            cwd=program.parent,
            check=False,
        )
        if server.process and server.process.poll() is not None:
            sys.exit(f"the server ended with status {server.process.returncode}")
    finally:
        server.stop()
    sys.exit(result.returncode)


main()
