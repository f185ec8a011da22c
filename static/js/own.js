/* Own judgement first: a passage that was opened takes the focus, so that it is read out and, in a narrow window, seen. */
let asked = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  asked = event.detail.elt.closest(".cite");
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target.id !== "source" && event.detail.elt.id !== "source") return;
  document.getElementById("source-title")?.focus();
});

/* The way back leads to where the passage was chosen. */
document.addEventListener("click", (event) => {
  if (!asked?.isConnected || !event.target.closest('#source a[href="#main"]')) return;
  event.preventDefault();
  asked.focus();
});
