// An answer's parts as nodes: warnings, its words, citation cards; and the same as plain text for copying.

const MARKS = { berlaku: "✓", diubah: "✎", dicabut: "✕", "belum berlaku": "○", "tidak diketahui": "?", panduan: "≡" };
const SHOWN = 3; // cards before "show more"

// The address of the reading page at a passage: "/baca/pp-94-2021?kutip=pp-94-2021/pasal-11/ayat-2#pasal-11-ayat-2".
function readingAddress(host, passage) {
  const path = passage.path.replace(/#\d+$/, ""); // the part of a long provision
  const anchor = path.split("/").slice(1).join("-");
  return `${host}/baca/${encodeURIComponent(passage.regulation)}?kutip=${path.split("/").map(encodeURIComponent).join("/")}#${encodeURIComponent(anchor)}`;
}

// A guide is no law: it is neither in force nor unknown.
function statusBadge({ status, path }) {
  const isGuide = status === "tidak diketahui" && path.startsWith("panduan-");
  const known = isGuide ? "panduan" : status in MARKS ? status : "tidak diketahui";
  const words = spoken(make("span"), `statuses.${known}`);
  return make("span", { class: "badge", "data-status": known }, make("span", { "aria-hidden": "true" }, MARKS[known]), words);
}

function readLink(host, passage, ...held) {
  const tab = spoken(make("span", { class: "unseen" }), "new_tab");
  return make("a", { href: readingAddress(host, passage), target: "_blank", rel: "noopener", lang: "id" }, ...held, " ", tab);
}

function citationCard(host, passage) {
  const pages = passage.pages.join(", ");
  return make(
    "li",
    { class: "card", "data-status": passage.status },
    make("div", { class: "cardhead" }, readLink(host, passage, passage.label), statusBadge(passage)),
    make("p", { class: "cardtitle", lang: "id" }, passage.title),
    passage.quote ? make("blockquote", { lang: "id" }, joinLines(passage.quote)) : null,
    passage.verbatim === false ? spoken(make("p", { class: "poor" }), "poor") : null,
    make("p", { class: "cardfoot" }, icon("page"), pages ? spoken(make("span"), "page", { pages }) : ""),
  );
}

// Printed lines as one, with a break before each list mark.
const joinLines = (text) => text.replace(/-\n(?=[a-z])/g, "").replace(/\n(?!\s*(?:\(\d+\)|[a-z]\.|\d+\.)\s)/g, " ").trim();

const pathsOf = (passages) => passages.map((one) => one.path).join(" ");

function citationList(host, passages) {
  const list = make("ul", { class: "cards" }, ...passages.slice(0, SHOWN).map((passage) => citationCard(host, passage)));
  const heading = spoken(make("h4"), "sources");
  const hidden = passages.slice(SHOWN);
  const section = make("section", { class: "citations", "data-paths": pathsOf(passages) }, heading, list);
  if (!hidden.length) return section;
  const more = spoken(make("button", { type: "button", class: "more" }), "more", { count: hidden.length });
  more.addEventListener("click", () => {
    const cards = hidden.map((passage) => citationCard(host, passage));
    list.append(...cards);
    more.remove();
    cards[0].querySelector("a").focus();
  });
  section.append(more);
  return section;
}

function warningBox(warnings, isGrave) {
  if (!warnings.length) return null;
  const rows = warnings.map((warning) => make("p", { lang: "id" }, warning));
  const words = make("div", {}, spoken(make("strong"), "attention"), ...rows);
  return make("div", { class: isGrave ? "warning grave" : "warning", role: "note" }, icon("warn"), words);
}

// What the first quote refers to, terms that it uses, its elucidation: there for whoever opens it.
function besideNotes(host, notes) {
  if (!notes?.length) return null;
  const rows = notes.map((note) =>
    make("div", { lang: "id" }, make("dt", {}, note.term), make("dd", {}, joinLines(note.text), " ", readLink(host, { ...note, regulation: note.path.split("/")[0] }, note.label))),
  );
  return make("details", {}, spoken(make("summary"), "beside", { count: notes.length }), make("dl", {}, ...rows));
}

// The words of an answer; the line "(label, halaman n; status: s)" after a statement becomes a link to its passage.
function answerWords(host, text, passages) {
  return text.split(/\n+/).filter((line) => line.trim()).map((line) => {
    const source = /^\((.+), halaman .+\)$/.exec(line.trim());
    const passage = source && passages.find((one) => one.label === source[1]);
    return passage ? make("p", { class: "source" }, readLink(host, passage, line.trim())) : make("p", { lang: "id" }, line.trim());
  });
}

function relatedList(host, related) {
  if (!related?.length) return null;
  const rows = related.slice(0, 4).map((passage) =>
    make("li", {}, readLink(host, passage, passage.label), statusBadge(passage), make("span", { class: "cardtitle", lang: "id" }, passage.title)),
  );
  return make("section", { class: "related" }, spoken(make("h4"), "related"), make("ul", {}, ...rows));
}

// Question, answer, warnings and citations as one text to be pasted into a letter.
function plainText(host, turn) {
  const { question, answer } = turn;
  const cited = answer.passages.map((one, n) => {
    const pages = one.pages.length ? `, ${say("page", { pages: one.pages.join(", ") })}` : "";
    return `[${n + 1}] ${one.label} (${one.title})${pages}; ${say(`statuses.${one.status}`)}\n    ${one.quote ? `“${joinLines(one.quote)}”\n    ` : ""}${readingAddress(host, one)}`;
  });
  const day = new Date().toLocaleDateString(language === "id" ? "id-ID" : "en-GB", { day: "numeric", month: "long", year: "numeric" });
  return [question, answer.answer, ...answer.warnings.map((one) => `! ${one}`), ...cited, `${say("source")}: ${host} · ${say("taken", { day })}`].join("\n\n");
}

async function copyText(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = make("textarea", { class: "unseen", "aria-hidden": "true", tabindex: "-1" });
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy"); // pages without https have nothing else
    field.remove();
    return done;
  }
}

// Prints one answer and not the page around it.
function printText(text, title) {
  const frame = make("iframe", { "aria-hidden": "true", tabindex: "-1", title });
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  document.body.append(frame);
  const { document: page, window: view } = { document: frame.contentDocument, window: frame.contentWindow };
  page.title = title;
  for (const part of text.split("\n\n")) {
    const paragraph = page.createElement("p");
    paragraph.textContent = part;
    paragraph.style.cssText = "font:12pt/1.5 Georgia,serif;white-space:pre-wrap;margin:0 0 10pt";
    page.body.append(paragraph);
  }
  view.addEventListener("afterprint", () => setTimeout(() => frame.remove(), 0));
  view.focus();
  view.print();
}
