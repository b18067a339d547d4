"""marking.roll: a roll is read whole, as people save it, or refused with its line; nobody on it is ever lost."""

import csv
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from equityqi.marking import MarkingError
from equityqi.marking.roll import COLUMNS, Person, Roll, read_roll

ONE = "id,name,email,pair,team\np1,Zoë,z@x.org,p2,North\n"
TAB = "id\tname\temail\tpair\tteam\n p1 \tZoë\tz@x.org\tp2\tNorth\t\t \n"


def roll_of(tmp_path, data):
    path = tmp_path / "roll.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    "data",
    [
        ONE,
        "\ufeffID;Name;Email;Pair;Team\r\np1;Zoë;z@x.org;p2;North\r\n;;;;\r\n",
        TAB.encode("utf-16"),
        TAB.encode("utf-16-le"),
        ONE.encode("utf-16-be"),
        b"\xfe\xff" + ONE.encode("utf-16-be"),
        "team,pair,email,name,id\nNorth,p2,z@x.org,Zoë,p1\n".encode("cp1252"),
        "sep=;\r\n" + ONE.replace(",", ";").replace("\n", "\r\n"),
        "\ufeffsep=,\n" + ONE,
        '"sep=;"\n' + ONE.replace(",", ";"),
        ("sep=|\n" + ONE.replace(",", "|")).encode("utf-16-le"),
        ONE.replace("\n", "\r"),
        "\n\n" + ONE.replace("\n", "\r\n\n"),
        ONE.removesuffix("\n"),
        '"id";"name";"email";"pair";"team";"seat, table";"notes"\r\n'
        '"p1";"Zoë";"z@x.org";"p2";"North";"4, 2";"two\nlines"\r\n',
        "i\u200bd,\u00a0Name ,email,pair,team,,\np1,Zoë,z@x.org,p2,North,,\n",
    ],
)
def test_a_roll_is_read_as_people_save_it(tmp_path, data):
    assert read_roll(roll_of(tmp_path, data)).people == (Person("p1", "Zoë", "z@x.org", "p2", "North"),)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "no column id"),
        ("name,team\nAsha,North\n", "no column id"),
        ("id,name\n", "names nobody"),
        ("id,name\np1,Asha\n,Ben\n", "line 3: there is no id"),
        ("id,name,surname\np1,Asha,Khan\n,,Hill\n", "line 3: there is no id"),
        ("id,name\n\u200b,Ben\n", "line 2: there is no id"),
        ("id,name\np1,Asha\np2,Chi\np1,Ben\n", "line 4: the id p1 is in line 2 already"),
        (b"PK\3\4xlsx", "is an Excel file"),
        (b"id\n\x81\x8d\n", "letters that couldn't be read. Save it again as “CSV UTF-8”"),
        (b"\xff\xfei\0d", "letters that couldn't be read"),
        ("id,id\na,b\n", "two columns called id"),
        ("id,Name,name \na,b,c\n", "two columns called name"),
        ("id,name\np1,Hill, Bob\n", "line 2: there are more cells than columns in the first line. Put quotation marks"),
        ("id\n\np1\np2;Bob\np3,Hill\n", "line 5: there are more cells"),
        ("id,name\np1,Asha\rp2,Ben\np3,Chi\n", "line 2: the lines of this file end in two ways"),
    ],
)
def test_a_roll_with_a_fault_is_answered_in_one_sentence(tmp_path, data, words):
    with pytest.raises(MarkingError, match=words) as said:
        read_roll(roll_of(tmp_path, data))
    assert "The roll roll.csv" in str(said.value) and "\n" not in str(said.value)


@pytest.mark.parametrize(
    "data",
    [
        'id,name\na,"Bob\nb,x\nc,y\n',
        'id,name\n"a,x\nb,y\n',
        'id,name\na,Bob "the\nb,x\n',
        'id,name\na, "Hill, Bob"\n',
        'id,name\na,"Bob" Hill\n',
        'id,name\na,"Bob\nb,"x"\n',
        'id,name\n"' + "x" * 200_000,
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_nobody(tmp_path, data):
    with pytest.raises(MarkingError, match="line 2: a quotation mark is opened but not closed, or is in the middle"):
        read_roll(roll_of(tmp_path, data))


@pytest.mark.parametrize("sign", ["\n", "\r", "\0", "\x07", "\x1b", "\x85", "\u2028", "\t"])
@pytest.mark.parametrize("column", COLUMNS)
def test_a_line_break_or_a_control_letter_in_a_cell_is_refused_with_its_line(tmp_path, sign, column):
    cells = {"id": "p2", column: f"a{sign}b"}
    row = ",".join(f'"{cells.get(name, "")}"' for name in COLUMNS)
    with pytest.raises(MarkingError, match=f"line 3: there is a line break or .* in the column {column}. Type that"):
        read_roll(roll_of(tmp_path, f"{','.join(COLUMNS)}\np1,,,,\n{row}\n"))


def test_people_between_two_stray_quotation_marks_are_not_lost(tmp_path):
    swallowed = 'id,name,notes\na,Asha,"see below\nb,Ben,\nc,Chi,"\nd,Dee,\n'
    with pytest.raises(MarkingError, match="line 2: a cell begins here that holds whole lines of the roll"):
        read_roll(roll_of(tmp_path, swallowed))
    with pytest.raises(MarkingError, match="line 1: a cell begins here that holds whole lines"):
        read_roll(roll_of(tmp_path, 'id,"name\na,Asha\nb,Ben"\nc,Chi\n'))


@pytest.mark.parametrize(
    "twin",
    ["ASHA k.", " Asha  K. ", "Asha\u00a0K.", "Asha\u200b K.", "\ufeffAsha K.", "As\u00adha K.", "\u202aAsha K.\u202c"]
    + ["Ａsha K.", "Asha K\u200e.", "Asha K.\ufe0f", "As\u2060ha K."],
)
def test_two_ids_that_look_the_same_are_refused_with_both_lines(tmp_path, twin):
    with pytest.raises(MarkingError, match="line 4: the id .* looks like Asha K. in line 2: they differ only in capit"):
        read_roll(roll_of(tmp_path, f"id,name\nAsha K.,a\nben,b\n{twin},c\n"))


def test_an_accent_typed_in_two_ways_is_one_id(tmp_path):
    with pytest.raises(MarkingError, match="looks like"):
        read_roll(roll_of(tmp_path, "id\nzo\u00eb\nzoe\u0308\n"))


def test_people_with_one_name_or_one_e_mail_are_two_people(tmp_path):
    data = "id,name,email\n1 1,Asha,us@x.org\n11,Asha,us@x.org\n"
    assert [person.id for person in read_roll(roll_of(tmp_path, data)).people] == ["1 1", "11"]


def test_a_roll_or_a_folder_that_is_not_there_is_named(tmp_path, cohort):
    with pytest.raises(MarkingError, match="could not be read"):
        read_roll(tmp_path / "nowhere.csv")
    cohort.zip("asha")
    cohort.hand_ins = tmp_path / "nowhere"
    with pytest.raises(MarkingError, match="could not be read"):
        cohort.mark()
    cohort.course = tmp_path
    with pytest.raises(MarkingError, match="no folder “solutions”"):
        cohort.mark()


ORDINARY, TROUBLE = "aBzé'ß.-= ;,1", '李"\n\r,;\t\0|\u200b\u00a0Ａ'
CELLS = st.sampled_from([ORDINARY] * 30 + [TROUBLE]).flatmap(lambda letters: st.text(letters, max_size=6))
EXAMPLES = settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ROWS = st.lists(st.tuples(*[CELLS] * (len(COLUMNS) + 1)), max_size=6)


@EXAMPLES
@given(
    rows=ROWS,
    separator=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    first=st.booleans(),
    notes_first=st.booleans(),
)
@example([("a",) * 7, ("b",) * 7], ";", csv.QUOTE_ALL, "\r", "utf-16-le", True, True)
def test_whatever_a_table_is_saved_as_everybody_comes_back_or_it_is_refused(
    tmp_path, rows, separator, quoting, ends, encoding, first, notes_first
):
    heads = ["notes", *COLUMNS] if notes_first else [*COLUMNS, "notes"]
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=quoting, lineterminator=ends).writerows([heads, *rows])
    text = f"sep={separator}{ends}" * first + written.getvalue()
    at = heads.index("id")
    wanted = [Person(*map(str.strip, row[at : at + len(COLUMNS)])) for row in rows if any(map(str.strip, row))]
    try:
        found = read_roll(roll_of(tmp_path, text.encode(encoding, "replace"))).people
    except MarkingError as error:
        assert "The roll roll.csv" in str(error) and "\n" not in str(error)
        return
    assert list(found) == [
        Person(*(cell.encode(encoding, "replace").decode(encoding) for cell in vars(person).values()))
        for person in wanted
    ]


@EXAMPLES
@given(
    names=st.lists(st.text("aé李'\" ,;=-", max_size=6), min_size=1, max_size=6),
    separator=st.sampled_from(",;\t"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
)
def test_an_ordinary_table_is_read_whole(tmp_path, names, separator, quoting, encoding):
    written = io.StringIO(newline="")
    rows = [(f"p{number}", name) for number, name in enumerate(names)]
    csv.writer(written, delimiter=separator, quoting=quoting).writerows([("id", "name"), *rows])
    found = read_roll(roll_of(tmp_path, written.getvalue().encode(encoding))).people
    assert [(person.id, person.name) for person in found] == [(id, name.strip()) for id, name in rows]


def test_a_name_fits_as_written_before_it_fits_otherwise():
    roll = Roll(
        (
            Person("Asha"),
            Person("asha"),
            Person("p3", "Zoë O'Brien", "zoe@x.org"),
            Person("p4", "Sam Hill"),
            Person("p5", "sam hill"),
            Person("p\u200e6"),
        )
    )
    assert [
        roll.find(name) and roll.find(name).id
        for name in ("asha", "Asha", "ZOE@x.org", "zoë-o-brien", "Sam Hill", "SAM HILL", "ASHA", "nobody", "", "Ｐ6")
    ] == ["asha", "Asha", "p3", "p3", "p4", None, None, None, None, "p\u200e6"]
