// Corrections by selecting text and by keys. Everything here can be done without it, by links and forms.
import { announce } from "./app.js";
import { listen } from "./keyboard.js";

const lines = document.getElementById("lines");
const panel = document.getElementById("panel");
const form = (state) => panel.querySelector(`[data-state="${state}"]`);
const marks = () => [...document.querySelectorAll("a.m:not(.quiet)")];

function open(state) {
  for (const one of panel.querySelectorAll("[data-state]")) one.hidden = one.dataset.state !== state;
  panel.classList.toggle("active", state !== "none");
}

function fill(target, start, end, words) {
  target.elements.start.value = start;
  target.elements.end.value = end;
  target.querySelector("[data-words]").textContent = words;
}

/** The offset, in code points of the source, of a place in the page; null outside the text. */
function offset(node, at, isEnd) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const mark = element.closest("a.m");
  if (mark) return Number(isEnd ? mark.dataset.end : mark.dataset.start);
  const piece = element.closest("span[data-start]");
  if (piece && node.nodeType === Node.TEXT_NODE) {
    return Number(piece.dataset.start) + [...node.data.slice(0, at)].length;
  }
  return null;
}

function chosenSpan() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!lines.contains(range.startContainer)) return null;
  const start = offset(range.startContainer, range.startOffset, false);
  if (start === null) return null;
  const line = range.startContainer.parentElement.closest("li");
  const end = offset(range.endContainer, range.endOffset, true) ?? Number(line.dataset.end);
  const words = selection.toString().trim();
  return words && end > start ? { start, end, words } : null;
}

function takeSelection() {
  const span = chosenSpan();
  if (!span) return;
  const missed = form("missed");
  missed.querySelector("[data-ticks]")?.remove();
  fill(missed, span.start, span.end, span.words);
  open("missed");
  announce("Words chosen. Say which class of identifier they are.");
}

function choose(mark) {
  for (const one of document.querySelectorAll("a.m.chosen")) one.classList.remove("chosen");
  mark.classList.add("chosen");
  const lift = form("mark");
  fill(lift, mark.dataset.start, mark.dataset.end, mark.querySelector(".was").textContent);
  lift.querySelector("[data-what]").textContent = mark.dataset.what;
  const { layer } = mark.dataset;
  const widen = document.getElementById("widen").elements;
  for (const name of ["start", "end", "kind"]) widen[name].value = mark.dataset[name];
  const when = { literal: layer === "literal", liftable: layer !== "literal", known: layer === "known" };
  when.correction = layer === "correction";
  when.optional = !when.known;
  for (const part of lift.querySelectorAll("[data-when]")) part.hidden = !when[part.dataset.when];
  lift.elements.reason.required = when.known;
  lift.elements.reason.value = "";
  open("mark");
}

function move(step) {
  const all = marks();
  const at = all.indexOf(document.activeElement);
  all[at < 0 && step < 0 ? all.length - 1 : Math.min(Math.max(at + step, 0), all.length - 1)]?.focus();
}

function lift() {
  const mark = document.activeElement.closest("a.m") ?? document.querySelector("a.m.chosen");
  if (!mark || !panel) return false;
  choose(mark);
  const target = form("mark");
  (target.elements.reason.required ? target.elements.reason : target.querySelector("[data-lift]")).focus();
  return true;
}

function close() {
  const mark = document.querySelector("a.m.chosen");
  mark?.classList.remove("chosen");
  getSelection().removeAllRanges();
  open("none");
  mark?.focus({ preventScroll: true });
}

if (panel && lines) {
  panel.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]") || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    close();
  });
  document.addEventListener("pointerup", () => setTimeout(takeSelection));
  document.addEventListener("keyup", (event) => {
    if (event.key === "Shift" || event.shiftKey) takeSelection();
  });
  lines.addEventListener("click", (event) => {
    const mark = event.target.closest("a.m");
    if (!mark || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    if (getSelection().isCollapsed) choose(mark);
  });
  lines.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("a.m")) {
      event.preventDefault();
      lift();
    }
  });
}

listen({
  j: () => move(1),
  k: () => move(-1),
  l: lift,
  v: () => document.querySelector(".toggle a:not([aria-current])")?.click(),
});
document.getElementById("refusal")?.focus();
