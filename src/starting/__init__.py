"""What `start.py` does before anything is installed; standard library only. Not part of the package."""
