"""Hand-ins over https: taken as the course made them, and nothing else."""

import json
import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from equityqi.files import stable_zip
from equityqi.room.hand_ins import MOST_BYTES, NotTaken, take
from equityqi.workfolder.hand_in import COPY_MARK


def made(name="Asha Patel", **more):
    return stable_zip({"manifest.json": json.dumps({"schema": 1, "name": name}), **more})


def test_a_hand_in_lands_in_the_folder_once_and_a_second_one_beside_it(tmp_path):
    folder = tmp_path / "hand-ins"
    first, second = made(), made(**{"exercises/a.json": "{}"})
    names = [take(one, folder) for one in (first, first, second)]
    assert names[0] == names[1] != names[2] and len(list(folder.iterdir())) == 2
    assert (folder / names[0]).read_bytes() == first and (folder / names[2]).read_bytes() == second


def test_of_many_with_one_name_at_the_same_moment_each_is_kept(tmp_path):
    sent = [made("Sam", **{"exercises/a.json": str(number)}) for number in range(12)]
    with ThreadPoolExecutor(12) as at_once:
        names = list(at_once.map(lambda data: take(data, tmp_path), sent))
    assert [(tmp_path / name).read_bytes() for name in names] == sent


@pytest.mark.parametrize("name", ["../../evil", "con", "a/b\\c", "  ", "Zoë"])
def test_no_name_leads_out_of_the_folder(tmp_path, name):
    folder = tmp_path / "hand-ins"
    try:
        take(made(name), folder)
    except NotTaken:
        assert not name.strip()
    assert [one for one in tmp_path.rglob("*") if one.is_file() and one.parent != folder] == []


@pytest.mark.parametrize(
    "data, said",
    [
        (b"no zip", "This isn't a hand-in."),
        (stable_zip({"a.txt": "x"}), "This isn't a hand-in."),
        (stable_zip({"manifest.json": "[]"}), "This isn't a hand-in."),
        (stable_zip({"manifest.json": '{"name": 1}'}), "This isn't a hand-in."),
        (made(**{COPY_MARK: "{}"}), "your own copy"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_what_is_no_hand_in_is_refused_with_what_to_do(tmp_path, data, said):
    with pytest.raises(NotTaken, match=said):
        take(data, tmp_path / "hand-ins")
    assert not (tmp_path / "hand-ins").exists()


def test_a_full_folder_takes_only_what_it_has_already(tmp_path, monkeypatch):
    monkeypatch.setattr("equityqi.room.hand_ins.MOST_HAND_INS", 2)
    first = made("Asha")
    for data in (first, made("Sam"), first):
        take(data, tmp_path)
    with pytest.raises(NotTaken, match="is full"):
        take(made("Tom"), tmp_path)


def test_they_are_collected_only_when_asked_for_and_never_in_the_open(run, tmp_path):
    zipped = (("Content-Type", "application/zip"),)

    async def work(new):
        lead, person = await new().enter("lead"), await new().join()
        server = lead.server
        server.hand_ins = tmp_path / "hand-ins"
        assert (await lead.act("collect", open=True)).code == 409  # over plain http there is nothing to collect
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(server.network), "is_secure", property(lambda _: True))
            assert (await person.ask("hand-in", made(), "PUT", zipped)).code == 409
            assert (await lead.act("collect", open=True)).code == 200
            assert (await person.ask("hand-in", made(), "PUT", zipped)).held["saved"]
            big = made(**{"exercises/a.txt": random.Random(1).randbytes(200_000)})
            assert (await person.ask("hand-in", big, "PUT", zipped)).code == 200 and len(big) > 190_000
            assert (await person.ask("hand-in", b"x", "PUT", zipped)).code == 409
            assert (await person.ask("hand-in", made(), "PUT")).code == 415  # what a form on another site could send
            sent = [made(**{"exercises/a.txt": str(number)}) for number in range(10)]
            codes = [(await person.ask("hand-in", one, "PUT", zipped)).code for one in sent]
            assert codes == [200] * 8 + [409] * 2  # ten from one phone, with the first two
            server.network.card = "192.0.2.7"
            reply = await person.ask("hand-in", made(), "PUT", zipped, f"192.0.2.7:{server.network.port}")
            assert reply.code == 403 and "by email, or in Teams" in reply.held["said"]
            assert (await lead.ask("lead/state")).held["around"]["handed_in"] == 10

    run(work)
    assert len(list((tmp_path / "hand-ins").glob("*.zip"))) == 10
