"""The course in a learning system: scorm-again plays SCORM's part around it, and a small record store cmi5's."""

import json
import re
import shutil
import subprocess
import tarfile
import threading
from functools import partial
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit
from zipfile import ZipFile

import pytest
from by_link import LESSON, START, is_ready, until

from equityqi.live.learning_system import SYSTEMS, Done, make_packages
from equityqi.live.pyodide import NoPyodide
from equityqi.live.serve import _Handler

pytestmark = pytest.mark.slow
CASE, PAGES = "c-asthma", [f"{START}.ipynb", f"{LESSON}.ipynb"]
LMS = """<!doctype html><html lang="en"><title>A learning system</title><script src="/run-time.js"></script>
<body style="margin:0"><script>
const old = KIND === "scorm-1.2", held = sessionStorage.getItem("held");
const [learner, api] = old
  ? [{ core: { student_id: "p17", student_name: "Khan, Asha" } }, (window.API = new Scorm12API({ logLevel: 5 }))]
  : [{ learner_id: "p17", learner_name: "Khan, Asha" }, (window.API_1484_11 = new Scorm2004API({ logLevel: 5 }))];
api.loadFromJSON({ cmi: { ...learner, ...JSON.parse(held ?? "{}") } }, "");
</script><iframe title="The course" src="/somewhere/42/launch.html" style="width:100%;height:100vh"></iframe>"""
NAMES = {  # of the same things in both versions
    "scorm-1.2": {
        "get": "API.LMSGetValue", "raw": "cmi.core.score.raw", "status": "cmi.core.lesson_status",
        "place": "cmi.core.lesson_location", "time": r"\d\d:\d\d:\d\d",
    },
    "scorm-2004": {
        "get": "API_1484_11.GetValue", "raw": "cmi.score.raw", "status": "cmi.completion_status",
        "place": "cmi.location", "time": r"PT\d+S",
    },
}  # fmt: skip
KEPT = "JSON.stringify(api.renderCMIToJSONObject())"
ANSWER = """async (ids) => {
  const { openStore, putFiles } = await import(document.querySelector('script[src$="/page.js"]').src.replace("page.js", "store.js"));
  const db = await openStore((await indexedDB.databases()).map(({ name }) => name).find((name) => name.startsWith("equityqi learning system")));
  const path = "exercises/01-what-is-inequity/01-what-is-inequity.answers.json";
  await putFiles(db, new Map([[path, JSON.stringify({ schema: 1, answers: Object.fromEntries(ids.map((id) => [id, "x"])), revisions: {} })]]));
  db.close();
}"""  # noqa: E501


class Store:
    """An xAPI record store for one registration: it keeps what it is sent, and what is wrong with it."""

    def __init__(self, mode="Normal"):
        self.statements, self.states, self.wrong, self.tokens = [], {}, [], 0
        template = {"contextActivities": {"grouping": [{"id": "https://example.org/publisher"}]}}
        self.states["LMS.LaunchData"] = {"launchMode": mode, "contextTemplate": template, "moveOn": "Completed"}


class Handler(_Handler):
    """Serve a package under another path than the learning system's own, and the record store."""

    def __init__(self, *words, lms, **more):
        self.lms = lms
        super().__init__(*words, **more)

    def translate_path(self, path):
        return super().translate_path(path.removeprefix("/somewhere/42"))

    def _say(self, content, kind="application/json", status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _store(self):
        asked = urlsplit(self.path)
        if self.headers["Authorization"] != "Basic dG9rZW4=" or self.headers["X-Experience-API-Version"] != "1.0.3":
            self.lms["store"].wrong.append(self.path)
        return asked.path, {name: values[0] for name, values in parse_qs(asked.query).items()}

    def do_GET(self):
        if self.path.startswith("/lms.html"):
            return self._say(LMS.replace("KIND", json.dumps(self.lms["system"])).encode(), "text/html")
        if self.path == "/run-time.js":
            return self._say(self.lms["run-time"], "text/javascript")
        if self.path.startswith("/xapi/"):
            path, query = self._store()
            held = self.lms["store"].states.get(query.get("stateId")) if path.endswith("state") else None
            return self._say(json.dumps(held).encode(), status=200 if held else 404)
        return super().do_GET()

    def _body(self):
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    def do_POST(self):
        body, store = self._body(), self.lms["store"]
        if self.path == "/token":
            store.tokens += 1
            return self._say(b'{"auth-token": "dG9rZW4="}')
        self._store()
        store.statements.append(json.loads(body))
        return self._say(b"[]")

    def do_PUT(self):
        query, body = self._store()[1], self._body()
        self.lms["store"].states[query["stateId"]] = json.loads(body)
        self._say(b"", status=204)


@pytest.fixture(scope="module")
def learning_system(tmp_path_factory):
    """Return what serves a package: ``(system, done)`` to the address."""
    if not (npm := shutil.which("npm")):
        pytest.skip("there is no npm on this computer")
    place, lms = tmp_path_factory.mktemp("learning-system"), {}
    subprocess.run([npm, "pack", "scorm-again@3.4.3", "--silent"], cwd=place, check=True, capture_output=True)
    with tarfile.open(next(place.glob("*.tgz"))) as held:
        lms["run-time"] = held.extractfile("package/dist/scorm-again.min.js").read()
    for when in ("opened", "answered"):
        try:
            made = make_packages(place / when, CASE, SYSTEMS, Done((1,), when, score=True), paths=PAGES)
        except NoPyodide as error:
            pytest.skip(str(error))
        for archive, system in zip(made, SYSTEMS, strict=True):
            with ZipFile(archive) as held:
                held.extractall(place / when / system)
    servers = []

    def serve(system, when, mode="Normal"):
        lms.update(system=system, store=Store(mode))
        servers.append(
            ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, lms=lms, directory=place / when / system))
        )
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}", lms["store"]

    yield serve
    for server in servers:
        server.shutdown()


@pytest.fixture
def context(browser):
    """A browser that knows nothing yet."""
    opened = browser.new_context()
    yield opened
    opened.close()


def launched(page):
    """Return the page that the learning system opened, and the course in it, once it notes."""
    line = (
        page.frame_locator("iframe").locator(".eq-lms-status")
        if "lms.html" in page.url
        else page.locator(".eq-lms-status")
    )
    line.filter(has_text="noted").wait_for(timeout=60_000)
    launch = next(frame for frame in page.frames if frame.url.split("?")[0].endswith("launch.html"))
    until(launch, "document.querySelector('iframe').contentDocument?.querySelector('.eq-bar') !== null")
    return launch, launch.child_frames[0]


def said(launch):
    """What the line above the course says."""
    return launch.locator(".eq-lms-status").inner_text()


@pytest.mark.parametrize("system", ["scorm-1.2", "scorm-2004"])
def test_scorm_notes_pages_place_score_and_time_and_brings_the_learner_back(system, learning_system, context):
    address, _ = learning_system(system, "opened")
    page = context.new_page()
    page.goto(f"{address}/lms.html")
    launch, course = launched(page)
    assert said(launch) == "Your learning system has noted 0 of 1 pages."
    course.locator(".eq-step a, a.eq-step, main a[href*='01-what']").first.click()
    until(launch, "document.querySelector('.eq-lms-status').textContent.startsWith('Done')")
    is_ready(course)
    course.locator("#question-gap-years input").fill("8.7")
    course.locator("#question-gap-years .eq-check").click()
    names = NAMES[system]

    def get(name):
        return page.evaluate(f"{names['get']}('{name}')")

    until(page, f"{names['get']}('{names['raw']}') === '14'")  # one of seven
    assert get(names["status"]) == "completed"
    place, data = get(names["place"]), get("cmi.suspend_data")
    assert place == f"{LESSON}.ipynb"
    assert len(data) < 4096
    assert "8.7" not in data
    launch.get_by_role("button", name="Leave the course").click()
    assert "saved in this browser" in said(launch)
    assert re.fullmatch(names["time"], re.search(r'"session_time":"(.*?)"', page.evaluate(KEPT))[1])
    again = {"location": place, "completion_status": "completed"}
    if system == "scorm-1.2":
        known = {"student_id": "p17", "student_name": "Khan, Asha"}
        again = {"core": {**known, "lesson_location": place, "lesson_status": "completed"}}
    page.evaluate("(held) => sessionStorage.setItem('held', JSON.stringify(held))", {**again, "suspend_data": data})
    page.goto(f"{address}/lms.html")
    launch, course = launched(page)
    assert said(launch).startswith("Done")
    assert course.url.endswith(f"{LESSON}.html")
    until(course, "document.querySelector('#question-gap-years input')?.value === '8.7'")
    until(course, "document.querySelector('.eq-site-who')?.textContent === 'Asha Khan'")
    assert course.evaluate("(async () => (await navigator.serviceWorker.getRegistrations()).length)()") == 0


def test_a_lesson_counts_once_all_its_questions_are_answered_and_learners_stay_apart(learning_system, context):
    address, _ = learning_system("scorm-1.2", "answered")
    page = context.new_page()
    page.goto(f"{address}/lms.html")
    launch, course = launched(page)
    ids = course.evaluate("JSON.parse(document.querySelector('#eq-site-course').textContent).pages[1].ids")
    course.goto(course.url.replace(START, LESSON))
    assert said(launch).startswith("Your learning system has noted 0 of 1")
    course.goto(course.url.replace(LESSON, START))
    course.evaluate(ANSWER, ids[:-1])
    course.goto(course.url)
    until(course, "document.querySelector('.eq-bar') !== null")
    assert page.evaluate("API.LMSGetValue('cmi.core.lesson_status')") == "incomplete"
    course.evaluate(ANSWER, ids)
    course.goto(course.url)
    until(launch, "document.querySelector('.eq-lms-status').textContent.startsWith('Done')")
    stores = course.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    assert "equityqi learning system p17 c-asthma" in stores


def test_a_visit_with_no_learning_system_says_so_and_works(learning_system, context):
    address, _ = learning_system("scorm-1.2", "opened")
    page = context.new_page()
    page.goto(f"{address}/somewhere/42/launch.html")
    page.locator(".eq-lms-status", has_text="No learning system answered").wait_for()
    page.frame_locator("iframe").locator("h1").first.wait_for()


def test_a_page_in_a_tab_of_its_own_is_to_read_and_keeps_nothing(learning_system, context):
    address, _ = learning_system("scorm-1.2", "opened")
    page = context.new_page()
    page.goto(f"{address}/somewhere/42/{LESSON}.html")
    page.get_by_text("open the course from your learning system").wait_for()
    assert not page.locator(".eq-form input:not([disabled])").count()
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def cmi5(address):
    """The address by which a learning system opens a cmi5 unit."""
    actor = {"objectType": "Agent", "name": "Asha Khan", "account": {"homePage": "https://lms.example", "name": "p17"}}
    return f"{address}/somewhere/42/launch.html?" + urlencode(
        {
            "endpoint": f"{address}/xapi", "fetch": f"{address}/token", "actor": json.dumps(actor),
            "registration": "0b2e6f5e-6f0c-4f5c-8f65-3f6a2a7b9f11", "activityId": "https://lms.example/unit",
        }
    )  # fmt: skip


def verbs(store):
    """The verbs that were sent, in order."""
    return [one["verb"]["id"].rpartition("/")[2] for one in store.statements]


def test_cmi5_sends_three_statements_and_completes_once_in_a_registration(learning_system, context):
    address, store = learning_system("cmi5", "opened")
    page = context.new_page()
    page.goto(cmi5(address))
    launch, course = launched(page)
    course.locator("main a[href*='01-what']").first.click()
    until(launch, "document.querySelector('.eq-lms-status').textContent.startsWith('Done')")
    launch.get_by_role("button", name="Leave the course").click()
    for _ in range(100):
        if "terminated" in verbs(store):
            break
        page.wait_for_timeout(50)
    assert verbs(store) == ["initialized", "completed", "terminated"]
    assert store.wrong == []
    assert len({one["id"] for one in store.statements}) == 3
    for one in store.statements:
        assert one["object"]["id"] == "https://lms.example/unit"
        assert one["actor"]["account"]["name"] == "p17"
        assert one["context"]["registration"].startswith("0b2e")
        assert one["context"]["contextActivities"]["grouping"]
        kinds = [each["id"].rpartition("/")[2] for each in one["context"]["contextActivities"]["category"]]
        assert kinds == (["cmi5", "moveon"] if "completed" in one["verb"]["id"] else ["cmi5"])
    done, left = store.statements[1:]
    assert done["result"]["completion"] is True
    assert left["result"]["duration"].startswith("PT")
    page.reload()  # the token was used, and nothing is sent after "terminated"
    page.locator(".eq-lms-status", has_text="This visit has ended").wait_for()
    assert len(store.statements) == 3
    again = context.new_page()
    again.goto(cmi5(address))
    launch, course = launched(again)
    assert said(launch).startswith("Done")
    assert course.url.endswith(f"{LESSON}.html")
    until(again, "document.querySelector('iframe').contentDocument.readyState === 'complete'")
    assert verbs(store)[3:] == ["initialized"]


def test_cmi5_in_review_completes_nothing(learning_system, context):
    address, store = learning_system("cmi5", "opened", "Review")
    page = context.new_page()
    page.goto(cmi5(address))
    launch, course = launched(page)
    course.locator("main a[href*='01-what']").first.click()
    until(launch, "document.querySelector('.eq-lms-status').textContent.startsWith('Done')")
    page.wait_for_timeout(300)
    assert verbs(store) == ["initialized"]
