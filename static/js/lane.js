// Sources are asked for one at a time. The server counts a source as opened once it has given it out, so none that it
// gave out may go unseen because another was asked for meanwhile: every answer is shown, and then only is the next
// asked for. Of several that wait the last goes on: it is what the person wants to see, and the others were never given.

let asking = null; // the request on its way
let waiting = null; // who asks next, and how

const isForSource = (event) => event.detail.target?.id === "source";

/** Keep whoever asks, or waits to ask, in the page when an answer takes the place of what they stand in. */
export function park(replaced) {
  const kept = [...replaced.querySelectorAll(".htmx-request")];
  if (waiting && replaced.contains(waiting.elt) && !kept.some((one) => one.contains(waiting.elt))) kept.push(waiting.elt);
  if (!kept.length) return;
  for (const one of kept) one.removeAttribute("id"); // what takes its place has it
  const place = document.createElement("div");
  place.hidden = true;
  place.append(...kept);
  document.body.append(place);
  const tidy = () => !place.querySelector(".htmx-request") && !place.contains(waiting?.elt) && place.remove();
  place.addEventListener("htmx:afterRequest", () => setTimeout(tidy));
}

document.addEventListener("htmx:beforeRequest", (event) => {
  if (!isForSource(event)) return;
  if (!asking) {
    asking = event.detail.xhr;
    return;
  }
  event.preventDefault();
  waiting = { elt: event.detail.elt, submitter: event.detail.requestConfig.triggeringEvent?.submitter ?? null };
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.xhr !== asking) return;
  asking = null;
  if (!waiting) return;
  const { elt, submitter } = waiting;
  setTimeout(() => {
    waiting = null;
    if (elt.matches("form")) elt.requestSubmit(submitter);
    else elt.click();
  });
});
