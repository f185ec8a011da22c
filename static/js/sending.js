// A form whose loss would hurt is sent without leaving its page: where no answer comes, everything typed stays.
import { NOT_SENT, busy, notSent } from "./app.js";

/** Put the page that the server answered with in the place of the one that was sent, as a reload would. */
function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const main = answer.querySelector("main");
  if (!main) return false;
  document.title = answer.title;
  document.querySelector("main").replaceWith(main);
  const refusal = document.getElementById("error-summary") ?? main;
  refusal.focus();
  refusal.scrollIntoView({ block: "nearest" });
  return true;
}

async function send(form) {
  const address = form.getAttribute("action") || window.location.href;
  const answer = await fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (answer.redirected) return window.location.assign(answer.url);
  if (answer.ok || !show(await answer.text())) throw new Error("no page to show");
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.("form[data-busy]");
  if (!form || event.defaultPrevented) return;
  event.preventDefault();
  notSent(form);
  try {
    await send(form);
  } catch {
    busy(form, false);
    notSent(form, NOT_SENT);
    form.dispatchEvent(new CustomEvent("workbench:notsent", { bubbles: true }));
  }
});
