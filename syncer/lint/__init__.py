"""Style rules on whatever people write: texts, files and cards, for writers and for their tools."""
