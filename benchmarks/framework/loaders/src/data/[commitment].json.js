import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { csvParse } from "d3-dsv";

const { commitment } = parseArgs({ options: { commitment: { type: "string" } } }).values;
const [own] = csvParse(readFileSync("data/commitments.csv", "utf8")).filter((row) => row.commitment_id === commitment);
const rows = csvParse(readFileSync("data/observations.csv", "utf8"))
  .filter((row) => row.commitment_id === commitment)
  .map(({ period, value }) => ({ period, value: Number(value) }));
process.stdout.write(JSON.stringify({ ...own, rows }));
