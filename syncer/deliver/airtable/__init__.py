"""Carrying rows to Airtable: what each lane holds, what may be spent, and one batch at a time."""
