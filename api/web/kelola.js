// The librarian's page: what a key may see and do. The key lives in this tab's session storage and goes nowhere else.
import { badge, make, problemOf, readingAddress, text } from "./teks.js";

const KEPT = "rujukan-kunci";
const WAIT = 1500; // milliseconds between looks at a job
const UNFINISHED = ["queued", "running"];
const state = document.getElementById("manage-state");
const inside = document.getElementById("inside");
const enter = document.getElementById("enter");
const tabs = [...document.querySelectorAll('[role="tab"]')];

const key = () => sessionStorage.getItem(KEPT) ?? "";
const ask = (address, options = {}) =>
  fetch(address, { ...options, headers: { Authorization: `Bearer ${key()}`, ...(options.headers ?? {}) } });
const banner = (kind, ...words) => make("p", { class: `banner banner-${kind}` }, words);
const tell = (kind, ...words) => state.replaceChildren(...(words.length ? [banner(kind, ...words)] : []));

// --- in and out ---

enter.addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(KEPT, document.getElementById("key").value.trim());
  open();
});
document.getElementById("leave").addEventListener("click", () => {
  sessionStorage.removeItem(KEPT);
  location.reload();
});
if (key()) open();

async function open() {
  try {
    const response = await ask("/v1/documents/jobs?limit=50");
    if (response.ok) {
      tell();
      enter.hidden = true;
      inside.hidden = false;
      document.getElementById("leave").hidden = false;
      showJobs((await response.json()).jobs);
      return showHeld();
    }
    sessionStorage.removeItem(KEPT);
    if (response.status === 404) tell("warning", text("manage_absent"));
    else if (response.status < 404) tell("danger", text("manage_refused"));
    else tell("danger", await problemOf(response));
  } catch {
    tell("danger", text("offline"));
  }
}

for (const tab of tabs) {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", ({ key: pressed }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[pressed];
    if (!by) return;
    const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
}

function choose(chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", String(tab === chosen));
    tab.tabIndex = tab === chosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
  }
  const name = chosen.id.slice(4);
  if (name in PARTS) showPart(name);
}

// --- documents ---

document.getElementById("upload").addEventListener("submit", (event) => {
  event.preventDefault();
  const told = document.getElementById("upload-state");
  const body = new FormData(event.target);
  if (!body.get("audience")) body.delete("audience");
  const bar = make("progress", { max: 1, value: 0, "aria-label": text("manage_sending") });
  told.replaceChildren(bar);
  const request = new XMLHttpRequest(); // fetch tells nothing of how far an upload is
  request.upload.addEventListener("progress", ({ loaded, total }) => (bar.value = total ? loaded / total : 0));
  request.addEventListener("error", () => told.replaceChildren(banner("danger", text("offline"))));
  request.addEventListener("load", () => {
    const sent = readJson(request.responseText);
    if (request.status !== 202) return told.replaceChildren(banner("danger", `${sent.title ?? request.status}: ${sent.detail ?? ""}`));
    told.replaceChildren(banner("good", text("manage_sent")));
    event.target.reset();
    follow(sent.id);
  });
  request.open("POST", "/v1/documents");
  request.setRequestHeader("Authorization", `Bearer ${key()}`);
  request.send(body);
});

function readJson(words) {
  try {
    return JSON.parse(words);
  } catch {
    return {};
  }
}

async function follow(id) {
  for (;;) {
    const [all, one] = await Promise.all([ask("/v1/documents/jobs?limit=50"), ask(`/v1/documents/jobs/${id}`)]);
    if (all.ok) showJobs((await all.json()).jobs);
    const how = one.ok ? (await one.json()).state : "failed";
    if (!UNFINISHED.includes(how)) {
      document.getElementById("upload-state").replaceChildren(banner(RESULTS[how] ?? "danger", text(`state_${how}`)));
      return showHeld();
    }
    await new Promise((done) => setTimeout(done, WAIT));
  }
}

function showJobs(jobs) {
  const rows = jobs.map(({ object, state: how, who, changed, report, error }) => [
    report.regulation ? make("button", { type: "button", class: "plain", onclick: () => look(report.regulation) }, object) : object,
    make("span", { class: `badge ${STATES[how] ?? ""}` }, text(`state_${how}`)),
    report.pages ?? "",
    report.pasal_found ?? "",
    (report.pasal_missing ?? []).join(", "),
    error || report.error || "",
    who,
    moment(changed),
  ]);
  const names = ["file", "state", "pages", "articles", "gaps", "error", "who", "when"];
  document.getElementById("jobs").replaceChildren(table(names.map((name) => text(`column_${name}`)), rows));
}

const STATES = { ingested: "badge-berlaku", unchanged: "badge-berlaku", quarantined: "badge-diubah", failed: "badge-dicabut", terputus: "badge-dicabut", removed: "badge-dicabut", queued: "badge-belum-berlaku", running: "badge-belum-berlaku" };

const RESULTS = { ingested: "good", unchanged: "good", quarantined: "warning" };

/** Documents that are kept and not searched until somebody accepts them. */
async function showHeld() {
  const response = await ask("/v1/regulations?limit=500&sort=-year");
  const rows = response.ok ? (await response.json()).regulations.filter((one) => one.quarantine) : [];
  const open = ({ id }) => make("button", { type: "button", class: "plain", onclick: () => look(id) }, id);
  document.getElementById("held").replaceChildren(
    table([text("manage_id"), text("manage_title_field"), text("column_error")], rows.map((one) => [open(one), one.title, one.quarantine])));
}

document.getElementById("look").addEventListener("submit", (event) => {
  event.preventDefault();
  look(event.target.elements.id.value.trim());
});

async function look(id) {
  const place = document.getElementById("document");
  const [document_, facts] = await Promise.all([ask(`/v1/documents/${id}`), ask(`/v1/regulations/${id}`)]);
  if (!document_.ok) return place.replaceChildren(banner("danger", await problemOf(document_)));
  showDocument(place, await document_.json(), facts.ok ? await facts.json() : {});
}

function showDocument(place, held, facts) {
  const id = held.regulation;
  place.replaceChildren(
    make("p", {}, make("a", { href: readingAddress(id) }, `${text("manage_read")} ${id}`), " ", facts.status ? badge(facts.status) : null,
      ` ${facts.title ?? ""} · ${held.source.name}, ${held.source.pages} ${text("page_short")} · ${text(`audience_${held.audience}`)}`),
    ...(held.quarantine ? [banner("warning", `${text("state_quarantined")}: ${held.quarantine}`), acceptForm(id)] : []),
    correctionForm(id, facts, held),
  );
  place.scrollIntoView({ block: "nearest" });
}

function acceptForm(id) {
  const note = make("input", { maxlength: 500 });
  return make("form", { class: "form-row", onsubmit: (event) => {
    event.preventDefault();
    change(id, `/v1/documents/${id}/accept`, "POST", { note: note.value }, "manage_accepted");
  } }, make("label", {}, text("manage_note"), note), make("button", { type: "submit", class: "primary" }, text("manage_accept")));
}

function correctionForm(id, facts, held) {
  const field = (name, label, properties = {}) => make("label", {}, text(label), make("input", { name, ...properties }));
  const select = (name, label, options) =>
    make("label", {}, text(label), make("select", { name }, make("option", { value: "" }, text("manage_unchanged")),
      options.map(([value, said]) => make("option", { value }, said))));
  const statuses = ["berlaku", "diubah", "dicabut", "belum berlaku", "tidak diketahui"].map((one) => [one, text(`status_${one}`)]);
  const form = make("form", { class: "tool" },
    make("h3", { class: "overline" }, text("manage_correct")),
    make("div", { class: "form-row" }, field("title", "manage_title_field", { placeholder: facts.title }), field("issuer", "read_issuer", { placeholder: facts.issuer })),
    make("div", { class: "form-row" }, select("status", "filter_status", statuses), field("status_reason", "manage_reason")),
    make("div", { class: "form-row" }, field("enacted", "read_enacted", { type: "date" }), field("in_force_from", "read_force", { type: "date" }), field("repealed_on", "read_repealed", { type: "date" })),
    make("div", { class: "form-row" }, field("topics", "manage_topics", { placeholder: (facts.topics ?? []).join(", ") }),
      select("audience", "manage_audience", [["publik", text("audience_publik")], ["internal", text("audience_internal")]]),
      make("button", { type: "submit", class: "primary" }, text("manage_save"))),
    Object.keys(held.corrections).length ? make("p", { class: "hint" }, JSON.stringify(held.corrections)) : null);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value);
    const body = Object.fromEntries(said.map(([name, value]) => [name, name === "topics" ? value.split(/\s*,\s*/).filter(Boolean) : value]));
    if (said.length) change(id, `/v1/documents/${id}`, "PATCH", body, "manage_saved");
  });
  return form;
}

async function change(id, address, method, body, done) {
  const response = await ask(address, { method, body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  if (response.ok) {
    tell("good", text(done));
    await Promise.all([look(id), showHeld()]);
  } else tell("danger", await problemOf(response));
}

// --- the other parts: name -> address, and how its answer is shown ---

const PARTS = {
  keys: ["/v1/keys", ({ keys }) => [table(["name", "role", "audience", "expires", "last", "revoked"].map((name) => text(`column_${name}`)),
    keys.map((one) => [one.name, one.role, one.audience, one.expires ?? "–", one.last_used ?? "–", one.revoked ?? ""]))]],
  acts: ["/v1/acts?limit=200", ({ acts, faults }) => [
    faults.length ? banner("danger", text("chain_broken"), " ", faults.join("; ")) : banner("good", text("chain_whole")),
    table(["when", "who", "act", "object", "detail"].map((name) => text(`column_${name}`)),
      acts.toReversed().map((one) => [moment(one.at), one.who, one.act, one.object, Object.keys(one.detail).length ? JSON.stringify(one.detail) : ""])) ]],
  sites: ["/v1/sites", plainTables],
  asked: ["/v1/asked", (found) => [make("p", { class: "hint" }, text("asked_note")), ...plainTables(found)]],
};

async function showPart(name) {
  const place = document.getElementById(`part-${name}`);
  const [address, show] = PARTS[name];
  try {
    const response = await ask(address);
    if (response.ok) place.replaceChildren(...show(await response.json()));
    else if (response.status === 404) place.replaceChildren(banner("warning", text("manage_absent")));
    else if (response.status === 403) place.replaceChildren(banner("warning", text("manage_forbidden")));
    else place.replaceChildren(banner("danger", await problemOf(response)));
  } catch {
    place.replaceChildren(banner("danger", text("offline")));
  }
}

/** Every list of records in an answer as a table under its own column names. */
function plainTables(found) {
  const lists = Object.values(found).filter((value) => Array.isArray(value));
  return lists.map((rows) => {
    const names = [...new Set(rows.flatMap((row) => Object.keys(Object(row))))];
    const said = (value) => (value === null || value === undefined ? "–" : typeof value === "object" ? [value].flat().join(", ") : value);
    return table(names.map((name) => name.replaceAll("_", " ")), rows.map((row) => names.map((name) => said(row[name]))));
  });
}

function table(heads, rows) {
  if (!rows.length) return make("p", { class: "hint" }, text("manage_none"));
  const cell = (value) => make("td", typeof value === "number" ? { class: "number" } : {}, value instanceof Node ? value : String(value));
  return make("div", { class: "table-frame", tabindex: "0", role: "region", "aria-label": heads.join(", ") },
    make("table", {}, make("thead", {}, make("tr", {}, heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, rows.map((row) => make("tr", {}, row.map(cell))))));
}

const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
