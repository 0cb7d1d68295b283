// The librarian's other parts, name -> address and how its answer is shown: what is asked, keys, sites, the audit log.
import { ask } from "./kunci.js";
import { day, moment, month, table } from "./tabel.js";
import { banner, make, text } from "./teks.js";

const ANSWERED = "dijawab"; // any other outcome is a refusal
const heads = (...names) => names.map(text);

export const PARTS = {
  asked: ["/v1/asked", showAsked],
  keys: ["/v1/keys", showKeys],
  sites: ["/v1/sites", showSites],
  acts: ["/v1/acts?limit=200", showActs],
};

/** By month, each topic with how often it was asked and how often nothing was found; the most asked first. */
async function showAsked({ min_askers: fewest, logged_days: days, rows }) {
  const months = Map.groupBy(rows, (row) => row.month);
  const shown = [...months].flatMap(([at, counts]) => {
    const topics = [...Map.groupBy(counts, (row) => row.topic)].map(([topic, cells]) => {
      const all = sum(cells);
      return { topic, all, missed: all - sum(cells.filter((cell) => cell.outcome === ANSWERED)), why: cells.filter((cell) => cell.outcome !== ANSWERED) };
    });
    const most = Math.max(...topics.map((one) => one.all));
    const lines = topics.toSorted((a, b) => b.all - a.all).map(({ topic, all, missed, why }) => [
      topic,
      make("meter", { min: 0, max: most, value: all, "aria-label": `${text("asked_count")} ${all}` }),
      all,
      missed,
      why.map((cell) => `${text(`refusal_${cell.outcome}`)}: ${cell.questions}`).join("; "),
    ]);
    return [make("section", {}, make("h2", {}, month(at)), table(heads("asked_topic", "asked_share", "asked_count", "asked_missed", "asked_why"), lines, month(at)))];
  });
  const note = make("p", { class: "hint" }, text("asked_note").replace("{k}", fewest));
  const logged = days ? await showLogged() : [];
  return [note, ...(shown.length ? shown : [make("p", { class: "banner" }, text("asked_none").replace("{k}", fewest))]), ...logged];
}

const sum = (cells) => cells.reduce((all, cell) => all + cell.questions, 0);

/** The questions themselves, where the server was told to keep them for some days. */
async function showLogged() {
  const response = await ask("/v1/asked/questions");
  if (!response.ok) return [];
  const { rows, logged_days: days } = await response.json();
  const lines = rows.map((row) => [day(row.day), row.topic, row.outcome === ANSWERED ? text("answer") : text(`refusal_${row.outcome}`), row.question]);
  return [make("section", {}, make("h2", {}, text("asked_logged").replace("{days}", days)), table(heads("column_when", "asked_topic", "column_state", "asked_question"), lines))];
}

function showKeys({ keys }) {
  const today = new Date().toISOString().slice(0, 10);
  const state = (one) => {
    const [name, kind] = one.revoked ? ["key_revoked", "dicabut"] : one.expires && one.expires < today ? ["key_expired", "diubah"] : ["key_open", "berlaku"];
    return make("span", { class: `badge badge-${kind}` }, text(name));
  };
  const rows = keys.map((one) => [one.name, state(one), text(`role_${one.role}`), text(`audience_${one.audience}`), day(one.expires), day(one.last_used)]);
  return [make("p", { class: "hint" }, text("keys_note")), table(heads("column_name", "column_state", "column_role", "column_audience", "column_expires", "column_last"), rows)];
}

function showSites({ sites }) {
  const rows = sites.map((one) => [
    one.id,
    make("ul", { class: "lines" }, one.origins.length ? one.origins.map((origin) => make("li", {}, origin)) : make("li", { class: "hint" }, text("sites_nobody"))),
    one.quota,
    one.topics.join(", ") || text("sites_all"),
    day(one.created),
    tagButton(one.id),
  ]);
  return [make("p", { class: "hint" }, text("sites_note")), table(heads("sites_id", "sites_origins", "sites_quota", "asked_topic", "sites_since", "sites_tag"), rows)];
}

/** A button that copies the tag which a site's pages carry. */
function tagButton(id) {
  const tag = `<script src="${location.origin}/widget.js" data-site="${id}" async></` + "script>";
  return make("button", { type: "button", class: "plain", onclick: async ({ target }) => {
    try {
      await navigator.clipboard.writeText(tag);
      target.textContent = text("copied");
    } catch {
      target.textContent = text("copy_failed");
    }
  } }, text("sites_copy"));
}

function showActs({ acts, faults }) {
  const rows = acts.toReversed().map((one) => [moment(one.at), one.who, text(`act_${one.act}`), one.object, details(one.detail)]);
  return [
    faults.length ? banner("danger", text("chain_broken"), " ", faults.join("; ")) : banner("good", text("chain_whole")),
    table(heads("column_when", "column_who", "column_act", "column_object", "column_detail"), rows),
  ];
}

/** What an act says of itself: names as the page says them, or as they are. */
function details(detail) {
  const words = (name, value) => {
    if (name === "result") return text(`state_${value}`);
    if (name === "audience") return text(`audience_${value}`);
    if (name === "role") return text(`role_${value}`);
    return [value].flat().join(", ");
  };
  const said = Object.entries(detail).filter(([, value]) => value !== null && value !== "" && !(Array.isArray(value) && !value.length));
  return said.map(([name, value]) => `${text(`detail_${name}`)}: ${words(name, value)}`).join(" · ");
}
