// Words and nodes: every text a person sees comes from TEXTS, every node is made here, and data only ever becomes text.

const SVG = "http://www.w3.org/2000/svg";
const ICONS = {
  ask: "M4 5.5A2.5 2.5 0 0 1 6.5 3h11A2.5 2.5 0 0 1 20 5.5v8a2.5 2.5 0 0 1-2.5 2.5H11l-5 4.5V16h.5A2.5 2.5 0 0 1 4 13.5zM8 7.5h8M8 11h5",
  close: "M6 6l12 12M18 6 6 18",
  again: "M12 5v14M5 12h14",
  send: "M12 19V5M6 11l6-6 6 6",
  stop: "M8 8h8v8H8z",
  copy: "M9 9h10v11H9zM5 15V4h10",
  print: "M7 9V4h10v5M7 17H5a1 1 0 0 1-1-1v-5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v5a1 1 0 0 1-1 1h-2M7 14h10v6H7z",
  up: "M7 11v9H4v-9zM7 11l4-7c1.5 0 2.5 1 2.3 2.5L13 10h5.5a1.5 1.5 0 0 1 1.5 1.8l-1.3 6.7A2 2 0 0 1 16.7 20H7",
  down: "M7 13V4H4v9zM7 13l4 7c1.5 0 2.5-1 2.3-2.5L13 14h5.5a1.5 1.5 0 0 0 1.5-1.8l-1.3-6.7A2 2 0 0 0 16.7 4H7",
  warn: "M12 4 2.8 20h18.4zM12 10v4.5M12 17.2v.3",
  page: "M6 3h8l4 4v14H6zM14 3v4h4",
};

let language = "id";

// The text of that name in the language now shown: "refusals.di_luar_lingkup" looks deeper.
function say(name, values = {}) {
  const found = name.split(".").reduce((part, step) => part?.[step], TEXTS[language]);
  if (typeof found !== "string") return found ?? "";
  return found.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");
}

// A node: attributes, then what it holds (nodes and texts). An attribute that is null or false is left out.
function make(tag, attributes = {}, ...held) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...held.filter((part) => part !== null && part !== undefined && part !== ""));
  return node;
}

function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["focusable", "false"]]) svg.setAttribute(key, value);
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

// A node whose text (or attribute) is said in whatever language is shown: see relabel.
function spoken(node, name, values = {}, attribute = "") {
  const marks = JSON.parse(node.dataset.says ?? "[]");
  node.dataset.says = JSON.stringify([...marks, [attribute, name, values]]);
  put(node, attribute, say(name, values));
  return node;
}

function put(node, attribute, text) {
  if (attribute) node.setAttribute(attribute, text);
  else node.textContent = text;
}

function relabel(root) {
  for (const node of root.querySelectorAll("[data-says]")) {
    for (const [attribute, name, values] of JSON.parse(node.dataset.says)) put(node, attribute, say(name, values));
  }
}

// A button of an icon, named for those who do not see it.
function iconButton(name, label, onclick, attributes = {}) {
  const button = make("button", { type: "button", class: "icon", onclick, ...attributes }, icon(name));
  return spoken(spoken(button, label, {}, "aria-label"), label, {}, "title");
}
