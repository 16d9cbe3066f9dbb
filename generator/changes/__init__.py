"""What differs between two states of the data, and how it is said."""
