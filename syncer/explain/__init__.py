"""Why a card was decided so, from the stored trace; and what would happen if, on the same judge."""
