// Tables of records; on a narrow screen each record is a card of its own (rujukan.css), which the roles keep a table.
import { language, make, text } from "./teks.js";

/** A table under the given heads, by a name of its own where a page has several; numbers stand right, null is empty. */
export function table(heads, rows, name = heads.join(", ")) {
  const isNumber = heads.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  if (!rows.length) return make("p", { class: "hint" }, text("manage_none"));
  const cell = (value, at) =>
    make("td", { role: "cell", "data-head": heads[at], class: isNumber[at] ? "number" : null }, ...[value ?? ""].flat().map((one) => (one instanceof Node ? one : String(one))));
  return make("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": name },
    make("table", { role: "table" },
      make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, heads.map((head, at) => make("th", { scope: "col", role: "columnheader", class: isNumber[at] ? "number" : null }, head)))),
      make("tbody", { role: "rowgroup" }, rows.map((row) => make("tr", { role: "row" }, row.map(cell))))));
}

export const moment = (at) => make("span", { class: "when" }, new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" }));

export const day = (at) => (at ? make("span", { class: "when" }, new Date(at).toLocaleDateString(language, { dateStyle: "medium" })) : "–");

export const month = (at) => new Date(`${at}-01`).toLocaleDateString(language, { month: "long", year: "numeric" });
