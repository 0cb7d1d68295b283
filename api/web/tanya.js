// Ask without leaving the page: the answer is streamed into it, the provisions that fit come beside it.
import { offerJudging } from "./nilai.js";
import { badge, language, make, problemOf, readingAddress, text } from "./teks.js";
import "./salin.js";

const FILTERS = ["jenis", "tahun", "status", "topik", "pada"];
const TURNS = 5; // earlier questions that the address carries, as many as a conversation of the API

const form = document.getElementById("ask");
const follow = document.getElementById("follow");
const judge = document.getElementById("judge");
const answer = document.getElementById("answer");
const cards = document.getElementById("answer-cards");
const results = document.getElementById("results");
const list = document.getElementById("results-list");
const template = document.getElementById("card");
let running = null;
let shown = "";

form.addEventListener("submit", (event) => {
  const query = stateOfForm(event.submitter);
  if (!query.get("t")) return; // filters alone choose among the regulations: a page of its own
  event.preventDefault();
  go(query);
});
follow.addEventListener("submit", (event) => {
  event.preventDefault();
  const query = stateOfForm();
  query.set("lalu", follow.elements.lalu.value);
  query.set("t", follow.elements.t.value.trim());
  form.elements.t.value = query.get("t");
  go(query);
});
addEventListener("popstate", () => location.reload());
offerJudging(judge, answer.dataset.answer);

/** What the form says; its button for the filters carries the questions before this one. */
function stateOfForm(submitter = null) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (value.trim()) query.set(name, value.trim());
  return query;
}

function go(query) {
  const address = `/?${query}`;
  if (address !== location.pathname + location.search) history.pushState(null, "", address);
  ask(query);
}

/** The question as the API takes it. */
function bodyOf(query) {
  const chosen = (name) => (query.get(name) ? [query.get(name)] : []);
  return {
    question: query.get("t"),
    previous: linesOf(query.get("lalu")),
    kinds: chosen("jenis"),
    years: chosen("tahun").map(Number),
    statuses: chosen("status"),
    topics: chosen("topik"),
    ...(query.get("pada") ? { as_of: query.get("pada") } : {}),
  };
}

const linesOf = (words) => (words ?? "").split(/\r?\n/).filter(Boolean).slice(-TURNS);

async function ask(query) {
  running?.abort();
  running = new AbortController();
  const { signal } = running;
  document.body.classList.add("asked");
  document.querySelector(".collection")?.remove();
  form.querySelector(".examples")?.remove();
  document.title = `${query.get("t")} · Rujukan`;
  answer.hidden = results.hidden = false;
  answer.setAttribute("aria-busy", "true");
  showState(query);
  show({ heading: text("answer_wait") });
  fetchResults(query, signal);
  try {
    const response = await fetch("/v1/ask", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify(bodyOf(query)),
      signal,
    });
    if (!response.ok) return fail(await problemOf(response), query);
    for await (const [name, data] of events(response.body)) receive(name, data, query);
  } catch (error) {
    if (error.name !== "AbortError") fail(text("offline"), query);
  } finally {
    if (!signal.aborted) answer.removeAttribute("aria-busy");
  }
}

/** What is asked, beside the answer: the filters set, the questions before, and what a further one follows. */
function showState(query) {
  const turns = linesOf(query.get("lalu"));
  offerJudging(judge, "");
  follow.hidden = true;
  follow.elements.t.value = "";
  follow.elements.lalu.value = [...turns, query.get("t")].slice(-TURNS).join("\n");
  document.getElementById("apply").value = turns.join("\n");
  const links = turns.flatMap((turn, at) => [make("a", { href: addressOf(query, turn, turns.slice(0, at)) }, turn), " › "]);
  document.getElementById("trail-turns").replaceChildren(...links);
  document.getElementById("trail").hidden = !turns.length;
  const chosen = FILTERS.filter((name) => query.get(name)).map((name) => make("b", {}, saidFilter(name, query.get(name))));
  document.getElementById("narrowed-to").replaceChildren(...chosen.flatMap((one, at) => (at ? [" · ", one] : [one])));
  document.getElementById("narrowed").hidden = !chosen.length;
  document.getElementById("narrowed-clear").href = addressOf(new URLSearchParams(language === "en" ? { bahasa: "en" } : {}), query.get("t"), []);
}

const saidFilter = (name, value) =>
  name === "pada" ? `${text("narrowed_day")} ${value}` : form.elements[name].selectedOptions[0].textContent;

function addressOf(query, question, earlier) {
  const there = new URLSearchParams(query);
  there.set("t", question);
  there.delete("lalu");
  if (earlier.length) there.set("lalu", earlier.join("\n"));
  return `/?${there}`;
}

/** The events of a stream as [name, data], however its bytes are cut. */
async function* events(stream) {
  let rest = "";
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).replaceAll("\r\n", "\n").split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split("\n").map((line) => line.match(/^(\w*): ?(.*)$/)?.slice(1) ?? ["", ""]));
      if (fields.event) yield [fields.event, JSON.parse(fields.data)];
    }
  }
}

function receive(name, data, query) {
  if (name === "text") answer.querySelector(".answer-text").append(data.text);
  else if (name === "error") fail(`${data.title}: ${data.detail}`, query);
  else show({ ...data, answer: name === "done" ? data.answer : "" });
  if (name !== "done") return;
  offerJudging(judge, data.id);
  follow.hidden = false;
  const article = data.found && /^.*? Pasal \S+/.exec(data.passages[0].label)?.[0];
  const chips = document.getElementById("chips");
  chips.hidden = !article || query.get("t").toLowerCase().startsWith("isi ");
  if (chips.hidden) return;
  chips.querySelector("a").href = addressOf(query, `isi ${article}`, []);
  chips.querySelector("span").textContent = article;
}

function show({ heading, answer: words = "", found = true, refusal = null, warnings = [], passages = [], related = [], beside = [] }) {
  answer.querySelector("h2").textContent = heading ?? text(found ? "answer" : "answer_none");
  results.querySelector("h2").textContent = text(found ? "results" : "results_refused");
  document.getElementById("results-note").hidden = found;
  const why = answer.querySelector(".refusal");
  why.hidden = !refusal;
  why.textContent = refusal ? text(`refusal_${refusal}`) : "";
  answer.querySelector(".warnings")?.remove();
  if (warnings.length)
    why.after(make("ul", { class: "warnings", "aria-label": text("warning") }, warnings.map((one) => make("li", {}, one))));
  answer.querySelector(".answer-text").textContent = related.length ? words.replace(/\nMungkin terkait.*$/s, "") : words;
  const basis = JSON.stringify([passages, related, beside]);
  if (basis === shown) return; // cards stay as they are while the answer grows: one may be about to be clicked
  shown = basis;
  const near = related.length
    ? [make("h3", { class: "overline" }, text("answer_related")), make("p", { class: "hint" }, text("answer_related_note")),
        make("div", { class: "cards near" }, related.map((passage) => card(passage, passage.text)))]
    : [];
  cards.replaceChildren(
    ...(passages.length ? [make("h3", { class: "overline" }, text("answer_basis"))] : []),
    ...passages.slice(0, 1).map((passage) => card(passage, passage.quote)),
    ...(beside.length ? [notes(beside)] : []),
    ...passages.slice(1).map((passage) => card(passage, passage.quote)),
    ...near,
  );
}

/** What the first quote refers to, the terms it uses, its elucidation. */
const notes = (beside) =>
  make("section", { class: "beside", "aria-label": text("beside") }, make("h3", { class: "overline" }, text("beside")),
    beside.map((note) => make("details", {}, make("summary", {}, `${text(`beside_${note.kind}`)}: ${note.term}`),
      make("p", { class: "law", lang: "id" }, note.text),
      make("p", { class: "hint" }, make("a", { href: readingAddress(note.path) }, note.label), `, ${text("page_short")} ${note.page}`))));

function card(passage, words) {
  const one = template.content.cloneNode(true);
  const link = one.querySelector(".card-label");
  link.textContent = passage.label;
  link.href = readingAddress(passage.path);
  one.querySelector(".badge").replaceWith(badge(passage.status, passage.path));
  one.querySelector(".card-title").textContent = passage.title;
  one.querySelector(".card-quote").textContent = words;
  one.querySelector(".card-note").hidden = passage.verbatim;
  one.querySelector(".card-page").textContent = `${text("page_short")} ${passage.pages.join(", ")}`;
  one.querySelector(".copy").dataset.copy = `${words.replace(/\s+/g, " ").trim()} (${passage.label})`;
  return one;
}

async function fetchResults(query, signal) {
  results.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(`/hasil?${query}`, { signal });
    if (response.ok) list.replaceChildren(resultList(await response.json()));
    else list.replaceChildren(make("p", { class: "hint" }, await problemOf(response)));
  } catch (error) {
    if (error.name !== "AbortError") list.replaceChildren(make("p", { class: "hint" }, text("offline")));
  } finally {
    results.removeAttribute("aria-busy");
  }
}

function resultList(found) {
  if (!found.length) return make("p", { class: "hint" }, text("results_none"));
  const rows = found.map((shown) => {
    const one = card(shown, "");
    const marked = shown.pieces.map(([words, kind]) => (kind ? make("mark", {}, words) : words));
    one.querySelector(".card-quote").replaceWith(make("p", { class: "card-text law" }, marked));
    one.querySelector(".copy").dataset.copy = shown.copy;
    return make("li", {}, one);
  });
  return make("ol", { class: "cards" }, rows);
}

function fail(message, query) {
  show({ heading: text("answer_none") });
  follow.hidden = true;
  shown = "";
  cards.replaceChildren(
    make("div", { class: "banner banner-danger", role: "alert" }, make("p", {}, message),
      make("button", { type: "button", onclick: () => ask(query) }, text("retry"))),
  );
}
