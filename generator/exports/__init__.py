"""Files for programs, from the same progress as the pages."""
