"""Airtable: rows written by upsert, read back as they were sent, and the table's shape compared."""
