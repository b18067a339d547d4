"""What a package for a learning system says of itself: SCORM's manifest, and cmi5's course structure.

Sources: SCORM 1.2 and SCORM 2004 3rd Edition, Content Aggregation Model (ADL); cmi5, section 13 and 14 (AICC, ADL).
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
SCORM = {  # the namespaces of package and extension, the version's name, and how the extension writes a type
    "scorm-1.2": (
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "http://www.adlnet.org/xsd/adlcp_rootv1p2", "1.2",
        "scormtype",
    ),
    "scorm-2004": (
        "http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.adlnet.org/xsd/adlcp_v1p3", "2004 3rd Edition",
        "scormType",
    ),
}  # fmt: skip


def scorm_manifest(version: str, name: str, title: str, launch: str, files: Iterable[str]) -> str:
    """Return ``imsmanifest.xml`` of a package with one unit: ``launch`` is the page to open, ``files`` all there are.

    >>> "<adlcp" in scorm_manifest("scorm-1.2", "c-asthma", "Asthma", "launch.html", ["launch.html"])
    False
    >>> 'adlcp:scormtype="sco"' in scorm_manifest("scorm-1.2", "c-asthma", "Asthma", "launch.html", ["launch.html"])
    True
    """
    package, extension, said, kind = SCORM[version]
    ET.register_namespace("", package)
    ET.register_namespace("adlcp", extension)
    root = ET.Element(f"{{{package}}}manifest", identifier=f"equityqi-{name}", version="1")

    def under(parent: ET.Element, tag: str, text: str = "", **more: str) -> ET.Element:
        made = ET.SubElement(parent, f"{{{package}}}{tag}", more)
        made.text = text or None
        return made

    about = under(root, "metadata")
    under(about, "schema", "ADL SCORM")
    under(about, "schemaversion", said)
    organisations = under(root, "organizations", default="course")
    organisation = under(organisations, "organization", identifier="course")
    under(organisation, "title", title)
    under(under(organisation, "item", identifier="unit", identifierref="pages"), "title", title)
    pages = under(
        under(root, "resources"), "resource",
        identifier="pages", type="webcontent", href=launch, **{f"{{{extension}}}{kind}": "sco"},
    )  # fmt: skip
    for file in files:
        under(pages, "file", href=file)
    return _text(root)


def cmi5_structure(address: str, title: str, about: str, launch: str) -> str:
    """Return ``cmi5.xml`` of a course with one unit; ``address`` is an IRI that no other course has.

    >>> 'moveOn="Completed"' in cmi5_structure("https://w3id.org/a", "Asthma", "A course.", "launch.html")
    True
    """
    ET.register_namespace("", CMI5)
    root = ET.Element(f"{{{CMI5}}}courseStructure")

    def under(parent: ET.Element, tag: str, **more: str) -> ET.Element:
        return ET.SubElement(parent, f"{{{CMI5}}}{tag}", more)

    def described(parent: ET.Element) -> None:
        for tag, words in (("title", title), ("description", about)):
            ET.SubElement(under(parent, tag), f"{{{CMI5}}}langstring", lang="en-GB").text = words

    described(under(root, "course", id=address))
    unit = under(root, "au", id=f"{address}/unit", moveOn="Completed", launchMethod="AnyWindow")
    described(unit)
    under(unit, "url").text = launch
    return _text(root)


def _text(root: ET.Element) -> str:
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).join(
        ('<?xml version="1.0" encoding="UTF-8"?>\n', "\n")
    )
