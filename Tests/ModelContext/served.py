"""The indexes of the checks, and connections of the official client to them."""

import json
import os
import pathlib
import subprocess
import tempfile

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("XUNWEN", str(ROOT / ".build/release/xunwen"))


def run(*arguments, text=""):
    """The output of a command."""
    result = subprocess.run(
        [PROGRAM, *arguments], input=text.encode(), capture_output=True, check=False
    )
    if result.returncode not in (0, 1):
        raise RuntimeError(f"{arguments}: {result.stderr.decode()}")
    return result.stdout.decode()


def rows(*arguments):
    """The JSON rows that a command prints."""
    return [without_time(json.loads(line)) for line in run(*arguments).splitlines()]


def without_time(row):
    return {name: value for name, value in row.items() if name != "elapsed_ms"}


class Archive:
    """The indexes `demo`, of the folder corpus, and `growing`, which has one article."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.demo = f"{self.folder.name}/demo.idx"
        self.growing = f"{self.folder.name}/growing.idx"
        run("index", str(ROOT / "corpus"), "--index", self.demo)
        self.articles = 0
        self.grow()
        self.indexes = [
            "--index", f"demo={self.demo}", "--index", f"growing={self.growing}",
        ]
        self.process = subprocess.Popen(
            [PROGRAM, "serve", *self.indexes, "--port", "0"], stdout=subprocess.PIPE
        )
        # The address is printed when the server is ready.
        self.address = self.process.stdout.readline().decode().strip()

    def grow(self):
        """Adds an article to the index `growing`."""
        self.articles += 1
        record = {"id": f"a{self.articles}", "text": f"养老服务第{self.articles}号"}
        run("index", "-", "--index", self.growing, text=json.dumps(record) + "\n")

    def client(self, transport, mode):
        """A connection of the client: by `stdio` or `http`, in a mode of the client."""
        if transport == "stdio":
            server = StdioServerParameters(command=PROGRAM, args=["mcp", *self.indexes])
            return Client(server, mode=mode)
        return Client(self.address + "mcp", mode=mode)

    def stop(self):
        self.process.terminate()
        self.process.wait(10)
        self.process.stdout.close()
        self.folder.cleanup()
