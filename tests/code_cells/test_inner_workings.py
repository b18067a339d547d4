"""code_cells.inner_workings: words that no honest answer needs are found however they are written, and no honest page
has one.
"""

import json

import pytest

from equityqi.code_cells.inner_workings import LONG, inner_workings
from equityqi.files import course_root

TEST = "import pandas as pd\npd.testing.assert_frame_equal(a, b)\nassert x.equals(y), float(z)"
FOUND = [
    ("import sys\nframe = sys._getframe()", "_getframe"),
    ("from sys import _getframe as near\nnear()", "_getframe"),
    ("import sys as s\ns.stdout", "sys"),
    ("getattr(sys, '_get' + 'frame')", "_getframe"),
    ("getattr(frame, 'kcab_f'[::-1])", "f_back"),
    ("getattr(frame, 'F_BACK'.lower())", "f_back"),
    ("getattr(frame, f'f_{\"back\"}')", "f_back"),
    ("getattr(frame, '%s_%s' % ('f', 'back'))", "f_back"),
    ("one = 'f_'\nother = 'back'\ngetattr(frame, one + other)", "f_back"),
    ("getattr(frame, ''.join(map(chr, (102, 95))))", "getattr"),
    ("for name in ['f_back']:\n    getattr(frame, name)", "f_back"),
    ("import operator\noperator.attrgetter('f_back')(frame)", "f_back"),
    ("match frame:\n    case object(f_back=back):\n        pass", "f_back"),
    ("'{0.__globals__}'.format(double)", "__globals__"),
    ("import gc\nheld = gc.get_objects()", "get_objects"),
    ("try:\n    pass\nexcept Exception as error:\n    error.__traceback__.tb_frame", "tb_frame"),
    ("double.__code__ = (lambda x: x).__code__", "__code__"),
    ("().__class__.__base__.__subclasses__()", "__subclasses__"),
    ("type(1).mro()", "mro"),
    ("import ctypes", "ctypes"),
    ("from ctypes import c_int", "ctypes"),
    ("__import__('cty' + 'pes')", "ctypes"),
    ("import importlib\nimportlib.import_module('ctypes')", "ctypes"),
    ("__import__(name)", "__import__"),
    ("import os\nos._exit(0)", "_exit"),
    ("import os\nos.kill(1, 9)", "os.kill"),
    ("import sys\nsys.settrace(print)", "settrace"),
    ("import sys\nsys.addaudithook(print)", "addaudithook"),
    ("import sys\nsys.modules['pandas'] = None", "sys.modules"),
    ("from sys import modules", "modules"),
    ("import builtins\nbuiltins.float = int", "builtins"),
    ("import builtins as b", "builtins"),
    ("__builtins__['float'] = int", "__builtins__"),
    ("globals()['float'] = int", "globals()['float'] ="),
    ("def f():\n    global float\n    float = int", "global float"),
    ("import inspect\ninspect.stack()", "inspect.stack"),
    ("from inspect import currentframe", "currentframe"),
    ("import importlib\nimportlib.reload(pandas)", "importlib.reload"),
    ("import atexit", "atexit"),
    ("import signal", "signal"),
    ("import faulthandler", "faulthandler"),
    ("from unittest.mock import patch", "unittest.mock"),
    ("from equityqi.sandbox import run_page", "equityqi.sandbox"),
    ("type(get_ipython()).run_cell = print", "type(get_ipython())"),
    ("get_ipython().run_cell('1')", "get_ipython().run_cell"),
    ("shell = get_ipython()\nshell.ast_transformers.clear()", "ast_transformers"),
    ("import pandas as pd\npd.testing.assert_frame_equal = print", "pd.testing.assert_frame_equal ="),
    ("import pandas as pd\nsetattr(pd.DataFrame, 'equals', print)", "setattr(pd.DataFrame, 'equals')"),
    ("exec('import sys; sys._getframe()')", "_getframe"),
    ("exec(eval('1'), {})", "exec"),
    ("import base64\nexec(base64.b64decode('aW1wb3J0IHN5czsgc3lzLl9nZXRmcmFtZSgp'))", "_getframe"),
    ("run = exec", "exec"),
    ("eval(text)", "eval"),
    ("code = bytes.fromhex('665f6261636b').decode()", "f_back"),
    ("import codecs\nname = codecs.decode('s_onpx', 'rot13')", "f_back"),
    ("open('helper.py', 'w').write('import sys\\nsys._getframe()')", "_getframe"),
    ("%%writefile helper.py\nimport sys\nsys._getframe()", "_getframe"),
    ("!python -c 'import ctypes'", "ctypes"),
    ("%%bash\ncat /proc/1/environ", "/proc/"),
    ("open('/proc/self/mem', 'rb')", "/proc/"),
    (">>> import sys\n>>> sys._getframe()", "_getframe"),
]
HONEST = [
    "# __globals__ and sys._getframe are not for us\nx = 1",
    'def tidy(raw):\n    """Nothing of f_back or __code__ here."""\n    return raw',
    "print('f_back')\nprint('about sys._getframe()', '/proc/self')",
    "df['signal'] = 1\ndf.stack()\nwide = np.stack([a, b])",
    "import gc\ngc.collect()",
    "from scipy import signal\nimport scipy.signal",
    "import pandas as pd\npd.options.display.max_rows = 10\ndf.columns = ['a']\ndf.eval('a + b')",
    "import sys\n'google.colab' in sys.modules\nsys.path.append('.')\nsys.exit()",
    "get_ipython().run_line_magic('matplotlib', 'inline')\n'colab' in str(get_ipython())",
    "for name in ('sum', 'mean'):\n    getattr(df, name)()\nvalue = getattr(row, f'quintile_{i}')",
    "globals()[f'table_{i}'] = df\nx.__dict__\nx.__class__.__name__",
    "import re\nre.compile('x')\neval('2 + 3')",
    "import inspect\nprint(inspect.getsource(tidy))",
    "import os\nos.environ['X'] = '1'\nos.getcwd()\nos.makedirs('out')",
    "import builtins\nbuiltins.sum([1])\nsum = 3",
    "%matplotlib inline\n!pip install seaborn\n%timeit tidy(raw)",
    "%%time\nx = 1",
    "class Chart:\n    def __init__(self):\n        super().__init__()\n        self.equals = 1",
    "import matplotlib.pyplot as plt\nplt.rcParams['figure.dpi'] = 100",
    "text = 'the import of goods'\nquoted = 'import this'",
    "import warnings\nwarnings.filterwarnings('ignore')\nimport traceback\ntraceback.print_exc()",
]


@pytest.mark.parametrize("source, word", FOUND)
def test_a_word_is_found_however_it_is_written(source, word):
    assert word in inner_workings(["x = 1", source], [TEST])


def test_a_word_that_is_put_together_over_two_cells_is_found():
    assert inner_workings(["one = 'f_'", "getattr(frame, one + 'back')"]) == ["f_back"]


@pytest.mark.parametrize("source", HONEST)
def test_what_honest_pages_do_is_not_found(source):
    assert inner_workings([source], [TEST]) == []


def test_no_page_of_the_course_has_such_a_word():
    pages = [*course_root().glob("solutions/*/*.ipynb"), *course_root().glob("exercises/*/*.ipynb")]
    assert len(pages) > 20
    for page in pages:
        cells = json.loads(page.read_text("utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
        assert inner_workings(sources, sources) == [], page


@pytest.mark.parametrize(
    "source",
    [
        "x = " + " + ".join(["'import a'"] * 60_000),
        "many = '" + "import x\\n" * 9_000 + "'\n" + "\n".join(f"x = many + '{one}'" for one in range(20_000)),
        "x0 = 'import os;'\n" + "\n".join(f"x{one + 1} = x{one} + x{one}" for one in range(1_000)),
        "(" * 900_000,
        "a" + ".a" * 400_000,
    ],
)
def test_a_page_that_was_made_to_take_long_ends(source):
    assert set(inner_workings([source])) <= {LONG}


def test_what_is_too_long_to_be_followed_is_looked_at():
    padding = "pad = '" + "import x\n".replace("\n", "\\n") * 20_000 + "'"
    assert LONG in inner_workings([padding, "exec(pad + 'y')"])
