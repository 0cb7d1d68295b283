// Words of the page's language, and elements made of plain text: nothing here ever reads text as HTML.
const said = JSON.parse(document.getElementById("texts").textContent);

document.documentElement.classList.replace("no-js", "js");

export const text = (key) => said[key] ?? key;

export const language = document.documentElement.lang;

/** An element with properties and children; a string child becomes a text node, null is left out. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** The status of a regulation (its id, or a path in it); a guide is no law, and neither in force nor unknown. */
export function badge(status, id) {
  const shown = status === "tidak diketahui" && id.startsWith("panduan-") ? "panduan" : status;
  return make("span", { class: `badge badge-${shown.replaceAll(" ", "-")}` }, text(`status_${shown}`));
}

export const banner = (kind, ...words) => make("p", { class: `banner banner-${kind}` }, words);

/** Where the reading page shows a provision: its path without the regulation is both the quote and the fragment. */
export function readingAddress(path) {
  const [regulation, ...below] = path.split("#")[0].split("/");
  const inside = below.join("/");
  const query = new URLSearchParams(language === "en" ? { bahasa: "en" } : {});
  if (!inside) return `/baca/${regulation}${query.size ? `?${query}` : ""}`;
  query.set("kutip", inside);
  return `/baca/${regulation}?${query.toString().replaceAll("%2F", "/")}#${below.join("-")}`;
}

/** What went wrong, in words for a person: a problem's own, or that nobody answered. */
export async function problemOf(response) {
  try {
    const problem = await response.json();
    return problem.detail ? `${problem.title}: ${problem.detail}` : problem.title;
  } catch {
    return `${response.status}`;
  }
}
