"""What a cell shows, gathered as a notebook keeps it: what is printed, and what is displayed.

It is beside ``run_page.py`` and is used by it inside the sandbox, so it too imports nothing of this package.
"""

from __future__ import annotations

import base64
import io
import json

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher

MOST_OUTPUT = 2**20  # bytes kept of what one cell shows


class Shown:
    """What the cell that runs has shown so far, cut where it is too much."""

    def __init__(self):
        self.begin()

    def begin(self):
        self.outputs, self.left, self.asked = [], MOST_OUTPUT, False

    def printed(self, name, text):
        last = self.outputs[-1] if self.outputs else {}
        kept, self.left = text[: max(self.left, 0)], self.left - len(text)
        if not kept:
            return
        if last.get("name") != name:
            self.outputs.append(last := {"output_type": "stream", "name": name, "parts": []})
        last["parts"].append(kept)

    def add(self, kind, data, metadata):
        """Keep of an output what JSON can hold: an honest chart may show numbers of numpy's."""
        told = {mime: text for mime, value in data.items() if isinstance(mime, str) and (text := _as_json(value))}
        self.left -= sum(map(len, told.values()))
        if self.left >= 0 and told:
            output = {"data": {mime: json.loads(text) for mime, text in told.items()}}
            output["metadata"] = json.loads(_as_json(metadata) or "{}")
            self.outputs.append({"output_type": kind, **output})

    def all(self):
        return [
            {"output_type": "stream", "name": one["name"], "text": "".join(one["parts"])} if "parts" in one else one
            for one in self.outputs
        ]


def _as_json(value):
    """Return a value as JSON, or nothing where JSON cannot hold it."""
    try:
        return json.dumps(base64.b64encode(value).decode() if isinstance(value, bytes) else value, skipkeys=True)
    except Exception:
        return ""


SHOWN = Shown()


class Printed(io.TextIOBase):
    """A standard stream that goes into what the cell shows."""

    encoding = "utf-8"

    def __init__(self, name):
        self._name = name

    def writable(self):
        return True

    def write(self, text):
        text = str.__str__(text)  # a class of a learner's may answer otherwise than a text does
        SHOWN.printed(self._name, text)
        return len(text)


class Hook(DisplayHook):
    def write_output_prompt(self):
        pass

    def write_format_data(self, format_dict, md_dict=None):
        SHOWN.add("execute_result", format_dict, md_dict or {})

    def finish_displayhook(self):
        pass


class Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, source=None, *, transient=None, update=False, **more):
        if not update:
            SHOWN.add("display_data", data, metadata or {})

    def clear_output(self, wait=False):
        SHOWN.outputs.clear()
