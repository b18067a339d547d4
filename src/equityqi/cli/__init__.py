"""The command line."""

from equityqi.cli.app import main

__all__ = ["main"]
