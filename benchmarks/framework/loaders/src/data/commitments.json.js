import { readFileSync } from "node:fs";
import { csvParse } from "d3-dsv";

process.stdout.write(JSON.stringify(csvParse(readFileSync("data/commitments.csv", "utf8"))));
