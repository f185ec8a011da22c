// The review page: which claim is current, focus to the source and back, keys. Without this module everything still works.
import { announce } from "./app.js";
import { isShown, readable, show } from "./front.js";
import { keysAreOn, listen, switchKeys } from "./keyboard.js";
import { park } from "./lane.js";

const unit = (number) => document.getElementById(`claim-${number}`);
const units = () => [...document.querySelectorAll(".unit")];
const source = () => document.getElementById("source");
const current = () => document.querySelector(".unit.current");

function choose(chosen, { focus = true } = {}) {
  if (!chosen) return;
  for (const other of document.querySelectorAll(".unit.current")) other.classList.remove("current");
  chosen.classList.add("current");
  if (focus) {
    const claim = chosen.querySelector(".claim");
    claim.focus({ preventScroll: true });
    claim.scrollIntoView({ block: "nearest" });
  }
}

/** Go to a claim: the draft is shown, should another part stand before it. */
function goTo(chosen) {
  if (chosen) show("draft", chosen.id);
  choose(chosen);
}

function move(step) {
  const all = units();
  const at = all.indexOf(current());
  goTo(all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)]);
}

/** Open the first source of the claim that was not opened yet, or else its first. */
function openEvidence() {
  const chips = [...(current()?.querySelectorAll(".cite") ?? [])];
  const chip = chips.find((one) => !one.classList.contains("opened")) ?? chips[0];
  if (chip) chip.click();
  else announce("This claim cites nothing.");
}

/** Enter: on a claim, or while its source is read, the next source not opened yet. On a link or a button: what it does. */
function goDeeper(event) {
  const { target } = event;
  if (target.matches(".claim")) return openEvidence();
  const isReading = target === document.body || target.matches("#source-title, #source, #source .body");
  if (!isReading) return false;
  if (!current()) choose(document.querySelector(".unit.untouched"));
  if (current()?.querySelector(".cite:not(.opened, .broken)")) return openEvidence();
  announce("Every source of this claim was opened.");
}

// The claim that is being confirmed by a key: once the server has it, the next one is chosen. A mouse stays where it is.
let confirming = null;

function confirmAndGoOn() {
  confirming = current()?.dataset.claim ?? null;
  press("confirm");
}

/** Go from a claim just confirmed to the next that nobody has treated, unless the person went elsewhere meanwhile. */
function goOn(confirmed) {
  confirming = null;
  const all = units();
  const at = all.indexOf(confirmed);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find((one) => one.classList.contains("untouched"));
  goTo(next ?? confirmed);
  if (!next) announce("Every claim was treated. Ctrl and Enter go to decide.");
}

function press(act) {
  const chosen = current();
  if (!chosen) return announce("Choose a claim first, with j or k.");
  const button = chosen.querySelector(`[data-act="${act}"]`);
  if (!button) return announce("That cannot be done to this claim as it stands.");
  const panel = chosen.querySelector("details.acts");
  if (button.getAttribute("aria-disabled") === "true") {
    if (panel) panel.open = true;
    return announce(document.getElementById(button.getAttribute("aria-describedby"))?.textContent ?? "");
  }
  if (button.tagName !== "SUMMARY") return button.click();
  if (panel) panel.open = true;
  button.parentElement.open = true;
  button.parentElement.querySelector("textarea, select")?.focus();
}

function nextFinding() {
  const open = [...document.querySelectorAll(".unit[data-finding]")];
  const all = units();
  const at = all.indexOf(current());
  const next = open.find((one) => all.indexOf(one) > at) ?? open[0];
  if (next) goTo(next);
  else announce("No finding is open.");
}

function decide() {
  const way = document.querySelector("[data-decide]");
  if (way?.tagName === "A") way.click();
  else announce(document.getElementById("why-not-decide")?.textContent || "Start the review first.");
}

/** From citing back to the sentence that is cited for. */
function backTo(owner) {
  if (!owner) return false;
  show("draft", owner.id);
  if (owner.matches(".unit")) return choose(owner);
  owner.querySelector("a, button")?.focus();
}

function backToChip() {
  const isAlone = isShown("source") && !isShown("draft");
  if (!source().contains(document.activeElement) && !isAlone) return false;
  const { citation, back } = source().dataset;
  if (back) return backTo(document.getElementById(back));
  const chip = document.getElementById(`cite-${citation}`);
  if (!chip) return false;
  const owner = chip.closest(".unit, .criterion");
  show(owner.matches(".unit") ? "draft" : "outline", owner.id);
  if (owner.matches(".unit")) choose(owner, { focus: false });
  owner.closest("details")?.setAttribute("open", "");
  chip.focus();
}

function page(which) {
  const link = source().querySelector(`[data-pager="${which}"]`);
  if (link) link.click();
  else announce(which === "next" ? "No more evidence for this claim." : "This is the first evidence of this claim.");
}

function showKeys() {
  document.getElementById("keys").showModal();
}

listen({
  j: () => move(1),
  k: () => move(-1),
  Enter: goDeeper,
  "[": () => page("previous"),
  "]": () => page("next"),
  c: confirmAndGoOn,
  e: () => press("edit"),
  x: () => press("remove"),
  w: () => press("waive"),
  u: () => press("undo"),
  f: nextFinding,
  g: () => document.querySelector("#outline a")?.focus(),
  "?": showKeys,
  "Ctrl+Enter": decide,
  Escape: backToChip,
});

document.addEventListener("focusin", (event) => {
  const owner = event.target.closest?.(".unit");
  if (owner && owner !== current()) choose(owner, { focus: false });
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-open-keys]")) showKeys();
  const link = event.target.closest("a[href*='#claim-']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (target && link.pathname === window.location.pathname) {
    event.preventDefault();
    if (isShown("draft")) window.history.replaceState(null, "", link.hash);
    goTo(target);
    target.querySelector(".claim").scrollIntoView({ block: "center" });
  }
});

/** Bring the quoted words into view, unless they already are: what stands above them stays visible then. */
function showQuote() {
  const quote = document.getElementById("hit") ?? document.getElementById("evidence");
  if (!quote?.getClientRects().length) return;
  const words = quote.getBoundingClientRect();
  const { top, bottom, scroller } = readable(quote.closest(".body"));
  const air = Math.min(32, (bottom - top) / 4);
  if (words.top >= top + air && words.bottom <= bottom - air) return;
  const free = bottom - top - words.height;
  scroller.scrollBy({ top: words.top - top - Math.max(free / 2, air), behavior: "instant" });
}

/** A form of a claim that somebody is filling in: which act, what was typed, where the cursor stands. */
function openForm(owner) {
  const form = owner.querySelector("details.act[open]");
  if (!form) return null;
  const fields = [...form.querySelectorAll("textarea, select")];
  return {
    claim: owner.dataset.claim,
    act: form.querySelector("summary").dataset.act,
    values: fields.map((field) => field.value),
    at: fields.indexOf(document.activeElement),
    cursor: document.activeElement.selectionStart ?? null,
  };
}

function openAgain({ claim, act, values, at, cursor }) {
  const summary = unit(claim)?.querySelector(`details.act > summary[data-act="${act}"]`);
  if (!summary) return;
  const panel = summary.closest("details.acts");
  if (panel) panel.open = true;
  summary.parentElement.open = true;
  const fields = [...summary.parentElement.querySelectorAll("textarea, select")];
  fields.forEach((field, number) => {
    field.value = values[number];
  });
  fields[at]?.focus({ preventScroll: true });
  if (cursor !== null) fields[at]?.setSelectionRange(cursor, cursor);
}

const isFillingIn = () => document.activeElement?.closest(".unit details.act[open]") != null;

// An answer may come late: to a source pane that shows another claim by then, to a claim that is being edited or whose
// own act is still on its way, and from a chip or a form that another answer has replaced meanwhile. htmx looks for what
// an answer changes beside its target from where it was asked: whoever asked stays in the page until it is answered.
let filledIn = null;

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  park(target);
  // Of forms of one name a browser closes the one that comes in, as long as the one it replaces is open.
  for (const one of target.querySelectorAll("details[name]")) one.removeAttribute("name");
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target, fragment } = event.detail;
  const isOther = fragment.querySelector("#source-acts")?.dataset.claim !== target.dataset.claim;
  const isAsking = target.matches(".unit") && target.querySelector("form.htmx-request");
  if ((target.id === "source-acts" && isOther) || isAsking) {
    event.detail.shouldSwap = false;
    return;
  }
  filledIn = target.matches(".unit") ? openForm(target) : filledIn;
  park(target);
});

document.addEventListener("htmx:oobAfterSwap", () => {
  if (filledIn) openAgain(filledIn);
  filledIn = null;
});

/** A source that was asked for is shown, always: the server counts it as opened. */
function sourceArrived() {
  const pane = source();
  const { citation, claim } = pane.dataset;
  const isReading = "reading" in pane.dataset;
  if (!citation && !isReading) return;
  if (!isReading) {
    for (const chip of document.querySelectorAll(".cite[aria-expanded]")) {
      chip.setAttribute("aria-expanded", String(chip.id === `cite-${citation}`));
    }
  }
  if (isFillingIn()) return isShown("source") ? showQuote() : whenFilledIn(sourceArrived);
  if (!isReading) choose(unit(claim), { focus: false });
  show("source");
  if (document.getElementById("hit") ?? document.getElementById("evidence")) showQuote();
  else source().scrollIntoView({ block: "nearest" });
  (isReading ? placeOfReading() : document.getElementById("source-title")).focus({ preventScroll: true });
}

/** In another document, or another place of it, the reader stays where she was going on from. */
function placeOfReading() {
  const field = document.getElementById("source-words");
  const refusal = document.getElementById("source-refusal");
  return refusal ?? (field?.value ? field : document.getElementById("source-title"));
}

/** Where one part is seen at a time, who is typing when her source comes sees it once she has left the form. */
function whenFilledIn(act) {
  document.addEventListener("focusout", () => setTimeout(() => (isFillingIn() ? whenFilledIn(act) : act())), { once: true });
}

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "source") return sourceArrived();
  if (event.target.matches?.(".unit")) {
    const number = event.target.dataset.claim;
    const chosen = unit(number);
    if (number === confirming && chosen.classList.contains("confirmed") && (current() ?? chosen) === chosen) return goOn(chosen);
    if (chosen.querySelector("details.acts .refusal")) chosen.querySelector("details.acts").open = true; // others close
    const field = chosen.querySelector("details.act[open] :is(textarea, select)");
    choose(chosen, { focus: !field });
    field?.focus();
  }
});

const keysOn = document.getElementById("keys-on");
if (keysOn) {
  keysOn.checked = keysAreOn();
  keysOn.addEventListener("change", () => switchKeys(keysOn.checked));
}

// Came by an address that names a citation: its claim is the current one.
if (source()?.dataset.claim) {
  choose(unit(source().dataset.claim), { focus: false });
  unit(source().dataset.claim)?.scrollIntoView({ block: "center" });
  showQuote();
} else if (source()?.dataset.back) {
  choose(document.querySelector(`.unit#${source().dataset.back}`), { focus: false });
  document.getElementById(source().dataset.back)?.scrollIntoView({ block: "center" });
  showQuote();
} else if (window.location.hash.startsWith("#claim-")) {
  choose(unit(window.location.hash.slice(7)), { focus: false });
}
