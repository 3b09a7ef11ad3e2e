"""The bench starts two bots, measures them side by side, and ends them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from headache_relief.benchmark.comparison import Plan, around, compare
from headache_relief.benchmark.figures import Figure, percentile
from headache_relief.benchmark.running_bot import Bot, running
from headache_relief.serving.errors import ServingError

SERVER = """
import http.server, json, sys, time
port, milliseconds = int(sys.argv[1]), float(sys.argv[2])
turns = 0

class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global turns
        message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        turns += message["sender"] == "long"
        time.sleep(milliseconds * (1 + turns) / 1000)
        body = json.dumps([] if message["message"] == "silence" else [{"text": "hi"}]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_): pass

print("started", flush=True)
http.server.ThreadingHTTPServer(("127.0.0.1", port), Answers).serve_forever()
"""
PLAN = Plan(starts=1, conversations=2, turns=3, marks=(4, 20))


def bot(folder: Path, name: str, milliseconds: float, talk: tuple[str, ...] = ("go on",)) -> Bot:
    program = folder / "server.py"
    program.write_text(SERVER)
    return Bot(
        name=name,
        command=(sys.executable, str(program), "{port}", str(milliseconds)),
        folder=folder,
        log=folder / f"{name}.log",
        opening=("hello",),
        talk=talk,
    )


def test_two_bots_are_measured_side_by_side(tmp_path: Path) -> None:
    said: list[str] = []
    quick, slow = bot(tmp_path, "quick", 0.1), bot(tmp_path, "slow", 5)
    figures = {figure.measure: figure for figure in compare(quick, slow, PLAN, said.append)}
    assert list(figures) == [
        "start until first answer (s)",
        "turn, p50 (ms)",
        "turn, p95 (ms)",
        "turn 4 (ms)",
        "turn 20 (ms)",
        "growth: turn 20 / turn 4",
        "peak memory (MB)",
    ]
    assert figures["turn, p50 (ms)"].met
    assert figures["turn, p50 (ms)"].stock >= 5
    assert figures["growth: turn 20 / turn 4"].stock > 2  # its turns grow longer and longer
    assert 5 < figures["peak memory (MB)"].ours < 200
    assert not any("said nothing" in line for line in said)


def test_silence_is_reported(tmp_path: Path) -> None:
    said: list[str] = []
    silent = bot(tmp_path, "silent", 0.1, talk=("silence",))
    compare(silent, bot(tmp_path, "other", 0.1), PLAN, said.append)
    turns = PLAN.conversations * (PLAN.turns - 1) + PLAN.marks[-1] + 1
    assert f"silent said nothing in {turns} turns." in said


def test_a_bot_is_ended_even_when_measuring_it_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), running(bot(tmp_path, "any", 0.1)) as one:
        process = one._process.pid
        raise ZeroDivisionError
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_a_bot_that_ends_at_once_is_one_sentence_that_names_its_log(tmp_path: Path) -> None:
    broken = Bot(
        "The broken bot", (sys.executable, "-c", "1/0"), tmp_path, tmp_path / "log", "h", "h"
    )
    sentence = r"The broken bot ended at once; its log is .*log\."
    with pytest.raises(ServingError, match=sentence), running(broken):
        pytest.fail("it runs")
    assert "ZeroDivisionError" in (tmp_path / "log").read_text()


def test_a_bot_that_stops_answering_is_one_sentence(tmp_path: Path) -> None:
    with running(bot(tmp_path, "mortal", 0.1)) as one:
        one._process.kill()
        one._process.wait()
        with pytest.raises(ServingError, match="mortal stopped answering"):
            one.turn("long", 1)


def test_the_messages_of_a_conversation_open_once_and_then_repeat(tmp_path: Path) -> None:
    one = bot(tmp_path, "any", 1, talk=("a", "b"))
    assert [one.message(turn) for turn in range(6)] == ["hello", "a", "b", "a", "b", "a"]


def test_goals_limit_the_ratio_or_our_own_figure() -> None:
    assert Figure("turn", ours=30, stock=50, goal=0.6).met
    assert not Figure("turn", ours=31, stock=50, goal=0.6).met
    assert not Figure("growth", ours=1.6, stock=9, goal=1.5, goal_is_for_ours=True).met
    assert Figure("turn 10", ours=1, stock=2).met is None
    assert Figure("turn", ours=30, stock=50, goal=0.6).as_row() == {
        "measure": "turn",
        "ours": 30,
        "stock": 50,
        "ratio": 0.6,
        "goal": 0.6,
        "met": True,
    }


def test_percentiles_are_values_that_occurred() -> None:
    hundred = list(range(1, 101))
    assert (percentile(hundred, 0.5), percentile(hundred, 0.95)) == (50, 95)
    assert percentile([7], 0.95) == 7


def test_one_slow_turn_does_not_make_a_mark() -> None:
    times = [1.0] * 20
    times[9] = 50
    assert around(times, 10) == 1
