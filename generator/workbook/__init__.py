"""The tables as one workbook for Excel and WPS: written from a data folder, and read back into it."""
