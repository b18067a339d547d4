"""Stored games come out as the first engine, in numpy, brought them: draws, counts, verdicts, sentences and figures."""

import pytest

from equityqi.game import system
from equityqi.game.play import _replayed
from tools import game_as_before
from tools.game_as_before import BLOCK, FULL, NEAR, SHORT, differences, game_of, kept


@pytest.fixture
def nothing_remembered():
    _replayed.cache_clear()
    yield
    _replayed.cache_clear()


def test_300_games_are_as_before():
    assert list(differences(SHORT)) == []


def test_a_hash_is_kept_of_each_thing_and_every_hundred_of_the_10_000_games():
    assert len(kept()) == FULL / BLOCK and SHORT % BLOCK == 0
    assert {frozenset(one) for one in kept()} == {frozenset(("draws", "counts", "verdicts", "sentences"))}
    assert NEAR <= 1e-12


def test_the_games_are_of_many_kinds():
    games = [game_of(number) for number in range(1, BLOCK + 1)]
    assert len({log.seed for log in games}) == BLOCK and max(log.seed for log in games) > 2**31
    assert {log.turn_months for log in games} == {1, 2} and {bool(log.words) for log in games} == {True, False}
    verdicts = {tuple(game_as_before.told(log)["verdicts"][0]) for log in games}
    assert {verdict[-1] for verdict in verdicts} == {True, False} and len(verdicts) >= 4


def test_a_wobble_a_little_wider_is_noticed(monkeypatch, nothing_remembered):
    monkeypatch.setattr(system, "NOISE", 0.0505)
    found = list(differences(BLOCK))
    assert "Games 1 to 100 have other counts than before." in found and "draws" not in " ".join(found)


def test_chances_that_are_a_trifle_off_are_noticed(monkeypatch, nothing_remembered):
    monkeypatch.setattr(system, "LOG_ODDS", tuple(tuple(one + 1e-11 for one in odds) for odds in system.LOG_ODDS))
    assert list(differences(BLOCK)) == ["Games 1 to 100 have chances up to 3e-12 from those of numpy."]


def test_the_command_tells_how_many_games_are_as_before(monkeypatch, capsys):
    monkeypatch.setattr(game_as_before, "SHORT", BLOCK)
    assert game_as_before.main([]) == 0 and capsys.readouterr().out == "100 games compared: all as before.\n"
    monkeypatch.setattr(game_as_before, "hashes", lambda first: {"draws": "0"})
    assert game_as_before.main([]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "Games 1 to 100 have other draws than before.",
        "100 games compared: 1 of their things differ.",
    ]
