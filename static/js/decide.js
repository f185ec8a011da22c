// The decision sheet: a digit chooses a reason while the focus is in the list of reasons; Enter decides nothing.
import { announce } from "./app.js";
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

// Without this module the form's first button takes the key and says the same.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT" || event.target.form?.id !== "decision") return;
  event.preventDefault();
  announce("The Enter key decides nothing here. Press the button at the end.");
});
