// Which part of the review stands in front where the window has no room for all three. It is kept on the page, not in
// the address: an answer takes the place of the source pane, and what came in is no target any more. With this module
// the address only remembers the way back; without it the style sheet goes by the address.

const review = document.querySelector(".review");
const part = (name) => document.getElementById(name);

/** Whether a part can be seen at all as the window is now. */
export const isShown = (name) => Boolean(part(name)?.getClientRects().length);

// What the page was about as it came: an address that names no part of it leads there.
const first = part("source")?.matches("[data-citation], [data-reading]") ? "source" : "draft";

/** The part that an address leads to. */
function partOf(hash) {
  const named = hash.length > 1 && document.getElementById(decodeURIComponent(hash.slice(1)));
  return named ? (named.closest("#source, #outline")?.id ?? "draft") : first;
}

function turn(name) {
  review.dataset.front = name;
}

/** Let a part be seen, unless it is already. The address names it then, so that "back" leads to what was there before. */
export function show(name, address = name) {
  if (isShown(name)) return;
  turn(name);
  if (window.location.hash !== `#${address}`) window.history.pushState(null, "", `#${address}`);
  part(name).scrollIntoView({ block: "start" });
}

/** Where words of the source can be read: inside the pane that scrolls by itself, or between the bars of the window. */
export function readable(body) {
  if (getComputedStyle(body).overflowY !== "visible") {
    const { top, bottom } = body.getBoundingClientRect();
    return { top, bottom, scroller: body };
  }
  let [top, bottom] = [0, window.innerHeight];
  for (const bar of document.querySelectorAll(".tabs, .foot, .source > footer")) {
    if (getComputedStyle(bar).position !== "sticky") continue;
    const place = bar.getBoundingClientRect();
    if (bar.matches(".tabs")) top = Math.max(top, place.bottom);
    else if (place.height) bottom = Math.min(bottom, place.top);
  }
  return { top, bottom, scroller: window };
}

function follow() {
  turn(partOf(window.location.hash));
}

window.addEventListener("popstate", follow);
window.addEventListener("hashchange", follow);
// A tab whose name is in the address already: following it changes no address.
document.addEventListener("click", (event) => {
  const tab = event.target.closest?.(".tabs a[href^='#']");
  if (tab) turn(partOf(tab.hash));
});

if (review && part("source")) follow();
