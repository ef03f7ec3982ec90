"""The server of the checks: the one at XUNWEN_PAGE, else one that the checks start."""

import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request

import archive

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Server:
    """A server of the indexes `demo` (the folder corpus) and `hostile`."""

    def __init__(self):
        self.process = None
        self.address = os.environ.get("XUNWEN_PAGE")
        if self.address:
            return
        program = os.environ.get("XUNWEN", str(ROOT / ".build/release/xunwen"))
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        archive.write(folder / "hostile")
        for name, texts in (("demo", ROOT / "corpus"), ("hostile", folder / "hostile")):
            subprocess.run(
                [program, "index", str(texts), "--index", str(folder / f"{name}.idx")],
                check=True,
                capture_output=True,
            )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        indexes = [
            part
            for name in ("demo", "hostile")
            for part in ("--index", f"{name}={folder / name}.idx")
        ]
        self.process = subprocess.Popen([program, "serve", *indexes, "--port", str(port)])
        self.address = f"http://127.0.0.1:{port}/"
        self.wait()

    def wait(self):
        for _ in range(200):
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with status {self.process.returncode}")
            try:
                urllib.request.urlopen(self.address).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server does not answer")

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.folder.cleanup()
