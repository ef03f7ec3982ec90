"""Saves two pages of the site as MHTML with Chromium."""

import json
import subprocess
import sys
import tempfile
import time
import urllib.request

import websocket

with tempfile.TemporaryDirectory() as profile:
    browser = subprocess.Popen(
        ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--remote-debugging-port=9233", "--remote-allow-origins=*", "--user-data-dir=" + profile,
         "about:blank"], stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            time.sleep(0.3)
            try:
                tabs = json.load(urllib.request.urlopen("http://127.0.0.1:9233/json"))
                break
            except OSError:
                continue
        tab = next(tab for tab in tabs if tab["type"] == "page")
        socket = websocket.create_connection(tab["webSocketDebuggerUrl"])
        number = 0

        def call(method, **parameters):
            global number
            number += 1
            socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
            while True:
                answer = json.loads(socket.recv())
                if answer.get("id") == number:
                    return answer["result"]

        for path, page in zip(sys.argv[1:], ("chunked.html", "gbk.html")):
            call("Page.navigate", url="http://127.0.0.1:8765/" + page)
            time.sleep(2)
            snapshot = call("Page.captureSnapshot", format="mhtml")["data"]
            with open(path, "w", newline="") as file:
                file.write(snapshot)
    finally:
        browser.terminate()
        browser.wait()
