// The reading page's comforts: the page picture follows what is read, definitions open where they are used.
import { make, text } from "./teks.js";
import "./salin.js";

const panel = document.getElementById("panel");
const opener = document.getElementById("panel-open");
const wide = matchMedia("(min-width: 68rem)");

document.getElementById("print").addEventListener("click", () => print());
if (!wide.matches) document.getElementById("contents").open = false;

// --- the page picture ---

const held = { path: "", boxes: [], sizes: null, label: "" };

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.page-link, a.mark");
  if (!link || !panel || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const path = link.dataset.path ?? link.closest("[data-path]").dataset.path;
  showProvision(path, Number(link.dataset.page) || null, link);
});

async function showProvision(path, page, opened) {
  const { regulation } = panel.dataset;
  const inside = path.slice(regulation.length + 1);
  const response = await fetch(`/baca/${regulation}/kotak?kutip=${encodeURIComponent(inside)}`);
  if (!response.ok) return;
  Object.assign(held, await response.json(), { path });
  document.querySelectorAll(".cited").forEach((one) => one.classList.remove("cited"));
  document.querySelectorAll(".cited-flag").forEach((one) => one.remove());
  for (const unit of document.querySelectorAll(`[data-path="${CSS.escape(path)}"], [data-path^="${CSS.escape(path)}/"]`))
    if (unit.classList.contains("unit")) unit.classList.add("cited");
  document.querySelector(`.unit[data-path="${CSS.escape(path)}"]`)?.prepend(
    make("span", { class: "cited-flag" }, `${text("cited")}: ${held.label}`),
  );
  const address = new URL(location.href);
  address.searchParams.set("kutip", inside);
  address.searchParams.delete("halaman");
  address.hash = inside.replaceAll("/", "-");
  history.replaceState(null, "", address.href.replaceAll("%2F", "/"));
  showPage(page ?? held.boxes[0]?.[0] ?? 1);
  if (!wide.matches) openPanel(opened);
}

function showPage(number) {
  const image = document.getElementById("page-image");
  const [width, height] = held.sizes[number];
  image.src = `/v1/regulations/${panel.dataset.regulation}/pages/${number}.png`;
  image.width = Math.round(width);
  image.height = Math.round(height);
  image.alt = image.alt.replace(/\d+/, number);
  for (const id of ["page-number", "panel-open-number"]) document.getElementById(id).textContent = number;
  step("page-before", number - 1);
  step("page-after", number + 1);
  const boxes = document.getElementById("page-boxes");
  boxes.setAttribute("viewBox", `0 0 ${width} ${height}`);
  const lying = held.boxes.filter((box) => box[0] === number);
  boxes.replaceChildren(...lying.map(([, x0, y0, x1, y1]) => rectangle(x0, height - y1, x1 - x0, y1 - y0)));
  document.getElementById("panel-note").hidden = !lying.length;
  document.getElementById("panel-label").textContent = held.label;
  revealBox();
}

function rectangle(x, y, width, height) {
  const one = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ x, y, width, height })) one.setAttribute(name, value);
  return one;
}

function step(id, number) {
  const link = document.getElementById(id);
  const there = number >= 1 && number <= Number(panel.dataset.pages);
  link.toggleAttribute("aria-disabled", false);
  if (there) link.removeAttribute("aria-disabled");
  else link.setAttribute("aria-disabled", "true");
  link.dataset.page = there ? number : "";
}

/** Scroll the sheet, and only the sheet, to its first highlight. */
function revealBox() {
  const sheet = panel.querySelector(".sheet");
  const first = sheet.querySelector("rect");
  if (!first) return;
  const at = first.getBoundingClientRect();
  const frame = panel.getBoundingClientRect();
  if (at.top < frame.top + 60 || at.bottom > frame.bottom - 20) panel.scrollTop += at.top - frame.top - frame.height / 3;
}

for (const id of panel ? ["page-before", "page-after"] : []) {
  document.getElementById(id).addEventListener("click", async (event) => {
    event.preventDefault();
    if (event.currentTarget.getAttribute("aria-disabled")) return;
    const by = id === "page-after" ? 1 : -1;
    await knowSizes();
    showPage(Number(document.getElementById("page-number").textContent) + by);
  });
}

async function knowSizes() {
  if (held.sizes) return;
  const kutip = new URLSearchParams(location.search).get("kutip") ?? "";
  const response = await fetch(`/baca/${panel.dataset.regulation}/kotak?kutip=${encodeURIComponent(kutip)}`);
  Object.assign(held, await response.json());
}

let openedBy = null;
function openPanel(by) {
  openedBy = by;
  panel.classList.add("open");
  opener.setAttribute("aria-expanded", "true");
  document.getElementById("panel-close").focus();
  revealBox();
}
function closePanel() {
  panel.classList.remove("open");
  opener.setAttribute("aria-expanded", "false");
  openedBy?.focus();
}
if (panel) {
  opener.addEventListener("click", () => openPanel(opener));
  document.getElementById("panel-close").addEventListener("click", closePanel);
  panel.addEventListener("keydown", (event) => event.key === "Escape" && closePanel());
  const image = document.getElementById("page-image");
  image.complete ? revealBox() : image.addEventListener("load", revealBox, { once: true });
}

// --- definitions ---

const bubble = document.getElementById("definition");
let waiting = 0;

function openDefinition(link) {
  const unit = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!unit) return;
  bubble.querySelector(".definition-text").textContent = unit.querySelector("p").innerText.trim();
  bubble.querySelector("a").href = link.hash;
  if (!bubble.matches(":popover-open")) bubble.showPopover();
  const at = link.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - bubble.offsetWidth - 8));
  const below = at.bottom + bubble.offsetHeight + 8 < innerHeight;
  bubble.style.left = `${left}px`;
  bubble.style.top = `${below ? at.bottom + 6 : Math.max(8, at.top - bubble.offsetHeight - 6)}px`;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.istilah");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openDefinition(link);
  bubble.querySelector("a").focus();
  bubble.addEventListener("toggle", () => link.focus(), { once: true });
});
bubble.querySelector("a").addEventListener("click", () => bubble.hidePopover());

for (const name of ["mouseover", "mouseout"]) {
  document.addEventListener(name, (event) => {
    const over = event.target.closest?.("a.istilah, #definition");
    if (!over) return;
    clearTimeout(waiting);
    if (name === "mouseout") waiting = setTimeout(() => bubble.contains(document.activeElement) || bubble.hidePopover(), 350);
    else if (over !== bubble) waiting = setTimeout(() => openDefinition(over), 250);
  });
}

// --- where the reader is, in the contents ---

const entries = new Map([...document.querySelectorAll(".contents nav a")].map((link) => [link.hash.slice(1), link]));
const seen = new IntersectionObserver(
  (changes) => {
    for (const { isIntersecting, target } of changes) {
      if (!isIntersecting || !entries.has(target.id)) continue;
      document.querySelector(".contents [aria-current]")?.removeAttribute("aria-current");
      const link = entries.get(target.id);
      link.setAttribute("aria-current", "location");
      const frame = link.closest(".contents");
      const at = link.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      if (wide.matches && (at < 40 || at > frame.clientHeight - 40)) frame.scrollTop += at - frame.clientHeight / 3;
    }
  },
  { rootMargin: "-10% 0px -75% 0px" },
);
for (const one of document.querySelectorAll(".law > [id]")) seen.observe(one);
