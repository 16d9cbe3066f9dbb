"""Words, figures and dates in the reader's language, and the templates they stand in."""
