"""A project on its way out: a Word file, an HTML page, plain text, pictures."""

from equityqi.project.export_html import to_html
from equityqi.project.export_picture import to_picture
from equityqi.project.export_text import to_text
from equityqi.project.export_word import to_word

__all__ = ["to_html", "to_picture", "to_text", "to_word"]
