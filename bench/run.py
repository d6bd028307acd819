"""`make bench`: pages and API lists beside their floors, into build/bench.json (name, value, unit, floor, ratio).

What is compared is the server's own CPU time per request, from /proc: wall time on a shared machine says little.
Requests to a page and to its floor take turns, so a machine that slows down slows both.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
os.environ["PYTHONPATH"] = str(HERE.parent)

TICKS = os.sysconf("SC_CLK_TCK")
ROUNDS, PER_ROUND = 12, 20
results: list[dict] = []


def note(name: str, value: float, unit: str, floor: float | None = None) -> None:
    ratio = None if not floor else round(value / floor, 2)
    results.append(
        {"name": name, "value": round(value, 3), "unit": unit, "floor": floor and round(floor, 3), "ratio": ratio}
    )
    beside = f"   floor {floor:.2f}   ratio {ratio}" if floor else ""
    print(f"{name:52} {value:10.2f} {unit}{beside}", flush=True)


class Server:
    """gunicorn with one worker, as in production but for the number, and the CPU time it has used."""

    def __init__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        options = f"-w 1 --threads 1 --no-control-socket --log-level error -b 127.0.0.1:{self.port}".split()
        command = [sys.executable, "-m", "gunicorn", *options, "peerwork.wsgi"]
        began = time.perf_counter()
        self.process = subprocess.Popen(command, cwd=HERE.parent)
        while True:
            try:
                if self.get("/health/live/", {})[0] == 200:
                    break
            except OSError:
                time.sleep(0.02)
        self.cold_start = time.perf_counter() - began
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        self.worker = int(children[0])

    def get(self, path: str, headers: dict) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}", **headers})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def cpu(self) -> float:
        fields = Path(f"/proc/{self.worker}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self) -> float:
        for line in Path(f"/proc/{self.worker}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise RuntimeError("no VmRSS")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def cost(server: Server, paths: dict[str, tuple[str, dict]]) -> dict[str, float]:
    """CPU milliseconds per request for each path, in turns."""
    spent = dict.fromkeys(paths, 0.0)
    for name, (path, headers) in paths.items():
        status, body = server.get(path, headers)
        if status != 200:
            raise SystemExit(f"{name} {path} answered {status}: {body[:300]!r}")
    for _ in range(ROUNDS):
        for name, (path, headers) in paths.items():
            before = server.cpu()
            for _ in range(PER_ROUND):
                server.get(path, headers)
            spent[name] += server.cpu() - before
    return {name: 1000 * seconds / (ROUNDS * PER_ROUND) for name, seconds in spent.items()}


def main() -> None:
    from bench import data

    data.prepare()
    people = data.headers("asha.bello@northmere.example")
    director = data.headers("ruth.adeyemi@northmere.example")
    for rows in (25, 10_000):
        data.people(rows)
        for name, path, email in data.QUERIES:
            note(f"queries: {name}, {rows} rows", data.count_queries(path, email), "queries")
    server = Server()
    try:
        note("cold start to first answer", server.cold_start, "s")
        costs = cost(
            server,
            {
                "floor page": ("/bench/page/", people),
                "people page": ("/people/", people),
                "floor API": ("/bench/api/", people),
                "people API": ("/api/v1/people/", people),
                "home": ("/", people),
                "your account": ("/account/", people),
                "director's page": ("/mix/", director),
                "director's home": ("/", director),
            },
        )
        page, api = costs.pop("floor page"), costs.pop("floor API")
        for name, value in costs.items():
            note(f"{name}, CPU per request", value, "ms", api if name.endswith("API") else page)
        note("memory of a worker after the run", server.memory(), "MB")
    finally:
        server.stop()
    for extra in data.EXTRA:
        extra(note)
    path = HERE.parent / "build" / "bench.json"
    path.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"written to {path.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
