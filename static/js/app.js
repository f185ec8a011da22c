// What every page shares: one live region, refusals said aloud, the sign-in page never swapped into a pane.

document.documentElement.classList.add("js");

const toSay = [];

/** Say something to people who do not see the page change. What is said at one moment is said in one breath. */
export function announce(sentence) {
  const region = document.getElementById("status");
  if (!region) return; // the page was emptied
  region.textContent = "";
  if (!toSay.length) requestAnimationFrame(() => (region.textContent = toSay.splice(0).join(" ")));
  toSay.push(sentence);
}

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
});

document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
});

// A whole page instead of a part: the session has ended, or the address moved. Go there.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (/^\s*<!doctype html/i.test(xhr.responseText)) {
    event.detail.shouldSwap = false;
    event.detail.isError = false;
    if (xhr.status < 400) window.location.assign(xhr.responseURL || window.location.href);
    else announce("That was not possible. Nothing was changed. Reload the page to see why.");
  }
});

export const NOT_SENT = "Not saved: the server did not answer. Nothing was lost: press again.";

/** Say in a form that it was not sent, or take that back. Everything in the form stays as it was typed. */
export function notSent(form, sentence = "") {
  form.querySelector(".not-sent")?.remove();
  if (!sentence) return;
  const note = document.createElement("p");
  note.className = "refusal not-sent";
  note.setAttribute("role", "alert");
  note.textContent = sentence;
  form.append(note);
}

const isBackground = (event) => event.detail.requestConfig?.headers?.["Workbench-Background"];

// Pressing again is safe: an act that was stored although its answer was lost is not done twice.
for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, (event) => {
    if (isBackground(event)) return;
    const form = event.target.closest?.("form");
    if (form) notSent(form, NOT_SENT);
    else announce("The server did not answer. Try again in a moment.");
  });
}
document.addEventListener("htmx:responseError", (event) => {
  const form = event.target.closest?.("form");
  if (form && event.detail.xhr.status >= 502) notSent(form, NOT_SENT);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) notSent(form);
});

// A server part may carry a sentence to say: <div data-announce="Claim 4 confirmed.">
document.addEventListener("htmx:afterSettle", (event) => {
  const said = event.target.closest?.("[data-announce]") ?? event.target.querySelector?.("[data-announce]");
  if (said) {
    announce(said.dataset.announce);
    said.removeAttribute("data-announce");
  }
});

// A form whose answer takes seconds says so, and takes one click. Coming back to the page frees it again.
export function busy(form, is) {
  const note = form.querySelector(".busy");
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", String(is));
  form.toggleAttribute("aria-busy", is);
  if (note) {
    note.hidden = !is;
    note.querySelector("span").textContent = is ? form.dataset.busy : "";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest?.("form[data-busy]");
  if (!form || event.defaultPrevented) return;
  if (form.hasAttribute("aria-busy")) {
    event.preventDefault();
    return;
  }
  busy(form, true);
  announce(form.dataset.busy);
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-busy]")) busy(form, false);
});
