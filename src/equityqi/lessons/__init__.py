"""Lessons: what a lesson shows, and the runsheet."""
