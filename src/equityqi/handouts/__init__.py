"""Handouts: paper pack, site, workbook, Excel templates."""
