// The end of a session in the browser: asked before, and at the end the page is emptied, whether or not the server can
// be reached. Times are of the wall clock, since timers stand still in a sleeping machine. No word of a page leaves it.

const clock = document.querySelector('meta[name="workbench-session"]');
const dialog = document.getElementById("leaving");
const channel = "BroadcastChannel" in window ? new BroadcastChannel("workbench.session") : null;
const BACKGROUND = { "Workbench-Background": "1" };
const TOUCH_AGAIN = 60_000; // reading, scrolling and typing tell the server once a minute that somebody is there
const TOO_LATE = 5; // seconds that are no longer worth going back to a page for
const SAID_AT = [60, 30, 10];

let [left, until, warning] = (clock?.content ?? "0 0 0").split(" ").map(Number);
let over = 0;
let last = 0;
let told = Date.now();
let asking = null;
let said = 0;
let isEmpty = false;

function set(seconds, inAnyCase) {
  left = seconds;
  until = inAnyCase;
  over = Date.now() + left * 1000;
  last = Date.now() + until * 1000;
}

const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

/** Ask the server how long the session lasts; with an act, tell it something. Null when it does not answer. */
async function ask(act) {
  const options = { headers: act === "stay" ? {} : BACKGROUND, cache: "no-store", redirect: "error" };
  if (act) Object.assign(options, { method: "POST", body: new URLSearchParams({ act, csrfmiddlewaretoken: token() }) });
  try {
    const answer = await fetch(dialog.dataset.address, options);
    if (answer.status === 401) return { left: 0, until: 0 };
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/** Somebody is there, in this tab or in another one. */
function used() {
  over = Math.min(Date.now() + Math.max(left, 60) * 1000, last);
  told = Date.now();
}

async function stay() {
  told = Date.now();
  const answer = await ask("stay");
  if (answer === null) return false;
  if (answer.left <= 0) {
    empty();
    return false;
  }
  set(answer.left, answer.until);
  channel?.postMessage({ left: answer.left, until: answer.until });
  return true;
}

/** Let whoever holds what was typed store it now; return what is on its way. */
function leaving() {
  const wait = [];
  document.dispatchEvent(new CustomEvent("workbench:leaving", { detail: wait }));
  return wait;
}

function words(seconds) {
  return seconds >= 60 ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : `${seconds} s`;
}

function show(seconds) {
  const isLast = last - over < 1000;
  dialog.querySelector("[data-left]").textContent = words(seconds);
  if (!dialog.open) {
    said = Infinity;
    const says = isLast
      ? "This session has lasted as long as one may. You are signed out then, and can sign in again at once."
      : "Nobody has used this page for a while. You are signed out when the time is over.";
    dialog.querySelector("[data-says]").textContent = says;
    dialog.querySelector("[data-stay]").hidden = isLast;
    dialog.returnFocus = document.activeElement;
    leaving();
    dialog.showModal();
  }
  const step = SAID_AT.find((one) => seconds <= one && one < said && seconds > one - 10);
  if (step) {
    said = step;
    dialog.querySelector("[data-status]").textContent = `${step} seconds left.`;
  }
}

function hide() {
  if (!dialog.open) return;
  const back = dialog.returnFocus;
  dialog.close();
  back?.focus?.({ preventScroll: true });
}

/** Look at the clock. Called each second, and whenever the page comes back from wherever it was. */
async function look() {
  if (isEmpty || asking) return;
  const seconds = Math.ceil((over - Date.now()) / 1000);
  if (seconds <= 0) return empty();
  if (seconds > warning) return hide();
  if (!dialog.open) {
    asking = ask(); // another browser window may have used the session, without this tab hearing of it
    const answer = await asking;
    asking = null;
    if (isEmpty) return;
    if (answer?.left <= 0) return empty();
    if (answer) set(answer.left, answer.until);
    if (answer && answer.left > warning) return;
  }
  show(Math.max(1, Math.ceil((over - Date.now()) / 1000)));
}

/** Take everything off the page, then find out what became of the session. */
async function empty() {
  if (isEmpty) return;
  isEmpty = true;
  const wait = leaving();
  const secret = token();
  document.title = "Signed out · Review workbench";
  document.body.className = "page";
  document.body.replaceChildren(notice());
  document.body.hidden = false;
  document.querySelector(".emptied").focus();
  await settle(secret, wait);
}

function notice() {
  const main = document.createElement("main");
  main.className = "emptied";
  main.tabIndex = -1;
  const title = document.createElement("h1");
  title.textContent = "Signed out";
  const says = document.createElement("p");
  says.setAttribute("role", "status");
  says.textContent =
    "Nothing was lost: what you did is stored, and what you typed and did not send is kept for you. Sign in, and you are back on this page.";
  const link = document.createElement("a");
  link.className = "btn primary";
  link.href = dialog.dataset.signIn;
  link.textContent = "Sign in";
  main.append(title, says, link);
  return main;
}

async function settle(secret, wait) {
  const answer = await ask();
  if (answer === null) return window.addEventListener("online", () => settle(secret, wait), { once: true });
  if (answer.left > TOO_LATE) return window.location.reload();
  if (answer.left > 0) {
    const body = new URLSearchParams({ act: "end", csrfmiddlewaretoken: secret });
    await fetch(dialog.dataset.address, { method: "POST", body, headers: BACKGROUND }).catch(() => null);
  }
  channel?.postMessage({ ended: true });
  await Promise.allSettled(wait);
  window.location.replace(dialog.dataset.signIn);
}

if (clock && dialog) {
  set(left, until);
  const idle = left;
  window.setInterval(look, 1000);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);

  // What the browser kept of a page that was left is shown only when the session is still there.
  window.addEventListener("pageshow", async (event) => {
    if (!event.persisted) return look();
    document.body.hidden = true;
    const answer = await ask();
    if (answer?.left <= 0 || Date.now() >= over) return empty();
    if (answer) set(answer.left, answer.until);
    document.body.hidden = false;
  });

  for (const kind of ["keydown", "pointerdown", "wheel", "touchstart"]) {
    const touched = (event) => {
      if (!event.isTrusted || dialog.open || isEmpty || Date.now() - told < TOUCH_AGAIN) return;
      stay();
    };
    document.addEventListener(kind, touched, { passive: true, capture: true });
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful || event.detail.requestConfig?.headers?.["Workbench-Background"]) return;
    left = idle;
    used();
    channel?.postMessage({ left: Math.min(idle, Math.ceil((last - Date.now()) / 1000)) });
  });

  dialog.querySelector("form").addEventListener("submit", async (event) => {
    if (event.submitter && !event.submitter.matches("[data-stay]")) return;
    event.preventDefault();
    if (await stay()) hide();
    else if (!isEmpty) {
      dialog.querySelector("[data-says]").textContent = "The server did not answer. Press again.";
    }
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dialog.querySelector("[data-stay]:not([hidden])")?.click();
  });

  channel?.addEventListener("message", async ({ data }) => {
    if (data.ended) {
      const answer = await ask();
      if (answer?.left <= 0) empty();
    } else if (data.left) {
      over = Math.min(Date.now() + data.left * 1000, last);
      told = Date.now();
      look();
    }
  });
  channel?.postMessage({ left });
} else {
  channel?.postMessage({ ended: true }); // this is the sign-in page: whoever was signed in here is no longer
}
