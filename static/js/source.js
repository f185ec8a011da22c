// The source pane: words selected in it are cited, hits are walked by keys. Everything here can be done without it,
// by ticks and forms.
import { announce } from "./app.js";
import { listen } from "./keyboard.js";

const OUTSIDE = ".rests, .told, .sr, input"; // put in beside the words of the source
const pane = () => document.getElementById("source");
const form = () => document.getElementById("cite-form");

/** The offset of a place in the page, in code points of the source; null where no words of it stand. */
function offset(node, at) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const block = element?.closest("[data-at]");
  if (!block || !pane().contains(block)) return null;
  const before = document.createRange();
  before.selectNodeContents(block);
  before.setEnd(node, at);
  const words = before.cloneContents();
  for (const one of words.querySelectorAll(OUTSIDE)) one.remove();
  return Number(block.dataset.at) + [...words.textContent].length;
}

/** The words of a part of the page that stand in the source, block by block, with a blank between them. */
function plain(words) {
  for (const one of words.querySelectorAll(OUTSIDE)) one.remove();
  for (const one of words.querySelectorAll("[data-at], h3, section")) one.append("\n");
  return words.textContent;
}

/** The first and the last block with words of the source in a selection that begins or ends beside them. */
function edges(range) {
  const blocks = [...pane().querySelectorAll("[data-at]")].filter((block) => range.intersectsNode(block));
  if (!blocks.length) return null;
  const start = offset(range.startContainer, range.startOffset) ?? Number(blocks[0].dataset.at);
  const last = blocks.at(-1);
  const end = offset(range.endContainer, range.endOffset) ?? offset(last, last.childNodes.length);
  return start < end ? { start, end } : null;
}

function fill({ start, end, words }) {
  const target = form();
  target.elements.start.value = start ?? "";
  target.elements.end.value = end ?? "";
  target.elements.words.value = words ?? "";
  const shown = target.querySelector("#chosen q");
  if (!shown) return;
  shown.hidden = !words;
  shown.textContent = words ? words.trim().replace(/\s+/g, " ") : "";
  target.querySelector("#chosen .hint").hidden = Boolean(words);
}

function take() {
  const selection = getSelection();
  if (!form() || selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  if (!pane().querySelector(".body")?.contains(range.commonAncestorContainer)) return;
  const found = edges(range);
  if (!found) return;
  for (const one of pane().querySelectorAll("input.tick:checked")) one.checked = false;
  fill({ ...found, words: plain(range.cloneContents()) });
}

/** Show what ticks stand for: everything from the first to the last. */
function takeTicks() {
  const ticks = [...pane().querySelectorAll("input.tick")];
  const chosen = ticks.filter((one) => one.checked);
  fill({});
  if (!chosen.length) return;
  const between = ticks.slice(ticks.indexOf(chosen[0]), ticks.indexOf(chosen.at(-1)) + 1);
  const words = between.map((one) => document.getElementById(one.getAttribute("aria-labelledby")));
  const shown = form().querySelector("#chosen q");
  shown.hidden = false;
  shown.textContent = words.map((one) => plain(one.cloneNode(true)).trim().replace(/\s+/g, " ")).join(" ");
  form().querySelector("#chosen .hint").hidden = true;
}

document.addEventListener("selectionchange", () => {
  if (form()) requestAnimationFrame(take);
});

// Leaving is no request: the document stays open, nothing can be chosen in it any more.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-cite-leave]") || !form()) return;
  for (const one of pane().querySelectorAll("input.tick")) one.remove();
  form().remove();
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("#source input.tick")) takeTicks();
});

/** Cite what is chosen; without a sentence that is cited for, the current claim's own way to do so. */
function cite() {
  const button = form()?.querySelector("[data-cite]");
  if (button) return button.click();
  const way = document.querySelector(".unit.current [data-act='cite']");
  if (way) return way.click();
  return announce("Edit the claim first: only a sentence of your own takes citations of yours.");
}

function step(which) {
  const button = pane().querySelector(`[data-hit="${which}"]`);
  if (button) button.click();
  else announce("Find words in this document first, with /.");
}

listen({
  q: cite,
  "/": () => {
    const field = pane().querySelector("#source-words, #chart-words");
    if (!field) return false;
    field.focus();
    field.select();
  },
  n: () => step("next"),
  p: () => step("previous"),
});
