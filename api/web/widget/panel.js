// The panel: a dialog with the conversation and a question box, the button that opens it, and the focus between them.

const KEPT_TURNS = 20;
const MARGIN = 14; // pixels above the question that is scrolled to
const SPOKEN = 400; // letters of an answer that a screen reader is told at once

function makePanel(options, asker, host, root) {
  const state = { turns: [], conversation: null, asking: null, scrolledTo: null };
  const title = () => options.title || say("title");
  const store = `rujukan:${host}:${options.site}`;

  const live = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
  const log = make("div", { class: "log", tabindex: "0", role: "region" });
  spoken(log, "subtitle", {}, "aria-label");
  const field = make("textarea", { id: "question", rows: "1", maxlength: "2000", enterkeyhint: "send", lang: "id" });
  const label = spoken(make("label", { for: "question", class: "unseen" }), "question");
  spoken(field, "placeholder", {}, "placeholder");
  const submit = make("button", { type: "submit", class: "send" });
  const form = make("form", {}, label, field, submit);
  const privacy = spoken(make("p", { class: "private" }), "private");
  const heading = make("h2", { id: "title" });
  const languages = spoken(make("button", { type: "button", class: "language", onclick: switchLanguage }), "language");
  spoken(spoken(languages, "to_language", {}, "aria-label"), "to_language", {}, "title");
  const header = make(
    "header",
    {},
    make("span", { class: "emblem" }, icon("ask")),
    make("div", { class: "titles" }, heading, spoken(make("p"), "subtitle")),
    languages,
    iconButton("again", "again", beginAgain),
    iconButton("close", "close", close),
  );
  const panel = make("section", { id: "panel", class: "panel", role: "dialog", "aria-modal": "true", "aria-labelledby": "title", hidden: true }, header, log, live, form, privacy);
  const bubble = make("button", { type: "button", class: "bubble", "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => open() }, icon("ask"), make("span", { class: "bubblewords" }));

  const context = { host, asker, title, ask, keep, announce, suggest, focusQuestion: () => field.focus() };

  function announce(name, values, words = "") {
    live.textContent = `${say(name, values)} ${words}`.trim();
  }

  function relabelAll() {
    heading.textContent = title();
    bubble.querySelector("span").textContent = title();
    bubble.setAttribute("aria-label", say("open", { title: title() }));
    root.querySelector(".root").lang = language;
    relabel(root);
  }

  function showGreeting() {
    const greeting = make("p", {}, options.greeting || null);
    if (!options.greeting) spoken(greeting, "greeting");
    log.replaceChildren(make("div", { class: "greeting" }, greeting, suggest("suggested")));
  }

  // Questions one may ask, under the text of that name; null where the page wants none.
  function suggest(name) {
    const chips = (options.suggestions ?? say("suggestions")).map((question, n) => {
      const chip = make("button", { type: "button", class: "chip", onclick: () => ask(chip.textContent) }, question);
      return options.suggestions ? chip : spoken(chip, `suggestions.${n}`);
    });
    const heading = spoken(make("p", { class: "small" }), name);
    return chips.length ? make("div", { class: "suggested" }, heading, make("div", { class: "chips" }, ...chips)) : null;
  }

  function showButton(isAsking) {
    submit.replaceChildren(icon(isAsking ? "stop" : "send"));
    submit.removeAttribute("data-says");
    spoken(spoken(submit, isAsking ? "stop" : "send", {}, "aria-label"), isAsking ? "stop" : "send", {}, "title");
  }

  function showTurn(turn) {
    const { node, reply } = makeTurn(turn.question);
    log.querySelector(".greeting")?.remove();
    log.append(node);
    if (turn.answer) {
      showAnswer(context, reply, turn.answer, "");
      showActions(context, turn, reply);
    }
    return reply;
  }

  // Brings the question of a growing answer to the top, unless whoever reads has scrolled elsewhere since.
  function follow(reply) {
    if (log.scrollTop !== state.scrolledTo && state.scrolledTo !== null) return;
    const turn = reply.parentElement.getBoundingClientRect();
    log.scrollTop += turn.top - log.getBoundingClientRect().top - MARGIN;
    state.scrolledTo = log.scrollTop;
  }

  async function ask(question) {
    const words = question.trim();
    if (!words || state.asking) return;
    field.value = "";
    await answerInto({ question: words, answer: null }, showTurn({ question: words }));
  }

  async function answerInto(turn, reply) {
    const stopping = new AbortController();
    state.asking = stopping;
    showButton(true);
    reply.replaceChildren(waitingLine("searching"));
    state.scrolledTo = null;
    follow(reply);
    announce("searching");
    let shown = keptAnswer({});
    try {
      const body = { question: turn.question, conversation: state.conversation, topics: options.topics };
      for await (const [event, data] of asker.ask(body, stopping.signal)) {
        if (event === "passages") shown = keptAnswer({ ...data, answer: "" });
        else if (event === "text") shown.answer += data.text;
        else {
          Object.assign(turn, { answer: keptAnswer(data), id: data.id });
          state.conversation = data.conversation;
          shown = turn.answer;
        }
        if (event === "text" && !shown.refusal) showWords(context, reply.querySelector(".words"), shown);
        else showAnswer(context, reply, shown, event === "done" ? "" : "writing");
        follow(reply);
      }
      state.turns = [...state.turns, turn].slice(-KEPT_TURNS);
      keep();
      showActions(context, turn, reply);
      follow(reply);
      announce(turn.answer.found ? "ready" : "refused", { count: turn.answer.passages.length }, turn.answer.answer.slice(0, SPOKEN));
    } catch (error) {
      const trouble = stopping.signal.aborted ? new Trouble("stopped") : error;
      if (reply.isConnected) showTrouble(context, reply, trouble, () => !state.asking && answerInto(turn, reply).then(context.focusQuestion));
    } finally {
      if (state.asking === stopping) {
        state.asking = null;
        showButton(false);
      }
    }
  }

  function keep() {
    try {
      sessionStorage.setItem(store, JSON.stringify({ turns: state.turns, conversation: state.conversation, language }));
    } catch {
      // a page without storage has no history
    }
  }

  function takeUp() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(store));
      if (!kept) return;
      Object.assign(state, { turns: kept.turns, conversation: kept.conversation });
      language = kept.language in TEXTS ? kept.language : language;
    } catch {
      // what is not ours is left alone
    }
  }

  function beginAgain() {
    state.asking?.abort();
    Object.assign(state, { turns: [], conversation: null, asking: null });
    showButton(false);
    keep();
    showGreeting();
    announce("cleared");
    field.focus();
  }

  function switchLanguage() {
    language = language === "id" ? "en" : "id";
    relabelAll();
    keep();
  }

  function open(question = "") {
    panel.hidden = false;
    bubble.setAttribute("aria-expanded", "true");
    bubble.classList.add("away");
    field.focus();
    if (log.lastElementChild) follow(log.lastElementChild.querySelector(".reply") ?? log.lastElementChild.firstElementChild);
    asker.loggedDays().then((days) => {
      privacy.removeAttribute("data-says");
      spoken(privacy, days ? "logged" : "private", { days });
    }, () => {}); // told when a question is asked
    if (question) ask(question);
  }

  function close() {
    panel.hidden = true;
    bubble.setAttribute("aria-expanded", "false");
    bubble.classList.remove("away");
    bubble.focus();
  }

  // Keeps the Tab key within the dialog and lets Escape close it.
  function onKey(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    }
    if (event.key !== "Tab") return;
    const stops = [...panel.querySelectorAll("button, a[href], textarea, [tabindex='0']")].filter((node) => !node.disabled && node.getClientRects().length);
    const end = event.shiftKey ? stops[0] : stops.at(-1);
    if (root.activeElement === end) {
      event.preventDefault();
      (event.shiftKey ? stops.at(-1) : stops[0]).focus();
    }
  }

  panel.addEventListener("keydown", onKey);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (state.asking) state.asking.abort();
    else ask(field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!state.asking) ask(field.value);
  });

  root.append(spoken(make("aside", { class: "root" }, bubble, panel), "title", {}, "aria-label"));
  takeUp();
  showButton(false);
  if (state.turns.length) state.turns.forEach((turn) => showTurn(turn));
  else showGreeting();
  relabelAll();
  return { open, close };
}
