"""The server of the checks: the one at XUNWEN_PAGE, else one that the checks start."""

import os
import pathlib
import subprocess
import tempfile

import archive

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("XUNWEN", str(ROOT / ".build/release/xunwen"))


def start(*arguments, **options):
    """Starts a server at a free port. Returns its process and its address."""
    process = subprocess.Popen(
        [PROGRAM, "serve", *arguments, "--port", "0"], stdout=subprocess.PIPE, text=True, **options
    )
    # The address is printed when the server is ready.
    address = process.stdout.readline().strip()
    if not address:
        raise RuntimeError(f"the server ended with status {process.wait()}")
    return process, address


class Server:
    """A server of the indexes `demo` (the folder corpus) and `hostile`."""

    def __init__(self):
        self.process = None
        self.address = os.environ.get("XUNWEN_PAGE")
        if self.address:
            return
        self.folder = tempfile.TemporaryDirectory()
        folder = pathlib.Path(self.folder.name)
        archive.write(folder / "hostile")
        for name, texts in (("demo", ROOT / "corpus"), ("hostile", folder / "hostile")):
            subprocess.run(
                [PROGRAM, "index", str(texts), "--index", str(folder / f"{name}.idx")],
                check=True,
                capture_output=True,
            )
        indexes = [
            part
            for name in ("demo", "hostile")
            for part in ("--index", f"{name}={folder / name}.idx")
        ]
        self.process, self.address = start(*indexes)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(10)
            self.process.stdout.close()
            self.folder.cleanup()
