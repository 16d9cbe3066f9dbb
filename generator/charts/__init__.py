"""Charts: the rows of each figure, and its drawing."""
