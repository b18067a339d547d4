"""What a release has: a file that nobody could use is named before anything is signed."""

import io
import json
import tarfile

import pytest

from equityqi.files import stable_zip
from tools import release_files
from tools.release_files import Broken, broken_links, image_config, sums, try_archived_image, try_package, try_site


def image(path, config):
    """An image's file as ``docker save`` writes it, without its layers."""
    with tarfile.open(path, "w:gz") as held:
        for name, content in {"manifest.json": [{"Config": "c.json"}], "c.json": {"config": config}}.items():
            data = json.dumps(content).encode()
            info = tarfile.TarInfo(name)
            info.size = len(data)
            held.addfile(info, io.BytesIO(data))
    return path


def test_an_image_that_would_run_as_root_is_refused(tmp_path):
    right = image(tmp_path / "right.tar.gz", {"Cmd": ["equityqi", "hub-server"], "User": "1000"})
    assert image_config(right)["Cmd"] == release_files.COMMAND
    with pytest.raises(Broken, match="as user root"):
        try_archived_image(image(tmp_path / "root.tar.gz", {"Cmd": ["equityqi", "hub-server"], "User": "root"}))
    with pytest.raises(Broken, match="would run None"):
        try_archived_image(image(tmp_path / "none.tar.gz", {"User": "1000"}))


def test_a_site_without_its_pages_is_refused(tmp_path):
    path = tmp_path / release_files.SITE
    path.write_bytes(stable_zip({"index.html": "", "a-blood-pressure/index.html": ""}))
    with pytest.raises(Broken, match="is missing"):
        try_site(path)


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    (tmp_path / "case").mkdir()
    links = '<a href="two.html#part"></a><a href="https://nhs.uk/"></a><img src="../one.png"><a href="gone.html"></a>'
    (tmp_path / "case/page.html").write_text(links, encoding="utf-8")
    (tmp_path / "case/two.html").write_text("", encoding="utf-8")
    files = {"case/page.html", "case/two.html", "one.png"}
    assert broken_links(tmp_path, files) == ["case/page.html: gone.html"]


@pytest.mark.parametrize("leads_to", ["elsewhere.html", "launch.html"])
def test_cmi5_has_to_lead_to_the_page_that_opens(leads_to, tmp_path):
    course = f'<courseStructure xmlns="{release_files.CMI5}"><au><url>{leads_to}</url></au></courseStructure>'
    path = tmp_path / "equityqi-c-asthma-cmi5.zip"
    path.write_bytes(stable_zip({"cmi5.xml": course, "launch.html": ""}))
    if leads_to == "launch.html":
        assert "leads to launch.html" in try_package(path)
    else:
        with pytest.raises(Broken, match="doesn't lead"):
            try_package(path)


def test_sums_are_those_that_sha256sum_reads(tmp_path):
    (tmp_path / "a.whl").write_bytes(b"abc")
    (tmp_path / ".gitignore").write_text("*")
    (tmp_path / "SHA256SUMS").write_text("old")
    assert sums(tmp_path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a.whl\n"
