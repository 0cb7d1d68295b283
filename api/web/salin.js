// Buttons that copy a citation: its words, its label and its address.
import { text } from "./teks.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(citationOf(button));
    button.textContent = text("copied");
  } catch {
    button.textContent = text("copy_failed");
  }
  setTimeout(() => (button.textContent = before), 2000);
});

function citationOf(button) {
  const unit = button.dataset.copyUnit;
  if (!unit) {
    const link = button.closest(".card")?.querySelector(".card-label");
    return [button.dataset.copy, link ? link.href : location.href.split("#")[0]].join("\n");
  }
  const words = document.getElementById(unit).querySelector(".article-text").innerText.replace(/\s+/g, " ").trim();
  return `${words} (${button.dataset.label})\n${location.origin}${location.pathname}#${unit}`;
}
