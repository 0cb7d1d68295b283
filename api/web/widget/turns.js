// One question and its answer in the panel: how it grows while the answer comes, and what can be done with it then.
//
// A turn is { question, answer, id, verdict }; its node is rebuilt by showTurn whenever more of it is known.

// A turn as it is kept in the tab: what is shown, and no more.
function keptAnswer(answer) {
  const keep = ({ label, title, status, pages, path, regulation, quote, verbatim }) =>
    ({ label, title, status, pages, path, regulation, quote, verbatim });
  const { answer: words = "", found, refusal, warnings = [], passages = [], related = [], beside = [] } = answer;
  return { answer: words, found, refusal, warnings, beside, passages: passages.map(keep), related: related.map(keep) };
}

function makeTurn(question) {
  const reply = make("div", { class: "reply" });
  const heading = make("h3", { class: "asked" }, spoken(make("span", { class: "unseen" }), "you"), make("span", { lang: "id" }, question));
  return { node: make("article", { class: "turn" }, heading, reply), reply };
}

function waitingLine(name) {
  const dots = make("span", { class: "dots", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  return make("p", { class: "waiting" }, dots, spoken(make("span"), name));
}

// Shows what is known of an answer so far; ``pending`` names what is waited for, or is empty where it is whole.
function showAnswer(context, reply, answer, pending) {
  const { host } = context;
  const isGrave = answer.passages.some((one) => one.status === "dicabut") || answer.warnings.some((one) => /dicabut/i.test(one));
  const refused = answer.refusal
    ? make("section", { class: "refusal" }, spoken(make("h4"), `refusals.${answer.refusal}`), ...answerWords(host, refusalWords(answer), []))
    : null;
  const words = make("div", { class: "words" });
  if (!answer.refusal) showWords(context, words, answer);
  const cited = reply.querySelector(".citations"); // kept where it is the same: somebody may be reading it
  const isSame = cited?.dataset.paths === pathsOf(answer.passages);
  reply.replaceChildren(
    ...[
      spoken(make("span", { class: "unseen" }), "reply"),
      warningBox(answer.warnings, isGrave),
      refused,
      words,
      pending ? waitingLine(pending) : null,
      isSame ? cited : answer.passages.length ? citationList(host, answer.passages) : null,
      pending ? null : besideNotes(host, answer.beside),
      answer.refusal ? relatedList(host, answer.related) : null,
      answer.refusal && !pending ? context.suggest("try") : null,
    ].filter(Boolean),
  );
}

// The words of a refusal without the line that names what is related: that is listed, with links.
function refusalWords({ answer, related }) {
  return related.length ? answer.split("\n").filter((line) => !line.startsWith("Mungkin terkait")).join("\n") : answer;
}

function showWords(context, words, answer) {
  words.replaceChildren(...answerWords(context.host, answer.answer, answer.passages));
}

// What can be done with a whole answer: copy, print, judge, ask on.
function showActions(context, turn, reply) {
  const note = make("p", { class: "note", role: "status" });
  const copy = iconButton("copy", "copy", async () => {
    spoken(note, (await copyText(plainText(context.host, turn), reply)) ? "copied" : "copy_failed");
  });
  const print = iconButton("print", "print", () => printText(plainText(context.host, turn), context.title()));
  const bar = make("div", { class: "actions" }, copy, print, turn.id && !turn.verdict ? judging(context, turn, note) : null);
  reply.append(bar, note);
  const first = turn.answer.found && turn.answer.passages[0];
  const article = first && /^.*? Pasal \S+/.exec(first.label)?.[0];
  if (article && !turn.question.toLowerCase().startsWith("isi ")) {
    const on = make("button", { type: "button", class: "chip", onclick: () => context.ask(say("whole_question", { article })) });
    reply.append(make("div", { class: "chips" }, spoken(on, "whole", { article })));
  }
}

function judging(context, turn, note) {
  const group = spoken(make("div", { class: "judging", role: "group" }), "judge", {}, "aria-label");
  const why = make("div", { class: "why", role: "group", hidden: true });
  const down = iconButton("down", "unhelpful", () => {
    why.hidden = !why.hidden;
    down.setAttribute("aria-expanded", String(!why.hidden));
    if (!why.hidden) why.querySelector("button").focus();
  }, { "aria-expanded": "false" });
  const judge = async (verdict, reason) => {
    try {
      spoken(note, (await context.asker.judge(turn.id, verdict, reason)) ? "thanks" : "too_late");
    } catch (trouble) {
      spoken(note, trouble.name, trouble.values);
      return;
    }
    turn.verdict = verdict;
    context.keep();
    const hadFocus = group.contains(group.getRootNode().activeElement);
    group.remove();
    if (hadFocus) context.focusQuestion();
  };
  why.append(
    spoken(make("p"), "why"),
    ...Object.keys(TEXTS.id.reasons).map((reason) =>
      spoken(make("button", { type: "button", class: "chip", onclick: () => judge("tidak_membantu", reason) }), `reasons.${reason}`),
    ),
  );
  group.append(iconButton("up", "helpful", () => judge("membantu")), down, why);
  return group;
}

// What went wrong, in plain words, with a way to try again.
function showTrouble(context, reply, trouble, again) {
  const words = trouble instanceof Trouble ? trouble : new Trouble("failed");
  const detail = words.detail && !["offline", "unreachable"].includes(words.name) ? make("p", { class: "detail", lang: "id" }, words.detail) : null;
  const retry = spoken(make("button", { type: "button", class: "retry", onclick: again }), "retry");
  const told = make("div", { class: "trouble" }, icon("warn"), make("div", {}, spoken(make("p"), words.name, words.values), detail, retry));
  reply.querySelector(".waiting")?.remove();
  reply.prepend(told);
  context.announce(words.name, words.values);
}
