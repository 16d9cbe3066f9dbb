"""Reading a data folder: settings, tables, cells, records."""
