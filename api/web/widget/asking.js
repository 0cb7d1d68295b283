// Speaking with the server: the token of this page's site, an answer as it is made, a judgement of it.
//
// Every failure becomes a Trouble with the name of the text that tells of it.

const SILENCE = 35000; // milliseconds without a byte (the server sends a heartbeat every 10 s) after which it is lost
const EARLY = 30; // seconds before its end that a token is renewed

class Trouble extends Error {
  constructor(name, values = {}, detail = "") {
    super(name);
    Object.assign(this, { name, values, detail });
  }
}

function makeAsker(host, site) {
  let token = null;

  async function send(path, body, signal, accept = "application/json") {
    const headers = { "Content-Type": "application/json", Accept: accept };
    if (site) headers["X-Site-Token"] = await currentToken(signal);
    return request(path, { method: "POST", headers, body: JSON.stringify(body), signal });
  }

  async function request(path, options) {
    try {
      return await fetch(host + path, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store", ...options });
    } catch (error) {
      if (options.signal?.aborted) throw options.signal.reason ?? error;
      throw new Trouble(navigator.onLine ? "unreachable" : "offline");
    }
  }

  async function currentToken(signal) {
    if (token && Date.now() < token.until) return token.text;
    let response;
    try {
      response = await request(`/v1/sites/${encodeURIComponent(site)}/token`, { method: "POST", signal });
    } catch (error) {
      throw error.name === "unreachable" && (await isAlive()) ? new Trouble("unregistered") : error;
    }
    if (!response.ok) throw await troubleOf(response);
    const told = await response.json();
    token = { text: told.token, until: Date.now() + (told.expires_in - EARLY) * 1000, loggedDays: told.logged_days };
    return token.text;
  }

  // Whether the server answers at all: a refused page may not read the answer, but sees that there was one.
  const isAlive = () => fetch(`${host}/health/live`, { mode: "no-cors", cache: "no-store" }).then(() => true, () => false);

  async function sendRenewing(path, body, signal, accept) {
    const response = await send(path, body, signal, accept);
    if (response.status !== 401 || !site) return response;
    token = null; // its time was over by the server's clock
    return send(path, body, signal, accept);
  }

  return {
    // Yields [event, data] as they come; ends after "done". Raises Trouble.
    async *ask(body, signal) {
      const response = await sendRenewing("/v1/ask", body, signal, "text/event-stream");
      if (!response.ok) throw await troubleOf(response);
      for await (const [event, data] of readEvents(response.body, signal)) {
        if (event === "error") throw new Trouble("failed", {}, data.detail);
        yield [event, data];
        if (event === "done") return;
      }
      throw new Trouble("broken");
    },
    // True where it was counted, false where it came too late.
    async judge(answer, verdict, reason) {
      const response = await sendRenewing("/v1/feedback", { answer, verdict, ...(reason ? { reason } : {}) });
      if (!response.ok && response.status !== 404) throw await troubleOf(response);
      return response.ok;
    },
    // For how many days questions are kept; known after the first token.
    async loggedDays() {
      if (site) await currentToken();
      return token?.loggedDays ?? 0;
    },
  };
}

async function troubleOf(response) {
  const problem = await response.json().catch(() => ({}));
  const { status } = response;
  const seconds = response.headers.get("Retry-After");
  if (status === 429 || (status === 503 && seconds)) return new Trouble("busy", { seconds: seconds ?? "60" }, problem.detail);
  if (status === 401 || status === 403) return new Trouble("unregistered", {}, problem.detail);
  return new Trouble(status >= 500 ? "failed" : "wrong", {}, problem.detail);
}

// The events of a stream (WHATWG's event stream format, as far as a server that names each event needs it).
async function* readEvents(body, signal) {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let held = "";
  try {
    for (;;) {
      const { done, value } = await readSoon(reader);
      if (done) return;
      held += decoder.decode(value, { stream: true });
      const blocks = held.split(/\r?\n\r?\n/);
      held = blocks.pop();
      for (const block of blocks) {
        const event = readEvent(block);
        if (event) yield event;
      }
    }
  } catch (error) {
    if (signal?.aborted || error instanceof Trouble) throw error;
    throw new Trouble(navigator.onLine ? "broken" : "offline");
  } finally {
    reader.cancel().catch(() => {});
  }
}

function readSoon(reader) {
  let timer;
  const silence = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Trouble("broken")), SILENCE);
  });
  return Promise.race([reader.read(), silence]).finally(() => clearTimeout(timer));
}

function readEvent(block) {
  const fields = {};
  for (const line of block.split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) fields[line.slice(0, colon)] = (fields[line.slice(0, colon)] ?? "") + line.slice(colon + 1).replace(/^ /, "");
  }
  return fields.event && fields.data ? [fields.event, JSON.parse(fields.data)] : null;
}
