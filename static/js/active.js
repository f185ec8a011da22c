// How long this page was really in use: visible, in front, and touched within the last minute. It counts moments, never
// what was typed or read, and tells the server the total so far; the server believes no more than its own clock allows.

const IDLE = 60_000; // as apps/review/domain/attention.py has it
const EVERY = 30_000;
const BACKGROUND = { "Workbench-Background": "1" };

const form = document.getElementById("attention");
const dwell = {}; // by the number of the citation whose source stands beside the draft
let active = 0;
let told = 0;
let counting = null; // since when, or null while nobody is here
let touched = performance.now();

const isHere = () => document.visibilityState === "visible" && document.hasFocus();

/** The number of the citation whose source can be seen, or nothing. */
function sourceShown() {
  const pane = document.getElementById("source");
  return pane?.getClientRects().length ? pane.dataset.citation : undefined;
}

/** Add what has passed since the last time, and stop counting where nobody is here any more. */
function settle() {
  const now = performance.now();
  if (counting !== null) {
    const spent = Math.max(0, Math.min(now, touched + IDLE) - counting);
    active += spent;
    const citation = sourceShown();
    if (citation) dwell[citation] = (dwell[citation] ?? 0) + spent;
  }
  counting = isHere() && now < touched + IDLE ? now : null;
}

function touch() {
  const now = performance.now();
  if (counting !== null && now - touched < 1000) return;
  settle();
  touched = now;
  if (isHere()) counting = now;
}

function report() {
  settle();
  const total = Math.round(active);
  if (total <= told) return;
  const data = new FormData(form);
  data.set("active", total);
  data.set("dwell", JSON.stringify(dwell, (_, value) => (typeof value === "number" ? Math.round(value) : value)));
  told = total;
  // Kept alive, it arrives although the page goes. No person made it, so it is no use of the session. One that is lost is
  // made up for by the next, which says the total.
  fetch(form.action, { method: "POST", body: data, headers: BACKGROUND, keepalive: true, redirect: "manual" }).catch(() => {});
}

if (form) {
  for (const kind of ["pointerdown", "pointermove", "wheel", "keydown", "touchstart", "scroll"]) {
    document.addEventListener(kind, touch, { capture: true, passive: true });
  }
  window.addEventListener("focus", touch);
  window.addEventListener("pageshow", touch);
  window.addEventListener("blur", report);
  window.addEventListener("pagehide", () => {
    report();
    counting = null; // a page that is put away may come back as it was
  });
  document.addEventListener("visibilitychange", () => (document.visibilityState === "visible" ? touch() : report()));
  // What was there goes on the account of the source that was there.
  document.addEventListener("htmx:beforeSwap", settle);
  setInterval(report, EVERY);
  if (isHere()) counting = performance.now();
}
