"""Engagements, their consultations, and the definitions they froze."""
