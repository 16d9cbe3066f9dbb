"""Finding the status of each commitment."""
