"""Looking at links that strangers wrote, without becoming their tool."""
