// Security keys: the server says what is to be signed, the key signs it, the form carries the answer.
// form[data-webauthn] asks for a signature, form[data-webauthn-new] for a new key; both addresses answer with options.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const REFUSED = {
  NotAllowedError: "The key did not answer, or you cancelled. Nothing was signed; press the button to try again.",
  InvalidStateError: "This key is set up already.",
  SecurityError: "Browsers do not use security keys under this address. Open the workbench under its name.",
};

function tell(form, sentence) {
  const place = form.querySelector("[data-key-error]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

async function asked(form, address) {
  const answer = await fetch(address, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) throw new Error("That was not possible. Nothing was signed; reload the page to see why.");
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.sentence);
  return said;
}

const known = (keys = []) => keys.map((key) => ({ ...key, id: bytes(key.id) }));

async function signature(options) {
  const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.get({ publicKey });
  return {
    id,
    rawId: text(rawId),
    type,
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
    },
  };
}

async function registration(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const challenge = bytes(options.challenge);
  const publicKey = { ...options, user, challenge, excludeCredentials: known(options.excludeCredentials) };
  const { id, rawId, type, response } = await navigator.credentials.create({ publicKey });
  return {
    id,
    rawId: text(rawId),
    type,
    response: { clientDataJSON: text(response.clientDataJSON), attestationObject: text(response.attestationObject) },
  };
}

/** A decision that signs nothing needs no key, nor does another way that was chosen, or opened and used. */
function wantsKey(form) {
  if (form.querySelector("[name=way]:checked")?.value === "oidc") return false;
  const outcome = form.querySelector("[name=outcome]:checked")?.value;
  if (outcome && !["approve", "edit"].includes(outcome)) return false;
  const other = form.querySelector("details.other-ways[open]");
  return ![...(other?.querySelectorAll("input") ?? [])].some((input) => input.value);
}

async function answer(form, address, ask, field) {
  const button = form.querySelector("button[type=submit]");
  tell(form, "");
  button.setAttribute("aria-disabled", "true");
  form.dataset.asking = "";
  try {
    // What a browser filled in behind "Another way" is not what was chosen.
    for (const input of form.querySelectorAll("details.other-ways input")) input.value = "";
    field.value = JSON.stringify(await ask(await asked(form, address)));
    form.requestSubmit(button);
  } catch (error) {
    const left = form.dataset.left ?? "Nothing was signed";
    tell(form, (REFUSED[error.name] ?? error.message).replace("Nothing was signed", left));
    button.removeAttribute("aria-disabled");
  }
  // What is sent was read by now; coming back to the page, the key is asked anew.
  field.value = "";
  delete form.dataset.asking;
}

// On the document and before whoever sends the form: the page that answers a refusal brings a form of its own.
document.addEventListener(
  "submit",
  (event) => {
    const form = event.target.closest?.("form[data-webauthn], form[data-webauthn-new]");
    if (!form) return;
    const isNew = "webauthnNew" in form.dataset;
    const field = form.querySelector(isNew ? "[name=answer]" : "[name=assertion]");
    if (!field || field.value || (!isNew && !wantsKey(form))) return;
    event.preventDefault();
    if ("asking" in form.dataset) return;
    if (!window.PublicKeyCredential) tell(form, "This browser knows no security keys. Choose another way, or another browser.");
    else if (isNew) answer(form, form.dataset.webauthnNew, registration, field);
    else answer(form, form.dataset.webauthn, signature, field);
  },
  { capture: true },
);
