// The decision sheet: a digit chooses a reason while the focus is in the list of reasons. No key signs.
import { keysAreOn } from "./keyboard.js";

document.addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-digits]");
  const digit = /^[1-9]$/.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!list || !digit || !keysAreOn()) return;
  const chosen = list.querySelectorAll("ol input[type=radio]")[Number(event.key) - 1];
  if (!chosen) return;
  event.preventDefault();
  chosen.checked = true;
  chosen.focus();
});
