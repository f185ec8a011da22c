// What every page shares: one live region, refusals said aloud, the sign-in page never swapped into a pane.

document.documentElement.classList.add("js");

/** Say something to people who do not see the page change. */
export function announce(sentence) {
  const region = document.getElementById("status");
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = sentence;
  });
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

document.addEventListener("htmx:sendError", () => {
  announce("The workbench cannot be reached. Nothing was changed. Try again in a moment.");
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
function busy(form, is) {
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
