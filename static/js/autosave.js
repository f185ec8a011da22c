// What is typed in a form is kept on the server until it is sent: never in the browser, and only for who typed it.
import { announce } from "./app.js";

const AFTER = 2000; // typing has stopped
const AGAIN = 5000; // the server did not answer
const holding = new Map(); // address -> what is typed there and not stored yet

const formOf = (element) => element.closest?.("form[data-typed]");
const addressOf = (form) => form.dataset.typed || `${form.getAttribute("action").split("#")[0]}typed/`;

/** The words of a form, without ticks, judgements and passwords: the server takes only what would be typed again. */
function bodyOf(form) {
  const body = new URLSearchParams();
  for (const field of form.querySelectorAll("textarea, select, input[type=hidden]")) {
    if (field.name) body.append(field.name, field.value);
  }
  return body;
}

function statusOf(form) {
  let status = form.querySelector(".typed-status");
  if (!status) {
    status = document.createElement("p");
    status.className = "typed-status small muted";
    const fields = [...form.querySelectorAll("textarea")];
    fields.at(-1)?.after(status);
  }
  return status;
}

function say(form, sentence, { aloud = false, bad = false } = {}) {
  if (!form?.isConnected) return;
  const status = statusOf(form);
  status.textContent = sentence;
  status.classList.toggle("bad", bad);
  if (aloud) announce(sentence);
}

async function store(address, { leaving = false } = {}) {
  const held = holding.get(address);
  if (!held || held.sending) return;
  clearTimeout(held.timer);
  held.sending = new AbortController();
  const { body, form } = held;
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "Workbench-Background": "1" },
      keepalive: leaving,
      redirect: "error",
      signal: held.sending.signal,
    });
    const told = await answer.json();
    if (holding.get(address) !== held) return;
    if (answer.ok) {
      const isFirst = !form.dataset.saved;
      form.dataset.saved = told.at;
      say(form, told.at ? `Saved at ${told.at}, not sent yet.` : "", { aloud: isFirst && Boolean(told.at) });
    } else {
      say(form, `Not saved: ${told.sentence} Your words stay here until you leave the page.`, { aloud: true, bad: true });
    }
    if (held.body === body) holding.delete(address);
    else hold(address, held, AFTER);
  } catch (error) {
    if (error.name === "AbortError" || holding.get(address) !== held) return;
    if (!held.failed) say(form, "Not saved yet: the server does not answer. It is tried again.", { aloud: true, bad: true });
    held.failed = true;
    hold(address, held, AGAIN);
  } finally {
    held.sending = null;
  }
}

function hold(address, held, after) {
  clearTimeout(held.timer);
  held.timer = setTimeout(() => store(address), after);
}

function typed(form) {
  const address = addressOf(form);
  const held = holding.get(address) ?? { sending: null, failed: false };
  held.form = form;
  held.body = bodyOf(form);
  holding.set(address, held);
  hold(address, held, AFTER);
}

/** The words of a form were sent, or are thrown away: what was on its way to be kept is not. */
function forget(form) {
  const address = addressOf(form);
  const held = holding.get(address);
  clearTimeout(held?.timer);
  held?.sending?.abort();
  holding.delete(address);
}

document.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (form && event.target.matches("textarea, select")) typed(form);
});

document.addEventListener("focusout", (event) => {
  const form = formOf(event.target);
  if (form && holding.has(addressOf(form)) && !form.contains(event.relatedTarget)) store(addressOf(form));
});

const all = (how) => [...holding.keys()].map((address) => store(address, how));

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && all({ leaving: true }));
window.addEventListener("pagehide", () => all({ leaving: true }));
window.addEventListener("online", () => all());
document.addEventListener("workbench:leaving", (event) => event.detail.push(...all({ leaving: true })));

window.addEventListener("beforeunload", (event) => {
  if ([...holding.values()].some((held) => held.failed)) event.preventDefault();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.matches?.("form[data-typed]")) forget(event.target);
});
document.addEventListener("submit", (event) => {
  const form = formOf(event.target);
  const isDiscarding = event.submitter?.name === "discard";
  if (!form || event.defaultPrevented || form.hasAttribute("hx-post")) return;
  if (isDiscarding) forget(form);
  else store(addressOf(form), { leaving: true }); // should its answer never come; the act makes the server forget it
});
/** Close a form, and forget what was typed in it: here and, where it was kept, on the server. */
function cancel(form) {
  forget(form);
  const discard = form.querySelector("[name=discard]");
  if (discard) return discard.click();
  if (form.dataset.saved) {
    const body = bodyOf(form);
    body.append("discard", "1");
    fetch(addressOf(form), { method: "POST", body, headers: { "Workbench-Background": "1" } });
  }
  delete form.dataset.saved;
  form.reset();
  say(form, "");
  const panel = form.closest("details");
  panel.open = false;
  panel.querySelector("summary").focus();
}

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-cancel]")) return;
  event.preventDefault();
  cancel(formOf(event.target));
});

// It was not sent after all: it is kept again.
for (const kind of ["htmx:sendError", "htmx:responseError", "workbench:notsent"]) {
  document.addEventListener(kind, (event) => {
    const form = formOf(event.target);
    if (form) typed(form);
  });
}
