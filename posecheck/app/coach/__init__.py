"""Leads a live session: no page and no picture here."""
