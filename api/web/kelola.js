// The librarian's page: what a key may see and do. Signing in, the tabs, uploads and how they go.
import { look, showHeld } from "./dokumen.js";
import { ask, dropKey, keepKey, key } from "./kunci.js";
import { PARTS } from "./laporan.js";
import { moment, table } from "./tabel.js";
import { banner, make, problemOf, text } from "./teks.js";

const WAIT = 1500; // milliseconds between looks at a job
const UNFINISHED = ["queued", "running"];
const STATES = { ingested: "berlaku", unchanged: "berlaku", quarantined: "diubah", failed: "dicabut", terputus: "dicabut", removed: "dicabut", queued: "belum-berlaku", running: "belum-berlaku" };
const RESULTS = { ingested: "good", unchanged: "good", quarantined: "warning" };
const state = document.getElementById("manage-state");
const inside = document.getElementById("inside");
const enter = document.getElementById("enter");
const leave = document.getElementById("leave");
const tabs = [...document.querySelectorAll('[role="tab"]')];

const tell = (kind, ...words) => state.replaceChildren(...(words.length ? [banner(kind, ...words)] : []));

// --- in and out ---

enter.addEventListener("submit", (event) => {
  event.preventDefault();
  keepKey(document.getElementById("key").value.trim());
  open();
});
leave.addEventListener("click", () => {
  dropKey();
  location.reload();
});
if (key()) open();

async function open() {
  try {
    const response = await ask("/v1/documents/jobs?limit=50");
    if (response.ok) {
      tell();
      enter.hidden = true;
      inside.hidden = leave.hidden = false;
      showJobs((await response.json()).jobs);
      return showHeld();
    }
    dropKey();
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
  chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
  tell();
  const name = chosen.id.slice(4);
  if (name in PARTS) showPart(name);
}

async function showPart(name) {
  const place = document.getElementById(`part-${name}`);
  const [address, show] = PARTS[name];
  try {
    const response = await ask(address);
    if (response.ok) place.replaceChildren(...(await show(await response.json())));
    else if (response.status === 404) place.replaceChildren(banner("warning", text("manage_absent")));
    else if (response.status === 403) place.replaceChildren(banner("warning", text("manage_forbidden")));
    else place.replaceChildren(banner("danger", await problemOf(response)));
  } catch {
    place.replaceChildren(banner("danger", text("offline")));
  }
}

// --- uploads ---

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
    make("span", { class: `badge badge-${STATES[how] ?? ""}` }, text(`state_${how}`)),
    report.pages ?? "",
    report.pasal_found ?? "",
    (report.pasal_missing ?? []).join(", "),
    (error || report.error || "").replace(`${object}: `, ""),
    who,
    moment(changed),
  ]);
  const names = ["file", "state", "pages", "articles", "gaps", "error", "who", "when"];
  document.getElementById("jobs").replaceChildren(table(names.map((name) => text(`column_${name}`)), rows));
}

document.getElementById("look").addEventListener("submit", (event) => {
  event.preventDefault();
  look(event.target.elements.id.value.trim());
});
