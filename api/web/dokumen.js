// One document as its librarian sees it: what was read of it, accepting it, correcting what is known of it.
import { ask } from "./kunci.js";
import { table } from "./tabel.js";
import { badge, banner, make, problemOf, readingAddress, text } from "./teks.js";

const STATUSES = ["berlaku", "diubah", "dicabut", "belum berlaku", "tidak diketahui"];

/** Documents that are kept and not searched until somebody accepts them. */
export async function showHeld() {
  const response = await ask("/v1/regulations?quarantined=true&limit=500&sort=-year");
  const rows = response.ok ? (await response.json()).regulations : [];
  const open = ({ id }) => make("button", { type: "button", class: "plain", onclick: () => look(id) }, id);
  document.getElementById("held").replaceChildren(
    table([text("manage_id"), text("manage_title_field"), text("column_error")], rows.map((one) => [open(one), one.title, one.quarantine])));
}

/** Show the document of this regulation, with a word of what was just done to it. */
export async function look(id, done = null) {
  const place = document.getElementById("document");
  const [found, facts] = await Promise.all([ask(`/v1/documents/${id}`), ask(`/v1/regulations/${id}`)]);
  if (!found.ok) return place.replaceChildren(banner("danger", await problemOf(found)));
  const held = await found.json();
  const known = facts.ok ? await facts.json() : {};
  place.replaceChildren(
    heading(id, held, known),
    ...(done ? [banner("good", text(done))] : []),
    ...(held.quarantine ? [banner("warning", `${text("state_quarantined")}: ${held.quarantine}`), acceptForm(id)] : []),
    reportOf(held),
    correctionForm(id, known, held),
  );
  place.scrollIntoView({ block: "start" });
}

function heading(id, held, known) {
  return make("header", { class: "held-head" },
    make("h3", {}, known.title ?? id, " ", known.status ? badge(known.status, id) : null),
    make("p", { class: "hint" }, `${id} · ${held.source.name} · ${text(`audience_${held.audience}`)} · `, make("a", { href: readingAddress(id) }, text("manage_read"))));
}

/** What reading the file gave. */
function reportOf({ report, source }) {
  const gaps = report.pasal_missing ?? [];
  const said = [
    ["column_pages", source.pages],
    ["manage_scanned", report.scanned_pages],
    ["column_articles", report.pasal_found],
    ["column_gaps", gaps.length ? `Pasal ${gaps.join(", ")}` : "–"],
    ["manage_chunks", report.chunks],
    ["manage_dropped", report.dropped_lines],
  ];
  return make("dl", { class: "facts report" }, said.filter(([, value]) => value !== undefined && value !== null).map(([name, value]) =>
    make("div", {}, make("dt", {}, text(name)), make("dd", {}, String(value)))));
}

function acceptForm(id) {
  const note = make("input", { maxlength: 500 });
  return make("form", { class: "form-row", onsubmit: (event) => {
    event.preventDefault();
    change(id, `/v1/documents/${id}/accept`, "POST", { note: note.value }, "manage_accepted");
  } }, make("label", {}, text("manage_note"), note), make("button", { type: "submit", class: "primary" }, text("manage_accept")));
}

/** What is known, to be changed: only what differs is sent; a correction that is emptied is taken back. */
function correctionForm(id, known, held) {
  const { corrections } = held;
  const field = (name, label, value, properties = {}) =>
    make("label", {}, text(label), name in corrections ? make("span", { class: "hint" }, ` (${text("manage_corrected")})`) : null,
      make("input", { name, value: value ?? "", ...properties }));
  const select = (name, label, options, value) =>
    make("label", {}, text(label), make("select", { name }, options.map(([one, said]) => make("option", { value: one, selected: one === value }, said))));
  const audiences = ["publik", "internal"].map((one) => [one, text(`audience_${one}`)]);
  const form = make("form", { class: "tool" },
    make("h4", { class: "overline" }, text("manage_correct")),
    make("div", { class: "form-row" }, field("title", "manage_title_field", known.title), field("issuer", "read_issuer", known.issuer)),
    make("div", { class: "form-row" }, select("status", "filter_status", STATUSES.map((one) => [one, text(`status_${one}`)]), known.status),
      field("status_reason", "manage_reason", corrections.status_reason)),
    make("div", { class: "form-row" }, field("enacted", "read_enacted", known.enacted, { type: "date" }),
      field("in_force_from", "read_force", corrections.in_force_from, { type: "date" }), field("repealed_on", "read_repealed", corrections.repealed_on, { type: "date" })),
    make("div", { class: "form-row" }, field("topics", "manage_topics", (known.topics ?? []).join(", ")), select("audience", "manage_audience", audiences, held.audience),
      make("button", { type: "submit", class: "primary" }, text("manage_save"))));
  const before = new Map(new FormData(form));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const body = {};
    for (const [name, words] of new FormData(form)) {
      const said = words.trim();
      if (said === before.get(name).trim()) continue;
      if (said) body[name] = name === "topics" ? said.split(/\s*,\s*/).filter(Boolean) : said;
      else if (name in corrections) body[name] = null;
    }
    if (Object.keys(body).length) change(id, `/v1/documents/${id}`, "PATCH", body, "manage_saved");
  });
  return form;
}

async function change(id, address, method, body, done) {
  const response = await ask(address, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  if (response.ok) return Promise.all([look(id, done), showHeld()]);
  const place = document.getElementById("document");
  place.querySelector(":scope > [role=alert]")?.remove();
  place.prepend(make("div", { role: "alert" }, banner("danger", await problemOf(response))));
}
