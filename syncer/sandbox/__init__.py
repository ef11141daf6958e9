"""A local Trello and Airtable on loopback ports, for trying rules and for tests over real HTTP."""
