"""The site without a network, in three ways: the folder, the archive, and the copy that a browser keeps."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from mkdocs.exceptions import PluginError
from playwright.sync_api import Browser, BrowserContext, expect
from playwright.sync_api import Page as Tab

from scripts import icons, offline
from scripts.other_forms import BOOK
from scripts.pages import ROOT, Page
from tests.conftest import WATCH_MOVES
from tests.test_finder import RESULT
from tests.test_site import PATHS

FOUND = ".md-search-result__list > li:first-child a.md-search-result__link"
NOTE = ".kept"


class Host:
    """Serves a folder; can be stopped, changed and damaged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.faults: dict[str, bytes | None] = {}  # path: what is sent instead; None for a line that breaks
        self.asked: list[str] = []
        self.server: ThreadingHTTPServer | None = None
        self.port = 0
        self.start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> None:
        host = self

        class Handler(SimpleHTTPRequestHandler):
            def __init__(self, *given: Any) -> None:
                super().__init__(*given, directory=str(host.folder))

            def do_GET(self) -> None:
                path = self.path.lstrip("/")
                host.asked.append(path)
                if path not in host.faults:
                    return super().do_GET()
                data = host.faults[path]
                if data == b"":
                    return self.send_error(404)
                self.send_response(200)
                self.send_header("Content-Type", self.guess_type(path))
                self.send_header("Content-Length", "99999" if data is None else str(len(data)))
                self.end_headers()
                self.wfile.write(data or b"<!doctype html>")

            def end_headers(self) -> None:
                self.send_header("Cache-Control", "no-store")  # only the kept copy may answer when this is stopped
                super().end_headers()

            def send_header(self, keyword: str, value: str) -> None:
                if keyword != "Last-Modified":  # 2 versions may be made within a second
                    super().send_header(keyword, value)

            def log_message(self, *given: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None


@pytest.fixture
def host(site: Path) -> Iterator[Host]:
    running = Host(site)
    yield running
    running.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context()
    yield fresh
    fresh.close()


@pytest.fixture
def kept(context: BrowserContext, host: Host) -> BrowserContext:
    """A browser that keeps the site, without an open page."""
    keep(context, host.root)
    return context


def keep(context: BrowserContext, root: str) -> None:
    tab = context.new_page()
    tab.goto(f"{root}about/glossary.html")
    assert tab.evaluate("keptCopy.keep()")
    tab.close()


def files(tab: Tab) -> list[str]:
    """What the browser keeps, as paths."""
    return list(
        tab.evaluate(
            """async () => {
              const names = await caches.keys();
              const entries = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
              return entries.flat().map(({ url }) => new URL(url).pathname.slice(1)).filter((path) => path);
            }"""
        )
    )


def listed(site: Path) -> dict[str, str]:
    match = re.search(r"^const FILES = (\{.*\});", (site / offline.WORKER).read_text(encoding="utf-8"), re.MULTILINE)
    assert match
    return dict(json.loads(match[1]))


def unpacked(site: Path, folder: Path) -> Path:
    with zipfile.ZipFile(site / offline.ARCHIVE) as archive:
        archive.extractall(folder)
    return folder / offline.FOLDER


# ---- Reading, searching and the guide, three ways ----


@pytest.fixture(scope="module", params=["folder", "archive", "kept", "kept below a sub-path"])
def way(
    request: pytest.FixtureRequest, browser: Browser, site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[BrowserContext, str]]:
    """A browser whose network is off, and the address of a copy of the site."""
    name = str(request.param)
    folder = tmp_path_factory.mktemp("way")
    context = browser.new_context()
    if name.startswith("kept"):
        below = "runners/hip/" if "below" in name else ""
        if below:
            (folder / below).parent.mkdir(parents=True)
            (folder / below).symlink_to(site)
        host = Host(folder if below else site)
        keep(context, host.root + below)
        host.stop()
        root = host.root + below
    else:
        root = (site if name == "folder" else unpacked(site, folder / "my copy #1 é 100%")).as_uri() + "/"
    context.set_offline(True)
    yield context, root
    context.close()


def test_every_page_is_read_without_a_network(way: tuple[BrowserContext, str]) -> None:
    context, root = way
    tab = context.new_page()
    failed: list[str] = []
    tab.on("requestfailed", lambda request: failed.append(f"{request.url}: {request.failure}"))
    for path in PATHS:
        if path == BOOK and root.startswith("http:"):
            continue  # too large to be kept by a browser; its address is answered by the kept 404 page
        tab.goto(f"{root}{path}.html")
        expect(tab.locator("article h1")).to_be_visible()
        expect(tab.locator("article h1")).not_to_have_text("This page is not here")
        assert tab.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") == "rgb(251, 247, 240)"
        broken = "[...document.images].filter((image) => image.complete && !image.naturalWidth).length"
        assert tab.evaluate(broken) == 0, f"{path} lacks a picture"
    left = "net::ERR_ABORTED"  # the page was left before its picture for the tab was there
    assert [failure for failure in failed if left not in failure and offline.WORKER not in failure] == []


def test_links_lead_on_without_a_network(way: tuple[BrowserContext, str]) -> None:
    context, root = way
    tab = context.new_page()
    tab.goto(f"{root}index.html")
    for words, path in (("Questions", "faq/index.html"), ("Causes", "causes/index.html"), ("Home", "index.html")):
        tab.locator(".foot__ways a", has_text=words).click()
        tab.wait_for_url(f"{root}{path}")
        expect(tab.locator("article h1")).to_be_visible()


def test_the_search_answers_without_a_network(way: tuple[BrowserContext, str]) -> None:
    context, root = way
    tab = context.new_page()
    tab.goto(f"{root}causes/bursitis.html")
    tab.keyboard.press("/")
    tab.locator("[data-md-component=search-query]").press_sequentially("should i use ice or heat")
    expect(tab.locator(FOUND).first).to_have_attribute("href", re.compile(re.escape("faq/ice-or-heat.html")))
    tab.locator(FOUND).first.click()
    tab.wait_for_url(f"{root}faq/ice-or-heat.html**")
    expect(tab.locator("article h1")).to_be_visible()


def test_the_guide_names_causes_without_a_network(way: tuple[BrowserContext, str]) -> None:
    context, root = way
    tab = context.new_page()
    tab.goto(f"{root}start/find-your-cause.html{RESULT}")
    link = tab.locator(".finder__result .fit a").first
    expect(link).to_be_visible()
    link.click()
    tab.wait_for_url(f"{root}causes/**")
    expect(tab.locator("article h1")).to_be_visible()


# ---- The archive ----


def test_the_archive_is_whole_and_every_link_in_it_leads_somewhere(site: Path, tmp_path: Path) -> None:
    folder = unpacked(site, tmp_path)
    assert [path for path in PATHS if not (folder / f"{path}.html").is_file()] == []
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    own = {offline.ABOUT}
    assert [name for name in sorted(names - own) if (folder / name).read_bytes() != (site / name).read_bytes()] == []
    assert names & {"404.html", offline.WORKER, "manifest.webmanifest", offline.ARCHIVE} == set()
    assert [name for name in names if name.endswith((".gz", ".map"))] == []
    command = [sys.executable, "scripts/check_links.py", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    lines = [line for line in done.stdout.splitlines() if re.match(r"\S+:\d+: ", line)]
    findings = [line for line in lines if "/assets/cards/" not in line]  # the pictures of links shared on the web
    assert [line for line in findings if "absolute-own" not in line] == []  # that is the link to the newest copy
    assert len(findings) == 1, done.stdout + done.stderr


def test_the_archive_of_the_same_files_has_the_same_bytes(site: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(site / offline.ARCHIVE) as archive:
        entries = archive.infolist()
        texts = {offline.ABOUT: archive.read(offline.FOLDER + offline.ABOUT).decode()}
    names = [entry.filename.removeprefix(offline.FOLDER) for entry in entries]
    assert names == sorted(names)
    assert len({entry.date_time for entry in entries}) == 1
    copy = tmp_path / "copied later, by somebody else"
    shutil.copytree(site, copy, copy_function=shutil.copyfile)
    day = date(*entries[0].date_time[:3])
    offline.pack(copy, names, day, texts)
    assert (copy / offline.ARCHIVE).read_bytes() == (site / offline.ARCHIVE).read_bytes()


def test_the_page_links_the_archive_with_its_size_and_date(
    site: Path, pages: dict[str, Page], tmp_path: Path, context: BrowserContext, host: Host
) -> None:
    tab = context.new_page()
    tab.goto(f"{host.root}about/offline.html")
    place = tab.locator("[data-archive]")
    day = max(page.meta.checked for page in pages.values())
    size = (site / offline.ARCHIVE).stat().st_size
    expect(place).to_contain_text(f"{size / 1e6:.1f} MB, texts of {day:%B} {day.day}, {day.year}")
    with tab.expect_download() as download:
        place.get_by_role("link").click()
    assert download.value.suggested_filename == offline.ARCHIVE
    assert Path(download.value.path()).stat().st_size == size
    inside = (unpacked(site, tmp_path) / offline.ABOUT).read_text(encoding="utf-8")
    assert f'href="../{offline.ARCHIVE}"' not in inside


def test_a_page_without_a_place_for_the_archive_stops_the_build(site: Path, tmp_path: Path) -> None:
    assert offline.PLACE.search('<div data-archive="data-archive">\n<p>Words</p>\n</div>')
    assert not offline.PLACE.search("<p>Words</p>")
    (tmp_path / offline.WORKER).write_text("\nconst VERSION = 1;", encoding="utf-8")
    for name in offline.HOSTED | {"404.html"}:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(PluginError, match="const FILES"):
        offline.write_worker(tmp_path, {})


# ---- The copy that the browser keeps ----


def test_the_list_holds_every_page_and_what_it_loads_and_is_small(site: Path, pages: dict[str, Page]) -> None:
    names = set(listed(site))
    large = {page.url for page in pages.values() if (site / page.url).stat().st_size > offline.BIG}
    assert large <= {f"{BOOK}.html"}
    assert {f"{path}.html" for path in PATHS} - large <= names
    assert names & {offline.ARCHIVE, offline.WORKER, "search/search_index.js", "sitemap.xml"} == set()
    assert [name for name in names if name.endswith((".gz", ".map", ".zip"))] == []
    size = sum((site / name).stat().st_size for name in names)
    told = re.search(r"takes about (\d+) MB of room", (site / offline.ABOUT).read_text(encoding="utf-8"))
    assert told and int(told[1]) - 1.5 < size / 1e6 < int(told[1]), "about/offline does not tell how much is kept"


def test_the_copy_is_made_by_itself_some_seconds_after_the_first_page(context: BrowserContext, host: Host) -> None:
    tab = context.new_page()
    tab.clock.install()
    tab.goto(f"{host.root}index.html")
    assert offline.WORKER not in host.asked
    tab.clock.run_for(5000)
    tab.evaluate("navigator.serviceWorker.ready")
    assert set(listed(host.folder)) == set(files(tab))
    first = tab.evaluate("navigator.serviceWorker.controller === null")
    assert first, "the page of the first visit came from the network and must stay with it"


@pytest.mark.parametrize("line", ["{ saveData: true }", "{ effectiveType: '2g' }"])
def test_no_copy_is_made_where_data_is_dear(context: BrowserContext, host: Host, line: str) -> None:
    context.add_init_script(f"Object.defineProperty(navigator, 'connection', {{ value: {line} }})")
    tab = context.new_page()
    tab.clock.install()
    tab.goto(f"{host.root}index.html")
    tab.clock.run_for(60_000)
    assert tab.evaluate("navigator.serviceWorker.getRegistrations()") == []
    assert offline.WORKER not in host.asked
    tab.goto(f"{host.root}about/offline.html")
    tab.get_by_role("button", name="Keep a copy here").click()
    expect(tab.locator("[data-kept] [role=status]")).to_contain_text("This device keeps a copy from")


def test_a_page_says_that_it_is_a_kept_copy_only_when_no_newer_one_can_be_looked_for(
    kept: BrowserContext, host: Host
) -> None:
    tab = kept.new_page()
    tab.goto(f"{host.root}faq/ice-or-heat.html")
    settle(tab)
    expect(tab.locator(NOTE)).to_be_empty()
    host.stop()
    tab.add_init_script(WATCH_MOVES)
    tab.reload()
    day = tab.evaluate("new Date().toLocaleDateString('en-US', {year: 'numeric', month: 'long', day: 'numeric'})")
    expect(tab.get_by_role("status").filter(has_text=f"This is a kept copy from {day}.")).to_be_visible()
    assert tab.evaluate("moved.length") == 0
    tab.locator(NOTE).get_by_role("button", name="Hide").click()
    expect(tab.locator(NOTE)).to_be_empty()


def test_addresses_without_a_file_name_work_and_unknown_ones_get_the_kept_404_page(
    kept: BrowserContext, host: Host
) -> None:
    tab = kept.new_page()
    answer = tab.goto(f"{host.root}not/here.html")
    assert answer and answer.status == 404
    assert "This page is not here" not in tab.content()  # this host has a page of its own for that
    host.stop()
    for address, heading in (
        ("", "Why does my left hip"),
        ("faq/", "Questions"),
        ("faq/ice-or-heat?q=1", "ice or heat"),
    ):
        tab.goto(host.root + address)
        expect(tab.locator("article h1")).to_contain_text(heading)
    answer = tab.goto(f"{host.root}deep/below/not/here.html")
    assert answer and answer.status == 404
    expect(tab.locator("article h1")).to_have_text("This page is not here")
    tab.locator("article li a").first.click()
    tab.wait_for_url(f"{host.root}start/red-flags.html")


# ---- A new version ----

VERSIONS = """async () => {
  const index = await (await fetch(new URL("search/search_index.json", keptRoot))).json();
  const worker = await (await fetch(new URL("assets/js/search-worker.js", keptRoot))).text();
  return [
    document.querySelector("meta[name=version]").content,
    getComputedStyle(document.documentElement).getPropertyValue("--version").replaceAll('"', ""),
    window.versionOfScript,
    index.version,
    worker.match(/version (\\w+)/)[1],
  ];
}"""


@pytest.fixture(scope="module")
def versions(site: Path, pages: dict[str, Page], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Two versions of the site whose files say which one they are of."""
    folder = tmp_path_factory.mktemp("versions")
    return {name: version(site, pages, folder / name, name) for name in ("A", "B")}


def version(site: Path, pages: dict[str, Page], folder: Path, name: str) -> Path:
    shutil.copytree(site, folder)
    for file in folder.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        file.write_text(html.replace("<head>", f'<head><meta name="version" content="{name}">', 1), encoding="utf-8")
    for path, more in {
        "assets/css/site.css": f'\n:root {{ --version: "{name}"; }}',
        "assets/js/menus.js": f'\nwindow.versionOfScript = "{name}";',
        offline.SEARCH: f"\n// version {name}",
    }.items():
        (folder / path).write_text((folder / path).read_text(encoding="utf-8") + more, encoding="utf-8")
    index = folder / "search/search_index.json"
    index.write_text(json.dumps({**json.loads(index.read_text(encoding="utf-8")), "version": name}), encoding="utf-8")
    offline.write_worker(folder, pages)
    return folder


def seen(tab: Tab) -> str:
    """The version of a page; all that it loads, early and late, is of the same."""
    root = re.sub(r"^(https?://[^/]+/).*", r"\1", tab.url)
    found = tab.evaluate(VERSIONS.replace("keptRoot", json.dumps(root)))
    assert len(set(found)) == 1, f"versions are mixed: {found}"
    return str(found[0])


def settle(tab: Tab) -> None:
    """Let the page's own look for a new version end: a browser answers two at a time as one."""
    tab.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update()).then(() => null)")


def update(tab: Tab) -> str:
    """Look for a new version; tell what became of it."""
    return str(
        tab.evaluate(
            """async () => {
              const registration = await navigator.serviceWorker.getRegistration();
              await registration.update();
              const coming = registration.installing;
              if (coming) {
                await new Promise((done) => {
                  coming.addEventListener("statechange", done);
                  if (coming.state !== "installing") done();
                });
              }
              return registration.waiting ? "waiting" : coming ? coming.state : "none";
            }"""
        )
    )


def test_a_new_version_waits_for_the_reader_and_is_never_mixed(
    context: BrowserContext, host: Host, versions: dict[str, Path]
) -> None:
    host.folder = versions["A"]
    keep(context, host.root)
    first, second = context.new_page(), context.new_page()
    first.goto(f"{host.root}index.html")
    second.goto(f"{host.root}faq/index.html")
    assert (seen(first), seen(second)) == ("A", "A")
    settle(second)
    host.folder = versions["B"]
    assert update(first) == "waiting"
    note = first.locator(NOTE)
    expect(note).to_contain_text("There is a newer version of this site.")
    assert (seen(first), seen(second)) == ("A", "A")
    first.goto(f"{host.root}causes/index.html")  # another page of the same visit
    assert seen(first) == "A"
    note.get_by_role("button", name="Show it").click()
    expect(note).to_contain_text("Close the other pages of this site first.")
    assert (seen(first), seen(second)) == ("A", "A")
    second.close()
    first.reload()
    assert seen(first) == "A"
    with first.expect_navigation():
        first.locator(NOTE).get_by_role("button", name="Show it").click()
    assert seen(first) == "B"
    host.stop()
    first.goto(f"{host.root}recovery/index.html")
    assert seen(first) == "B"
    assert sorted(files(first)) == sorted(listed(versions["B"])), "the old version is still kept"


def test_a_new_version_shows_by_itself_when_all_pages_were_closed(
    context: BrowserContext, host: Host, versions: dict[str, Path]
) -> None:
    host.folder = versions["A"]
    keep(context, host.root)
    tab = context.new_page()
    tab.goto(f"{host.root}index.html")
    settle(tab)
    host.folder = versions["B"]
    host.asked.clear()
    assert update(tab) == "waiting"
    changed = {path for path, hashed in listed(versions["B"]).items() if listed(versions["A"])[path] != hashed}
    assert {path for path in host.asked if path != offline.WORKER} == changed, "what did not change is not loaded again"
    tab.goto("about:blank")
    tab.close()
    tab = context.new_page()
    for _ in range(20):  # the browser lets the old version go some moments after its last page
        tab.goto(f"{host.root}index.html")
        if (now := seen(tab)) == "B":
            break
        tab.goto("about:blank")
    assert now == "B"


@pytest.mark.parametrize("fault", ["a file is missing", "a file is of the old version", "the line breaks"])
def test_a_failed_update_leaves_the_old_copy_and_the_next_try_goes_on(
    context: BrowserContext, host: Host, versions: dict[str, Path], fault: str
) -> None:
    host.folder = versions["A"]
    keep(context, host.root)
    tab = context.new_page()
    tab.goto(f"{host.root}index.html")
    settle(tab)
    torn = "causes/stress-fracture.html"
    old = (versions["A"] / torn).read_bytes()
    host.faults[torn] = {"a file is missing": b"", "a file is of the old version": old}.get(fault)
    host.folder = versions["B"]
    assert update(tab) == "redundant"
    assert seen(tab) == "A"
    host.stop()
    for path in ("causes/stress-fracture", "about/sources", "index"):
        tab.goto(f"{host.root}{path}.html")
        assert seen(tab) == "A"
    host.start()
    host.faults.clear()
    host.asked.clear()
    assert update(tab) == "waiting"
    assert len(set(host.asked)) < len(listed(versions["B"])) // 2, "what had arrived is used"
    with tab.expect_navigation():
        tab.locator(NOTE).get_by_role("button", name="Show it").click()
    assert seen(tab) == "B"


def test_a_first_copy_that_fails_leaves_the_site_as_it_is_on_the_web(context: BrowserContext, host: Host) -> None:
    host.faults["causes/stress-fracture.html"] = None
    tab = context.new_page()
    tab.goto(f"{host.root}about/offline.html")
    tab.get_by_role("button", name="Keep a copy here").click()
    expect(tab.locator("[data-kept] [role=status]")).to_contain_text("That failed.")
    assert tab.evaluate("navigator.serviceWorker.getRegistrations()") == []
    host.faults.clear()
    tab.get_by_role("button", name="Keep a copy here").click()
    expect(tab.locator("[data-kept] [role=status]")).to_contain_text("This device keeps a copy from")


# ---- A full disk ----


@contextmanager
def room(tab: Tab, root: str, size: int) -> Iterator[None]:
    """Give the site so many bytes of room."""
    protocol = tab.context.new_cdp_session(tab)
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": root.rstrip("/"), "quotaSize": size})
    yield
    protocol.send("Storage.overrideQuotaForOrigin", {"origin": root.rstrip("/")})


def used(tab: Tab) -> int:
    return int(tab.evaluate("navigator.storage.estimate().then(({ usage }) => usage)"))


def test_a_full_disk_leaves_the_old_copy_and_is_not_tried_again_at_once(
    context: BrowserContext, host: Host, versions: dict[str, Path]
) -> None:
    host.folder = versions["A"]
    keep(context, host.root)
    tab = context.new_page()
    tab.goto(f"{host.root}index.html")
    settle(tab)
    before = sorted(files(tab))
    with room(tab, host.root, used(tab) + 500_000):
        host.folder = versions["B"]
        assert update(tab) == "redundant"
        assert sorted(files(tab)) == before, "what did not fit is given back"
        host.asked.clear()
        assert update(tab) == "redundant"
        assert set(host.asked) == {offline.WORKER}, "nothing is loaded for which there is no room"
        host.stop()
        for path in ("causes/stress-fracture", "about/sources", "index"):
            tab.goto(f"{host.root}{path}.html")
            assert seen(tab) == "A"
        host.start()
    tab.evaluate(
        "async () => { for (const name of await caches.keys()) await (await caches.open(name)).delete('/?full') }"
    )
    assert update(tab) == "waiting"  # a day later, with room again


def test_a_full_disk_at_the_first_visit_is_no_error_for_the_reader(context: BrowserContext, host: Host) -> None:
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.clock.install()
    tab.goto(f"{host.root}index.html")
    with room(tab, host.root, 1_000_000):
        tab.clock.run_for(5000)
        assert tab.evaluate("keptCopy.keep()") is False
        host.asked.clear()
        tab.goto(f"{host.root}faq/index.html")
        expect(tab.locator("article h1")).to_be_visible()
    assert errors == []
    assert [path for path in host.asked if path.startswith("causes/")] == []
    assert files(tab) == []


# ---- Removing ----


@pytest.mark.parametrize(
    ("path", "button", "says"),
    [
        ("about/offline", "Remove the kept copy", "Removed."),
        ("about/privacy", "Delete what this site keeps here", "Deleted, with the kept copy"),
    ],
)
def test_the_copy_can_be_removed_and_does_not_come_back(
    kept: BrowserContext, host: Host, path: str, button: str, says: str
) -> None:
    tab = kept.new_page()
    tab.goto(f"{host.root}{path}.html")
    assert tab.evaluate("navigator.serviceWorker.controller !== null")
    tab.get_by_role("button", name=button).click()
    expect(tab.locator("article [role=status]")).to_contain_text(says)
    expect(tab.locator("article [role=status]")).to_contain_text("One note stays")
    gone = "async () => [await caches.keys(), await navigator.serviceWorker.getRegistrations()].flat()"
    assert tab.evaluate(gone) == []
    assert tab.evaluate("Object.entries(localStorage)") == [["/.kept-copy", "no"]]
    tab.clock.install()
    tab.goto(f"{host.root}index.html")
    tab.clock.run_for(60_000)
    assert tab.evaluate(gone) == []
    host.stop()
    with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
        tab.goto(f"{host.root}index.html")
    host.start()
    tab = kept.new_page()
    tab.goto(f"{host.root}about/offline.html")
    tab.get_by_role("button", name="Keep a copy here").click()
    expect(tab.locator("[data-kept] [role=status]")).to_contain_text("This device keeps a copy from")
    assert tab.evaluate("localStorage.length") == 0


def test_a_worker_without_a_list_removes_itself(kept: BrowserContext, host: Host, tmp_path: Path) -> None:
    """What `make serve` sends, so that no kept page hides what is being written."""
    shutil.copytree(host.folder, tmp_path / "served")
    host.folder = tmp_path / "served"
    shutil.copyfile(ROOT / "overrides" / offline.WORKER, host.folder / offline.WORKER)
    tab = kept.new_page()
    tab.goto(f"{host.root}index.html")
    tab.evaluate(
        """async () => {
          const registration = await navigator.serviceWorker.getRegistration();
          await registration.update();
          while (await navigator.serviceWorker.getRegistration()) await new Promise((done) => setTimeout(done, 20));
        }"""
    )
    assert tab.evaluate("caches.keys()") == []
    tab.reload()
    assert tab.evaluate("navigator.serviceWorker.controller") is None


def test_while_pages_are_written_no_copy_is_kept(tmp_path: Path) -> None:
    code = (
        "from mkdocs.config import load_config; from mkdocs.commands.build import build; import sys;"
        "config = load_config('mkdocs.yml', site_dir=sys.argv[1]);"
        "config.plugins.on_startup(command='serve', dirty=False); build(config)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, check=True)
    assert "data-worker" not in (tmp_path / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / offline.WORKER).read_bytes() == (ROOT / "overrides" / offline.WORKER).read_bytes()


# ---- On the home screen ----


def test_the_site_can_be_installed(kept: BrowserContext, host: Host, site: Path) -> None:
    tab = kept.new_page()
    tab.goto(f"{host.root}faq/ice-or-heat.html")
    protocol = kept.new_cdp_session(tab)
    errors = [error["errorId"] for error in protocol.send("Page.getInstallabilityErrors")["installabilityErrors"]]
    assert errors == ["in-incognito"]  # the tests' browser keeps nothing
    answer = protocol.send("Page.getAppManifest")
    assert answer["errors"] == []
    assert answer["url"] == f"{host.root}manifest.webmanifest"
    manifest = json.loads((site / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert not [value for value in (manifest["start_url"], manifest["scope"]) if value.startswith(("/", "http"))]
    for icon in manifest["icons"]:
        assert struct.unpack(">II", (site / icon["src"]).read_bytes()[16:24]) == (int(icon["sizes"][:3]),) * 2


def test_the_icons_are_drawn_from_the_logo_of_today() -> None:
    for name, (pixels, _) in icons.SIZES.items():
        png = (icons.ICONS / f"{name}.png").read_bytes()
        assert struct.unpack(">II", png[16:24]) == (pixels, pixels)
        assert len(png) < 20_000
        assert icons.text_of(png) == icons.drawn_from(), "run: python -m scripts.icons"
    assert icons.text_of(icons.with_text(png[:-12] + png[-12:], "another", "Other"), "Other") == "another"
    assert icons.text_of(b"") == ""
