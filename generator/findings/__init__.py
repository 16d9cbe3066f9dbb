"""What is wrong with the data: the rules, the findings, their report."""
