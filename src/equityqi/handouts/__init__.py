"""Handouts: paper pack, site, Excel templates."""
