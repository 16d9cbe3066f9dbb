// No sidebar of all pages, no fonts of other hosts, no search: what is compared is a page a commitment.
export default { root: "src", title: "Synthetic data", pages: [], globalStylesheets: [], sidebar: false, toc: false, search: false };
