// A page a commitment from one parameterised page; no sidebar, no fonts of other hosts, no search, as in the other form.
import { readFileSync } from "node:fs";
import { csvParse } from "d3-dsv";

const commitments = csvParse(readFileSync("data/commitments.csv", "utf8"));
const dynamicPaths = commitments.map((row) => `/commitments/${row.commitment_id}`);
export default { root: "src", title: "Synthetic data", pages: [], globalStylesheets: [], sidebar: false, toc: false, search: false, dynamicPaths };
