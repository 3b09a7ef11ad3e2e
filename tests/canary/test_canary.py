"""Nothing that anybody says or sends is in a log, a metric, a health page or an error's answer.

Several hundred strings are planted in talks over every channel and in whatever else comes in, with
every kind of fault put in, and with libraries logging all that they can.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Iterator, Mapping

import jwt
import pytest

from tests.canary.databases import Database, Postgres, SqliteFile
from tests.canary.faulty_server import ACTION, DELIVERY, MODEL, POLICY, SERVED, STORE
from tests.canary.planting import Planted
from tests.channels.slack.fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack, signed
from tests.channels.slack.person import Person
from tests.channels.telegram.fake_bot_api import TOKEN, FakeBotApi, Refused
from tests.channels.web.conftest import KEY
from tests.channels.web.widget import Answer, Assistant, Tab, new_id, request
from tests.postgres import PostgresServer, postgres_programs
from tests.programs import Program, free_port

pytestmark = pytest.mark.timeout(240)

SITE = "https://site.example"
SOCKET = "/webhooks/web/socket.io/?EIO=4&transport=websocket"
MANY = 500
TALK = (  # what a person says from the greeting to the suggestion, and after it
    "my name is {} and my head hurts",
    "yes",
    "dull tight band round my head since lunch, {} at work, no nausea no fever",
    "None of these",
    "None of these, {}",
    "4",
    "no difference when I move about, says {}",
    "None of these",
    "what is a trigger point, {}?",
    "thanks {}",
)
DANGER = (
    "yes",
    "my head exploded out of nowhere at {}, the worst pain of my life",
    "I live at {}, is massage safe?",
    "i want to kill myself, {}",
)
UNKNOWN = "{} {} {}"


class ActionServer:
    """An action server that answers each call by an error of another kind, the word in it."""

    def __init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @staticmethod
    def _handler() -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                word = self.path.strip("/")
                kind = sum(map(ord, word)) % 4
                junk: Any = {"events": [{"event": word}], "responses": [{"response": word}]}
                body = [word, f'{{"error": "{word}"', json.dumps(junk), f'{{"x{word}": 1}}'][kind]
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response([500, 400, 200, 200][kind], word)
                self.end_headers()
                self.wfile.write(body.encode())

            def log_message(self, *_: Any) -> None:
                return

        return Handler


@dataclass
class Evidence:
    """What the run left behind."""

    planted: Planted
    log: Path
    errors: list[str] = field(default_factory=list)  # answers to what was refused
    pages: dict[str, str] = field(default_factory=dict)  # of those who run it
    careless: str = ""  # planted, and then logged on purpose

    @property
    def logged(self) -> str:
        """All that was printed and logged before the careless line."""
        return self.log.read_text().split("A careless line")[0]


class Run:
    """Plants strings in a running assistant."""

    def __init__(
        self, program: Program, database: Database, slack: FakeSlack, telegram: FakeBotApi
    ) -> None:
        self.planted = Planted(dict.fromkeys((APP_TOKEN, BOT_TOKEN, TOKEN, KEY), "secret"))
        self.evidence = Evidence(self.planted, program.output)
        self._url = program.url
        self._program = program
        self._database = database
        self._slack = slack
        self._telegram = telegram

    async def everything(self) -> Evidence:
        await asyncio.gather(self.talks(), self.in_slack(), self.in_telegram())
        await asyncio.to_thread(self.over_http)
        await asyncio.to_thread(self.malformed)
        await asyncio.to_thread(self.over_rest)
        await self.frames()
        await self.faults()
        await self.database_away()
        await self.read_only()
        await self.corrupt_rows()
        self.look()
        self.evidence.careless = self.planted.word("a careless line")
        request(f"{self._url}/fault/careless/{self.evidence.careless}")
        return self.evidence

    # -- what people say -----------------------------------------------------------------------

    def page(self) -> Assistant:
        return Assistant(self._url, SITE, self.planted.address("address"))

    async def talk(self, lines: tuple[str, ...]) -> None:
        async with self.new_tab() as tab:
            await tab.until("state")
            for line in lines:
                await self.turn(tab, line)

    def new_tab(self) -> Any:
        page = self.page()
        token = page.token()
        self.keep(token)
        return page.connected(token)

    def keep(self, token: str) -> str:
        """Ids that the assistant gives are as private as what is said under them."""
        conversation = str(jwt.decode(token, options={"verify_signature": False})["sub"])
        self.planted.where[token] = "token"
        self.planted.where[conversation] = "conversation"
        return conversation

    async def turn(self, tab: Tab, line: str) -> None:
        said = line.format(*(self.planted.word("message") for _ in range(line.count("{}"))))
        identity = self.planted.word("message's id") + new_id()[:8]
        answer = await tab.say(said, identity)
        if answer == {"ok": True}:
            await tab.until("state")
        else:
            self.evidence.errors.append(json.dumps(answer))

    async def talks(self) -> None:
        await asyncio.gather(
            self.talk(TALK), self.talk(DANGER), self.talk(("yes", UNKNOWN, UNKNOWN, UNKNOWN))
        )

    async def in_slack(self) -> None:
        """Names, ids, messages, mentions, commands and forged buttons; the platform fails too."""
        planted = self.planted
        for number in range(5):
            user = f"U{planted.code('Slack user')}"
            person = Person(self._slack, user)
            for line in ("hello {}", "yes", "i have a headache since {}", UNKNOWN)[: 2 + number]:
                said = line.format(*(planted.word("Slack") for _ in range(3)))
                await self.posted(person, said)
        person.say(planted.word("Slack edit"), subtype="message_changed")
        person.say(planted.word("Slack file"), files=[{"name": planted.word("Slack file")}])
        person.mention(f"what is a trigger point {planted.word('Slack mention')}")
        person.command(planted.word("Slack command"))
        forged = {"type": "button", "action_id": planted.word("action"), "value": "x"}
        person.act({**forged, "value": planted.word("Slack button")}, person.messages()[-1])
        person.submit({"id": planted.word("view"), "callback_id": planted.word("view")})
        self._slack.deliver(planted.word("envelope"), {"type": planted.word("envelope")})
        self._slack.failures["chat.postMessage"] = planted.code("Slack's error")
        person.say(f"hello again {planted.word('Slack')}")
        await asyncio.sleep(0.5)
        del self._slack.failures["chat.postMessage"]
        await self.posted(person, "and now?")

    async def posted(self, person: Person, said: str) -> None:
        before = len(person.messages())
        person.say(said)
        await asyncio.to_thread(self._slack.until, lambda: len(person.messages()) > before)

    async def in_telegram(self) -> None:
        """Names, ids, messages, captions and forged buttons; the platform fails too."""
        planted, telegram = self.planted, self._telegram
        people = [planted.number("Telegram chat") for _ in range(14)]
        for person in people:
            name = {"id": person, "is_bot": False, "first_name": planted.word("Telegram name")}
            name |= {"last_name": planted.word("Telegram name"), "username": planted.word("name")}
            said = f"my head hurts, {planted.word('Telegram')}"
            await telegram.write(person, said, **{"from": name})
        for person in people:
            await telegram.answers(person, 1, 30)
        message = telegram.shown(people[0])[0]
        await telegram.press_data(people[0], planted.word("Telegram button"), message)
        document = {"file_id": planted.word("file"), "file_name": planted.word("file")}
        document["file_unique_id"] = "u"
        caption = planted.word("Telegram caption")
        await telegram.happen(
            "message", telegram.message_from(people[1], document=document, caption=caption)
        )
        edited = telegram.message_from(people[2], text=planted.word("Telegram edit"))
        await telegram.happen("edited_message", {**edited, "edit_date": edited["date"]})
        await telegram.deliver({"update_id": 1, planted.word("update"): planted.word("update")})
        refusals = iter([400, 500, 403, 429, 400])
        telegram.fail = lambda call: (
            Refused(code, f"Bad Request: {planted.word('Telegram error')}", 0.1)
            if call.method == "sendMessage" and (code := next(refusals, None))
            else None
        )
        for person in people[3:8]:
            await telegram.write(person, f"hello {planted.word('Telegram')}")
        await telegram.until(lambda: next(refusals, None) is None, 30)
        telegram.fail = None
        await telegram.write(people[9], "hello again")
        await telegram.answers(people[9], 2, 30)

    # -- what strangers send -------------------------------------------------------------------

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        answer = request(f"{self._url}{path}", method, body, **headers)
        if answer.status >= 400:
            self.evidence.errors.append(f"{answer.headers}{answer.body.decode()}")
        return answer

    def over_http(self) -> None:
        """Paths, queries, headers and bodies, at addresses that are there and at others."""
        word = self.planted.word
        pages = ("session", "history", "transcript", "erase", "socket.io/")
        paths = [f"/webhooks/web/{page}" for page in pages]
        paths += ["/health/ready", "/health/live", "/metrics", "/", "/webhooks/rest/webhook"]
        paths += ["/webhooks/telegram/update", "/webhooks/slack/events", "/widget/x.js", "/none"]
        for path in paths:
            for method in ("GET", "POST", "DELETE"):
                body = json.dumps({word("body"): word("body")}).encode()
                headers = {
                    "user_agent": word("header"),
                    "authorization": f"Bearer {word('header')}",
                    "cookie": f"{word('cookie')}={word('cookie')}",
                    "origin": f"https://{word('origin')}.example" if method == "DELETE" else SITE,
                    "content_type": "application/json",
                    f"x_{word('header')}": word("header"),
                }
                query = f"?{word('query')}={word('query')}&sid={word('sid')}"
                self.ask(path + query, method, None if method == "GET" else body, **headers)
                self.ask(f"{path}/{word('path')}", method)
        body = f'{{"text": "{word("body")}'.encode()
        self.ask("/webhooks/slack/events", "POST", body, **signed(body))
        self.ask("/webhooks/web/session", "POST", body, content_type=word("header"), origin=SITE)
        self.ask("/webhooks/rest/webhook", "POST", word("large").encode() * 200_000)

    def malformed(self) -> None:
        """What is not even HTTP."""
        word = self.planted.word
        for sent in (
            f"{word('line')}\r\n\r\n",
            f"GET {word('line')} HTTP/9.9\r\n\r\n",
            f"GET /{word('line')} HTTP/1.1\r\n{word('line')}\r\n\r\n",
            f"GET http://[{word('line')} HTTP/1.1\r\nHost: [{word('line')}\r\n\r\n",
            f"POST /none HTTP/1.1\r\nContent-Length: {word('line')}\r\n\r\n{word('line')}",
            f"POST /none HTTP/1.1\r\nTransfer-Encoding: {word('line')}\r\n\r\n{word('line')}",
            f"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{word('chunk')}\r\n",
            f"POST / HTTP/1.1\r\nExpect: {word('expect')}\r\n\r\n",
            f"GET /{'x' * 9000}{word('long')} HTTP/1.1\r\n\r\n",
            f"GET / HTTP/1.1\r\nX: {'x' * 9000}{word('long')}\r\n\r\n",
            f"GET {SOCKET}&{word('upgrade')} HTTP/1.1\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {word('key')}\r\n\r\n",
            f"GET /\ud800{word('surrogate')} HTTP/1.1\r\n\r\n",
        ):
            port = int(self._url.rsplit(":", 1)[1])
            with socket.create_connection(("127.0.0.1", port), 2) as line, suppress(OSError):
                line.settimeout(0.3)
                line.sendall(sent.encode("utf-8", "surrogatepass"))
                while part := line.recv(65536):
                    self.evidence.errors.append(part.decode("utf-8", "replace"))

    def over_rest(self) -> None:
        """Programs on this machine."""
        word = self.planted.word
        for body in (
            {"sender": word("sender"), "message": f"hello {word('message')}"},
            {"sender": word("sender"), "message": f"/inform{{{word('payload')}}}"},
            {"sender": {word("sender"): 1}, "message": word("message")},
            {"sender": f"{word('sender')}\ud800\x00", "message": f"\ud800\x00{word('message')}"},
            {"sender": word("sender"), "message": [word("message")], "metadata": word("metadata")},
            [word("list")],
        ):
            sent = json.dumps(body).encode()
            self.ask("/webhooks/rest/webhook", "POST", sent, content_type="application/json")

    async def frames(self) -> None:
        """Frames of socket.io that no widget sends, and sessions that are none."""
        word = self.planted.word
        for token in (word("token"), {word("token"): 1}, [word("token")]):
            async with self.page().connected(token) as tab:
                self.evidence.errors.append(json.dumps(await tab.until("connect_error")))
        for frame in (
            f'42["{word("event")}", {{"{word("data")}": "{word("data")}"}}]',
            f'42["say", {{"id": "{word("id")}", "text": "x", "{word("key")}": 1}}]',
            f'42["say", "{word("data")}"]',
            f'42{{"{word("data")}": 1}}',
            f'42["{word("data")}',
            f'451-["{word("data")}"]',
            f"49{word('data')}",
            f"9{word('data')}",
            f"40/{word('namespace')},{{}}",
            f'43999["{word("data")}"]',
            f"2{word('ping')}",
            f'42["connect", "{word("data")}"]',
            f'42["thumb", {{"message": "{word("thumb")}", "helpful": "{word("thumb")}"}}]',
        ):
            async with self.new_tab() as tab:
                await tab.until("state")
                await tab.line.send(frame)
                with suppress(AssertionError):
                    acknowledged = await tab.emit(word("event"), {word("data"): word("data")})
                    self.evidence.errors.append(json.dumps(acknowledged))
        async with self.new_tab() as tab:
            await tab.until("state")
            for data in (
                {"id": new_id(), "choices": [word("choice")]},
                {"id": new_id(), "text": word("long") * 90},
                {"id": word("id") * 7, "text": word("message")},
            ):
                self.evidence.errors.append(json.dumps(await tab.emit("say", data)))
            await tab.line.send(word("binary").encode())

    # -- what fails ----------------------------------------------------------------------------

    async def faults(self) -> None:
        """Each part fails, with what was said in its exception."""
        for kind in ("request", "task", "callback", "thread", "library", "warning"):
            for _ in range(2):
                await asyncio.to_thread(self.ask, f"/fault/{kind}/{self.planted.word(kind)}")
        lines = [f"{fault} {{}}" for fault in (ACTION, MODEL, POLICY, STORE, DELIVERY)]
        lines += [f"{SERVED} {{}}"] * 5
        async with self.new_tab() as tab:
            await tab.until("state")
            await self.turn(tab, "yes")
            for line in lines:
                await self.turn(tab, line)
        self.look()

    async def database_away(self) -> None:
        """The database goes in the middle of talks over every channel."""
        chat, user = self.planted.number("Telegram chat"), self.planted.code("Slack user")
        async with self.new_tab() as tab:
            await tab.until("state")
            await self.turn(tab, "yes")
            with self._database.away():
                for line in (TALK[2], DANGER[1], UNKNOWN, TALK[0]):
                    await self.turn_unkept(tab, line)
                await self.posted(
                    Person(self._slack, f"U{user}"), f"hello {self.planted.word('Slack')}"
                )
                await self._telegram.write(chat, f"hello {self.planted.word('Telegram')}")
                await self._telegram.answers(chat, 1, 30)
                page = self.page()
                for what in ("history", "transcript"):
                    answer = page.get(what, page.token())
                    if answer.status >= 400:
                        self.evidence.errors.append(answer.body.decode())
                await self.until_unready()
                self.look()
            await self.until_ready()
            await self.turn(tab, f"{UNKNOWN} again")

    async def read_only(self) -> None:
        """The database answers and takes nothing: its statements fail with what was said."""
        async with self.new_tab() as tab:
            await tab.until("state")
            await self.turn(tab, "yes")
            with self._database.read_only():
                for line in (TALK[2], DANGER[1], UNKNOWN):
                    await self.turn_unkept(tab, line)
            await self.until_ready()

    async def until_unready(self) -> None:
        """A health page may be two seconds old."""
        while request(f"{self._url}/health/ready").status == 200:
            await asyncio.sleep(0.1)

    async def until_ready(self) -> None:
        while request(f"{self._url}/health/ready").status != 200:
            await asyncio.sleep(0.1)

    async def turn_unkept(self, tab: Tab, line: str) -> None:
        said = line.format(*(self.planted.word("outage") for _ in range(line.count("{}"))))
        before = len(tab.messages())
        assert await tab.say(said) == {"ok": True}
        while len(tab.messages()) == before:
            await tab.until("message")

    async def corrupt_rows(self) -> None:
        """Events of a talk that can't be read, or are of a kind that nobody knows."""
        page = self.page()
        token = page.token()
        conversation = self.keep(token)
        async with page.connected(token) as tab:
            await tab.until("state")
            await self.turn(tab, "yes")
            junk = [f"{{{self.planted.word('event')}", '{"event": "%s"}', '"%s"', "[%s"]
            ((last,),) = self._database.ask(
                "SELECT max(number) FROM events WHERE conversation = %s", conversation
            )
            for number, data in enumerate(junk, last + 1):
                data = data.replace("%s", self.planted.word("event"))
                self._database.ask(
                    "INSERT INTO events (conversation, number, timestamp, type, data) "
                    "VALUES (%s, %s, %s, %s, %s)",
                    *(conversation, number, 1.0, self.planted.word("event's type"), data),
                )
            self._database.ask(
                "UPDATE conversations SET events = events + %s WHERE conversation = %s",
                *(len(junk), conversation),
            )
            await self.turn(tab, UNKNOWN)

    def look(self) -> None:
        """Keeps what those who run the assistant see now."""
        for path in ("/health/ready", "/health/live", "/metrics"):
            answer = request(self._url + path)
            self.evidence.pages[path] = self.evidence.pages.get(path, "") + answer.body.decode()


def environment_of(database: Database, slack: FakeSlack, telegram: FakeBotApi) -> Mapping[str, str]:
    """All channels are open, and everything is logged."""
    return {
        "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
        "HEADACHE_RELIEF_DATABASE_URL": database.url,
        "HEADACHE_RELIEF_LOG_FORMAT": "json",
        "HEADACHE_RELIEF_LOG_LEVEL": "debug",
        "HEADACHE_RELIEF_SLACK_API": slack.url,
        "HEADACHE_RELIEF_SLACK_APP_TOKEN": APP_TOKEN,
        "HEADACHE_RELIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
        "HEADACHE_RELIEF_TELEGRAM_SERVER": telegram.url,
        "HEADACHE_RELIEF_TELEGRAM_TOKEN": TOKEN,
        "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
        "HEADACHE_RELIEF_WEB_KEY": KEY,
    }


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    if request.param == "sqlite":
        yield SqliteFile(tmp_path_factory.mktemp("talks") / "talks.db")
        return
    server = PostgresServer(postgres_programs())
    try:
        server.start()
        yield Postgres(server)
    finally:
        server.remove()


@pytest.fixture(scope="module")
def evidence(
    database: Database, trained_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evidence]:
    folder = tmp_path_factory.mktemp("canary")
    slack, telegram, actions = FakeSlack().start(), FakeBotApi(strict=False), ActionServer()

    async def run() -> Evidence:
        await telegram.start()
        port = free_port()
        environment = environment_of(database, slack, telegram)
        command = ["tests.canary.faulty_server", "--port", str(port)]
        command += ["--action-server", actions.url]
        program = await asyncio.to_thread(Program, command, port, folder / "output", environment)
        try:
            left = await Run(program, database, slack, telegram).everything()
            await asyncio.to_thread(program.end)
        finally:
            program.stop()
            await telegram.stop()
        return left

    try:
        yield asyncio.run(run())
    finally:
        slack.stop()
        actions.stop()


def test_hundreds_of_strings_were_planted(evidence: Evidence) -> None:
    print(f"{len(evidence.planted.where)} strings planted")
    assert len(evidence.planted.where) >= MANY


def test_none_of_them_is_logged(evidence: Evidence) -> None:
    assert evidence.planted.found_in(evidence.logged) == []


def test_none_of_them_is_in_the_databases_own_log(evidence: Evidence, database: Database) -> None:
    told = database.log()
    assert isinstance(database, SqliteFile) or "read-only transaction" in told
    assert evidence.planted.found_in(told) == []


def test_none_of_them_is_in_the_answer_to_what_was_refused_or_failed(evidence: Evidence) -> None:
    assert len(evidence.errors) > 100
    assert evidence.planted.found_in("\n".join(evidence.errors)) == []


def test_none_of_them_is_in_a_metric_or_a_health_page(evidence: Evidence) -> None:
    assert evidence.planted.found_in("\n".join(evidence.pages.values())) == []


def test_neither_log_nor_answer_holds_a_trace(evidence: Evidence) -> None:
    for told in (evidence.logged, *evidence.errors):
        assert "Traceback" not in told and 'File "' not in told


def test_every_line_of_the_log_is_json(evidence: Evidence) -> None:
    lines = [line for line in evidence.logged.splitlines() if line.startswith("{")]
    assert len(lines) > 100
    for line in lines[:-1]:  # the last one is cut where the careless line begins
        assert {"time", "level", "logger", "event"} <= set(json.loads(line))


def test_a_careless_line_would_have_been_found(evidence: Evidence) -> None:
    found = evidence.planted.found_in(evidence.log.read_text())
    assert found == [f"{evidence.careless} (a careless line)"]


@pytest.mark.parametrize("kind", ["action", "store", "model", "channel", "library"])
def test_the_faults_were_met_and_counted(evidence: Evidence, kind: str) -> None:
    counted = re.findall(
        rf'headache_relief_faults_total{{kind="{kind}"}} (\S+)', evidence.pages["/metrics"]
    )
    assert float(counted[-1]) > 0


def test_nobody_was_left_in_silence(evidence: Evidence) -> None:
    silent = re.findall(r"headache_relief_silent_turns_total{.*} (\S+)", evidence.pages["/metrics"])
    assert silent and not any(map(float, silent))


def test_the_database_was_seen_to_be_away(evidence: Evidence) -> None:
    assert '{"status":"failing","reason":"database"}' in evidence.pages["/health/ready"]
    assert '"failing"' not in evidence.pages["/health/live"]
