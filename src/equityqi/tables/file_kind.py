"""What kind of file it is, by its bytes and not by its name, and what to say of those that are no table here."""

from __future__ import annotations

import io
import zipfile

ZIP, OPEN_DOCUMENT = b"PK\x03\x04", b"application/vnd.oasis.opendocument."
NOT_READ = {
    "opendocument": (
        "{name} is an OpenDocument spreadsheet (.ods), which we can’t read here. Open it in LibreOffice or Excel,"
        " save it as .xlsx or .csv, then choose that file."
    ),
    "numbers": (
        "{name} is an Apple Numbers file, which we can’t read here. Open it in Numbers, export it as Excel or CSV,"
        " then choose that file."
    ),
    "document": (
        "{name} is a text document, not a table. Copy its table into Excel, save it as .xlsx or .csv, then choose that"
        " file."
    ),
    "old excel": "{name} is an old Excel file or has a password. Save it as .xlsx or 'CSV UTF-8', and choose that"
    " file.",
    "pdf": "{name} is a PDF. Copy its table into Excel, save it as 'CSV UTF-8', and read that file.",
}


def kind_of_file(name: str, data: bytes) -> str:
    """Return ``"excel"``, ``"text"``, or a key of ``NOT_READ``. A damaged zip file is taken for Excel's, if its
    ``name`` does not say more.

    >>> kind_of_file("counts.csv", b"group,numerator"), kind_of_file("counts.csv", b"%PDF-1.7")
    ('text', 'pdf')
    """
    if data.startswith(b"%PDF"):
        return "pdf"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return "old excel"
    return _kind_of_zip(name, data) if data.startswith(ZIP) else "text"


def _kind_of_zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            of = parts.read("mimetype")[:100] if "mimetype" in names else b""
    except Exception:  # a damaged zip file can raise anything: zip, zlib, key and value errors
        names, of = set(), data[38:138] if data[30:38] == b"mimetype" else b""
    if of.startswith(OPEN_DOCUMENT):
        return "opendocument" if of.startswith(OPEN_DOCUMENT + b"spreadsheet") else "document"
    if "word/document.xml" in names:
        return "document"
    if "Index/Document.iwa" in names or name.casefold().endswith(".numbers"):
        return "numbers"
    return "excel"
