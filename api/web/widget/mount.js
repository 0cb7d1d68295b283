// Puts the widget on the page: reads the tag's attributes, the colours, light or dark.
//
// Styles come as a constructed sheet and as properties set by script, which a strict Content-Security-Policy allows.

const script = document.currentScript;
const host = new URL(script.src).origin;
const COLOR = "#14507d";
const GROUNDS = { light: "#ffffff", dark: "#161b22" };
const CONTRAST = { light: 5.5, dark: 8 }; // WCAG 2.2 AA asks for 4.5

const list = (written) => written.split("|").map((part) => part.trim()).filter(Boolean);

// [r, g, b] of "#abc", "#aabbcc" or "rgb(1, 2, 3)", or null.
function readColor(written) {
  const hex = /^#([\da-f]{3}|[\da-f]{6})$/i.exec(written.trim())?.[1];
  if (hex) return (hex.length === 3 ? [...hex].map((digit) => digit + digit) : hex.match(/../g)).map((pair) => parseInt(pair, 16));
  return /^rgb\((\d+)[ ,]+(\d+)[ ,]+(\d+)\)$/.exec(written.trim())?.slice(1).map(Number) ?? null;
}

function luminance(color) {
  const [r, g, b] = color.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

// The colour, moved towards black, or to its brightest and then white, until it can be read on the ground.
function readableOn(color, theme) {
  const ground = readColor(GROUNDS[theme]);
  const end = luminance(ground) > 0.4 ? 0 : 255;
  const brightest = color.map((value) => Math.round((value * 255) / Math.max(...color, 1)));
  const start = end && contrast(color, ground) < CONTRAST[theme] ? brightest : color;
  let shade = start;
  for (let part = 0; contrast(shade, ground) < CONTRAST[theme] && part <= 1; part += 0.05) {
    shade = start.map((value) => Math.round(value + (end - value) * part));
  }
  return shade;
}

const written = (color) => `rgb(${color.join(", ")})`;

function paint(element, theme, chosen) {
  const inherited = getComputedStyle(element).getPropertyValue("--rujukan-color");
  const color = readColor(chosen) ?? readColor(inherited) ?? readColor(COLOR);
  const on = [[255, 255, 255], [17, 17, 17]].sort((a, b) => contrast(b, color) - contrast(a, color))[0];
  element.dataset.theme = theme;
  element.style.setProperty("--brand", written(color));
  element.style.setProperty("--on-brand", written(on));
  element.style.setProperty("--accent", written(readableOn(color, theme)));
}

function adoptStyle(root) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
}

function mount() {
  const { site = "", color = "", position = "right", title = "", greeting = "", topic = "", lang, theme = "auto", suggestions } = script.dataset;
  if (lang in TEXTS) language = lang;
  const element = make("div", { "data-rujukan": "", "data-position": position === "left" ? "left" : "right" });
  const root = element.attachShadow({ mode: "open" });
  adoptStyle(root);
  const options = { site, title, greeting, topics: list(topic), suggestions: suggestions === undefined ? null : list(suggestions) };
  const panel = makePanel(options, makeAsker(host, site), host, root);
  document.body.append(element);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const repaint = () => paint(element, theme === "auto" ? (dark.matches ? "dark" : "light") : theme === "dark" ? "dark" : "light", color);
  dark.addEventListener("change", repaint);
  repaint();
  window.Rujukan = panel;
}

if (!window.Rujukan) {
  if (document.body) mount();
  else document.addEventListener("DOMContentLoaded", mount);
}
