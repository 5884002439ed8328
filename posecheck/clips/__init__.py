"""Recorded clips and saved tracks: from the file to the judgement and all that is written of it."""
