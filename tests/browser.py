"""A real browser and a real server that share the test's own transaction: what it sees is gone when the test ends.

A page is seen as people see it, with the style sheet, the script and the content policy it really gets, by anybody of
the cast. A request to any other host, an error or a warning in the console is kept as a fault.
"""

import shutil
import threading
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.signals import request_finished, request_started
from django.db import DEFAULT_DB_ALIAS, close_old_connections, connections
from django.test import Client
from playwright.sync_api import sync_playwright

AXE = Path(__file__).parent / "assets" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ASK_AXE = """async rules => {
    const found = await axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']});
    const where = v => v.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' | ');
    return found.violations.map(v => v.id + ': ' + v.help + ' ' + where(v));
}"""
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const spills = e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'visible';  // words do
    const wide = e => e.getBoundingClientRect().right > width + 1 || (e.clientWidth && spills(e));
    const out = [...document.querySelectorAll('body *')].filter(wide);
    return out.length ? out.slice(-3).map(e => e.outerHTML.slice(0, 120)) : ['the page'];
}"""
HEADINGS = """() => [...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
    .filter(e => e.checkVisibility()).map(e => +e.tagName[1])"""
LOOKS_FOCUSED = """() => {
    const style = getComputedStyle(document.activeElement);
    return style.outlineStyle !== 'none' || style.boxShadow !== 'none' || style.backgroundColor === 'rgb(255, 235, 59)';
}"""


class _Server(ThreadedWSGIServer):
    daemon_threads = True

    def _close_connections(self):
        """The connection is the test's own, in the middle of its transaction."""


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@contextmanager
def served():
    """The address of a server in this process that sees what this test has done; one request at a time."""
    lock, product = threading.Lock(), StaticFilesHandler(WSGIHandler())

    def application(environ, start_response):
        with lock:
            for signal in (request_started, request_finished):  # a test client has put it back since
                signal.disconnect(close_old_connections)
            response = product(environ, start_response)
            try:
                return [b"".join(response)]
            finally:
                response.close()

    # A connection in the middle of a transaction looks left over from a fault, and would be closed after each request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    connection = connections[DEFAULT_DB_ALIAS]
    connection.inc_thread_sharing()
    server = _Server(("localhost", 0), _Quiet, connections_override={DEFAULT_DB_ALIAS: connection})
    server.set_app(application)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        connection.dec_thread_sharing()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@contextmanager
def chromium():
    """The browser; needs DJANGO_ALLOW_ASYNC_UNSAFE, because its loop runs in the thread that asks the database."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    quiet = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=quiet)
        yield browser
        browser.close()


def follow(what) -> None:
    """Press what leads to another page, and wait until that page is there: a slow server's last page is still open."""
    with what.page.expect_navigation():
        what.click()


class Window:
    """One browser window, signed in or not, that keeps what went wrong in it."""

    def __init__(self, browser, site: str, member=None, *, javascript: bool = True, width: int = 1280):
        self.site, self.faults = site, []
        self.context = browser.new_context(java_script_enabled=javascript, viewport={"width": width, "height": 900})
        if member is not None:
            client = Client()
            client.force_login(member)
            cookie = client.cookies["session"]
            self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": site}])
        self.page = self.context.new_page()
        self.page.set_default_timeout(30_000)  # a slow machine is no fault
        self.page.on("console", lambda said: self._fault(said.text, said.type in ("error", "warning")))
        self.page.on("pageerror", lambda error: self._fault(str(error)))
        own = (f"{site}/", "data:", "blob:")
        self.page.on("request", lambda asked: self._fault(f"asks {asked.url}", not asked.url.startswith(own)))

    def _fault(self, words: str, wrong: bool = True) -> None:
        if wrong:
            self.faults.append(words)

    def open(self, address: str) -> int:
        """Open a page; its status."""
        return self.page.goto(self.site + address).status

    def resize(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})

    def axe(self) -> list[str]:
        """What axe-core finds wrong with the page as it stands (WCAG 2.0 to 2.2, A and AA, and best practice)."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(ASK_AXE, RULES)

    def look(self, *expected: str) -> list[str]:
        """What is wrong with the page that is open, at three widths; `expected` words in the console are no fault."""
        faults = [fault for fault in self.faults if not any(words in fault for words in expected)]
        self.faults.clear()
        levels = self.page.evaluate(HEADINGS)
        if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
            faults.append(f"headings {levels}")
        for width in (1280, 390):
            self.resize(width)
            faults += [f"at {width} {fault}" for fault in self.axe()]
        self.resize(320)
        faults += [f"at 320 sticks out: {element}" for element in self.settled(TOO_WIDE)]
        self.resize(1280)
        return faults

    def settled(self, question: str, wanted=None):
        """The answer once styles and scripts have come to rest: asked for up to a second while it is not `wanted`."""
        for _turn in range(10):
            if (answer := self.page.evaluate(question)) == (wanted or []):
                break
            self.page.wait_for_timeout(100)
        return answer

    def focused(self) -> str:
        """The words, or the name, of what has the focus."""
        words = "e => e === document.body ? '' : e.innerText || e.name || ''"
        return self.page.evaluate(f"() => ({words})(document.activeElement)").strip()

    def tab_to(self, words: str, most: int = 80) -> None:
        """Press Tab until what is focused says these words; it must be seen to be focused."""
        for _press in range(most):
            self.page.keyboard.press("Tab")
            if words in self.focused():
                assert self.settled(LOOKS_FOCUSED, True), f"{words} is focused and does not look it"
                return
        raise AssertionError(f"{words!r} is not reached by Tab")

    def close(self) -> None:
        self.context.close()
