// Single keys: off while typing, off when the person switched them off on this device, never with a modifier, and one
// act for one press: a key that is held down only moves.

const STORED = "workbench.keys";

export const keysAreOn = () => localStorage.getItem(STORED) !== "off";

export function switchKeys(on) {
  if (on) localStorage.removeItem(STORED);
  else localStorage.setItem(STORED, "off");
}

const MOVES = new Set(["j", "k", "[", "]"]);

const isTyping = (element) =>
  element instanceof Element && element.closest("input, select, textarea, [contenteditable], dialog") !== null;

/** Call the act of a key. An act returns false to let the browser do what it would have done. */
export function listen(acts) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = event.ctrlKey ? `Ctrl+${event.key}` : event.key;
    const act = acts[key];
    if (!act || (event.repeat && !MOVES.has(key)) || (!keysAreOn() && key.length === 1 && key !== "?")) return;
    if (act(event) !== false) event.preventDefault();
  });
}
