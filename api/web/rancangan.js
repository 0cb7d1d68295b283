// The drafters' page: precedents of each clause beside it, verdicts on its citations, findings with their places.
import { compareWords } from "./beda.js";
import { badge, make, problemOf, readingAddress, text } from "./teks.js";

const form = document.getElementById("draft");
const file = document.getElementById("draft-file");
const state = document.getElementById("draft-state");
const result = document.getElementById("draft-result");
const TYPES = { pdf: "application/pdf", docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", txt: "text/plain", md: "text/markdown" };
const GRAVE = { kesalahan: "bad", peringatan: "warn", pertanyaan: "warn", saran: "good" };
let read = ""; // text of the file checked last, shown in the text area so that places can be selected in it
const SOUND = { ada: "good", dicabut: "bad", diubah: "warn", "kutipan berbeda": "warn", "tidak ada pasal itu": "bad", "tidak ada ayat itu": "bad" };

file.addEventListener("change", () => {
  if (form.elements.text.value === read) form.elements.text.value = read = ""; // it was another file's
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const task = event.submitter?.value ?? "precedents";
  const asked = requestOf(task);
  if (!asked) return tell(text("draft_needed"), "warning");
  tell(text("draft_busy"));
  form.setAttribute("aria-busy", "true");
  try {
    const response = await asked();
    if (response.status === 404 || response.status === 405) return tell(text("draft_missing"), "warning");
    if (!response.ok) return tell(await problemOf(response), "danger");
    const found = await response.json();
    if (found.text !== undefined) {
      form.elements.text.value = found.text;
      read = form.elements.text.value; // as the browser writes its lines
    }
    result.replaceChildren(...(task === "precedents" ? showPrecedents(found, asked) : showChecks(found, task)));
    result.hidden = false;
    tell("");
    result.focus();
  } catch {
    tell(text("offline"), "danger");
  } finally {
    form.removeAttribute("aria-busy");
  }
});

/** A function that asks for the task, for JSON or for a file of a format; null where there is nothing to ask about. */
function requestOf(task) {
  const words = form.elements.text.value;
  const day = form.elements.as_of.value || null;
  const chosen = file.files[0];
  if (words.trim())
    return (format) => post(`/v1/${task}`, JSON.stringify({ text: words, as_of: day, ...(format ? { format } : {}) }), "application/json");
  if (!chosen) return null;
  const type = TYPES[chosen.name.split(".").at(-1).toLowerCase()] ?? chosen.type;
  const query = (format) => new URLSearchParams({ ...(day ? { as_of: day } : {}), ...(format ? { format } : {}) });
  return (format) => post(`/v1/${task}/document?${query(format)}`, chosen, type);
}

const post = (address, body, type) => fetch(address, { method: "POST", headers: { "Content-Type": type }, body });

function tell(message, kind = "plain") {
  state.replaceChildren(...(message ? [make("p", { class: `banner banner-${kind}` }, message)] : []));
}

// --- precedents ---

function showPrecedents(found, asked) {
  const single = found.clauses.length === 1;
  return [
    make("h2", {}, text("draft_find")),
    make("p", { class: "form-row" }, make("span", { class: "hint" }, text("draft_export")),
      [["docx", "Word"], ["markdown", "Markdown"], ["csv", "CSV"]].map(([format, name]) =>
        make("button", { type: "button", onclick: () => save(asked, format) }, name))),
    ...(found.bases.length && !single ? [showBases(found.bases)] : []),
    ...found.clauses.map((clause) => showClause(clause, single)),
  ];
}

async function save(asked, format) {
  const response = await asked(format);
  if (!response.ok) return tell(await problemOf(response), "danger");
  const link = make("a", { href: URL.createObjectURL(await response.blob()), download: `preseden.${format === "markdown" ? "md" : format}` });
  link.click();
  URL.revokeObjectURL(link.href);
}

function showBases(bases) {
  const rows = bases.map((basis) =>
    make("tr", {}, make("td", {}, make("a", { href: readingAddress(basis.regulation) }, basis.label), ` ${basis.title}`),
      make("td", {}, badge(basis.status, basis.regulation)),
      make("td", {}, [basis.named ? text("draft_named") : "", basis.replaces.length ? `${text("draft_replaces")} ${basis.replaces.join(", ")}` : ""].filter(Boolean).join("; "))));
  return make("section", {}, make("h3", { class: "overline" }, text("draft_bases")), make("div", { class: "table-frame", tabindex: "0" }, make("table", {}, make("tbody", {}, rows))));
}

function showClause(clause, open) {
  const inFamily = new Set(clause.families.filter((one) => one.length > 1).flat().map((member) => member.path));
  const alone = clause.passages.filter((passage) => !inFamily.has(passage.path));
  const families = clause.families.filter((one) => one.length > 1);
  return make("details", { class: "clause", open },
    make("summary", {}, `${text("draft_clause")} ${clause.label || clause.id} `, make("span", { class: "hint" }, shorten(clause.clause))),
    make("p", { class: "clause-text law", lang: "id" }, clause.clause),
    clause.passages.length ? null : make("p", { class: "hint" }, text("draft_none")),
    families.map((family) => showFamily(family, clause.clause)),
    alone.length
      ? [make("h3", { class: "overline" }, text("draft_others")), make("div", { class: "versions" }, alone.map((passage) => showVersion(passage, clause.clause)))]
      : null);
}

const shorten = (words) => (words.length > 90 ? `${words.slice(0, 88).trimEnd()} …` : words);

const showFamily = (family, clause) =>
  make("section", {}, make("h3", { class: "overline" }, text("draft_family")),
    make("div", { class: "versions" }, family.map((member) => showVersion(member, clause, labelsOf(family)))));

const labelsOf = (family) => new Map(family.map((member) => [member.path, member.label]));

function showVersion(one, clause, labels = new Map()) {
  const words = make("p", { class: "law", lang: "id", tabindex: "0" }, one.edits?.length && one.source ? editsOf(one.edits) : one.text);
  const origin = "source" in one
    ? one.source
      ? [`${text("draft_from")} `, make("a", { href: readingAddress(one.source) }, labels.get(one.source) ?? one.source), ` · ${text("draft_likeness")} ${Math.round(one.likeness * 100)}%`]
      : [text("draft_first")]
    : [];
  const compare = make("button", { type: "button", class: "plain", "aria-pressed": "false" }, text("draft_side"));
  const article = make("article", { class: "version" },
    make("header", { class: "card-head" }, make("h4", {}, make("a", { class: "card-label", href: readingAddress(one.path) }, one.label)), badge(one.status, one.path)),
    make("p", { class: "hint" }, [one.title, one.year, one.issuer].filter(Boolean).join(" · ")),
    make("p", { class: "hint" }, origin), words, compare);
  compare.addEventListener("click", () => toggleComparison(compare, article, one, clause));
  return article;
}

const editsOf = (edits) =>
  edits.flatMap(({ change, text: words }) => [change === "sama" ? words : make(change === "dihapus" ? "del" : "ins", {}, words), " "]);

/** Show the clause and the provision side by side in place of the provision's words, or those words again. */
function toggleComparison(button, article, one, clause) {
  const shown = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!shown));
  article.classList.toggle("wide", !shown);
  if (shown) return article.querySelector(".versions").remove();
  const parts = compareWords(clause, one.text);
  const side = (kind, tag, column) => parts.filter(([what]) => what === "same" || what === kind)
    .flatMap((part) => [part[0] === "same" ? part[column] : make(tag, {}, part[column]), " "]);
  button.after(make("div", { class: "versions" },
    make("div", {}, make("p", { class: "level" }, text("draft_yours")), make("p", { class: "law", lang: "id" }, side("left", "del", 1))),
    make("div", {}, make("p", { class: "level" }, one.label), make("p", { class: "law", lang: "id" }, side("right", "ins", 2))),
    make("p", { class: "hint" }, text("draft_legend"))));
}

// --- checks ---

function showChecks(found, task) {
  const parts = [];
  if (task === "drafts") {
    parts.push(make("h2", {}, `${text("draft_findings")} (${found.findings.length})`));
    if (!found.checked) parts.push(make("p", { class: "banner banner-warning" }, text("draft_unchecked")));
    parts.push(found.findings.length
      ? make("ul", { class: "findings" }, found.findings.map(showFinding))
      : make("p", { class: "hint" }, text("draft_no_findings")));
  }
  parts.push(make("h2", {}, `${text("draft_citations")} (${found.citations.length})`));
  parts.push(found.citations.length
    ? make("ul", { class: "findings" }, found.citations.map(showCitation))
    : make("p", { class: "hint" }, text("draft_no_citations")));
  return parts;
}

const showFinding = (one) =>
  make("li", { class: `finding finding-${GRAVE[one.severity] ?? "warn"}` },
    make("p", {}, make("span", { class: "level" }, one.severity), ` · ${one.message}`),
    make("p", { class: "finding-place" }, placeOf(one), [one.unit, one.source].filter(Boolean).map((part) => ` · ${part}`)),
    one.related.length ? make("p", {}, `${text("draft_newer")} `, linksTo(one.related)) : null);

const showCitation = (one) =>
  make("li", { class: `finding finding-${SOUND[one.verdict] ?? "warn"}` },
    make("p", {}, make("span", { class: "level" }, one.verdict), " · ", one.path && !one.own ? make("a", { href: readingAddress(one.path) }, one.citation) : one.citation),
    one.detail ? make("p", {}, one.detail) : null,
    one.changes.length ? make("p", { class: "law", lang: "id" }, one.changes.flatMap((c) => [make("del", {}, c.quoted), " ", make("ins", {}, c.printed), " "])) : null,
    one.newer.length ? make("p", {}, `${text("draft_newer")} `, linksTo(one.newer)) : null,
    make("p", { class: "finding-place" }, placeOf(one)));

const linksTo = (list) => list.flatMap((one, n) => [n ? ", " : "", make("a", { href: readingAddress(one.path) }, one.label)]);

/** A button that selects the words in the text area: where a finding stands. */
function placeOf({ span, line, words, citation }) {
  const select = () => {
    form.elements.text.focus();
    form.elements.text.setSelectionRange(offsetOf(span[0]), offsetOf(span[1]));
  };
  return make("button", { type: "button", class: "plain", onclick: select }, [`${text("draft_place")} ${line}`, shorten(words ?? citation ?? "")].filter(Boolean).join(": "));
}

/** Spans count characters; the text area counts UTF-16 units. */
const offsetOf = (characters) => [...form.elements.text.value].slice(0, characters).join("").length;
