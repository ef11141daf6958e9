"""Other linters, installed by name where nothing of the project lies, and run beside ours."""
