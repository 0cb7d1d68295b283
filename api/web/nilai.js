// Judging an answer: whether it helped, and where not, why. Sent are the answer's id and a word from a list, no more.
import { make, problemOf, text } from "./teks.js";

const REASONS = ["salah_kutip", "aturan_usang", "tidak_lengkap", "tidak_relevan", "seharusnya_ada", "sulit_dipahami", "lain"];

/** Offer to judge the answer with this id in ``place``; without an id, nothing. */
export function offerJudging(place, id) {
  place.replaceChildren();
  if (!id) return;
  const told = make("p", { class: "hint", role: "status" });
  const judge = async (verdict, reason) => {
    const body = JSON.stringify({ answer: id, verdict, ...(reason ? { reason } : {}) });
    try {
      const response = await fetch("/v1/feedback", { method: "POST", headers: { "Content-Type": "application/json" }, body });
      told.textContent = response.ok ? text("judge_thanks") : await problemOf(response);
      if (response.ok || response.status === 404) asked.remove(); // 404: judged already, or too long ago
    } catch {
      told.textContent = text("offline");
    }
  };
  const why = make("div", { class: "chips", role: "group", "aria-label": text("judge_why"), hidden: true }, make("span", {}, text("judge_why")),
    REASONS.map((reason) => make("button", { type: "button", class: "chip", onclick: () => judge("tidak_membantu", reason) }, text(`reason_${reason}`))));
  const no = make("button", { type: "button", class: "chip", "aria-expanded": "false", onclick: () => {
    why.hidden = !why.hidden;
    no.setAttribute("aria-expanded", String(!why.hidden));
    if (!why.hidden) why.querySelector("button").focus();
  } }, text("judge_no"));
  const yes = make("button", { type: "button", class: "chip", onclick: () => judge("membantu") }, text("judge_yes"));
  const asked = make("div", { role: "group", "aria-label": text("judge") },
    make("div", { class: "chips" }, make("span", {}, text("judge")), yes, no), why);
  place.append(asked, told);
}
