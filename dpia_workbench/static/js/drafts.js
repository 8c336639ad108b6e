// Keeps what is typed in `form[data-keep]` in this browser until it is saved, and warns before
// it is left behind. A draft is never put over a page that changed in the meantime.

const PREFIX = "dpia:draft:";
const KEPT = [PREFIX, "dpia:field:"]; // also what writing.js keeps
const SENT = "dpia:sent";
const WEEK = 7 * 24 * 60 * 60 * 1000;
const forms = document.querySelectorAll("form[data-keep]");

function keptFields(form) {
  return [...form.elements].filter(
    (field) =>
      field.name &&
      !["hidden", "password", "file", "submit", "button"].includes(field.type) &&
      !field.closest("[data-place]"), // writing.js keeps these
  );
}

function read(form) {
  return keptFields(form).map((field) =>
    ["checkbox", "radio"].includes(field.type) ? field.checked : field.value,
  );
}

function write(form, values) {
  keptFields(form).forEach((field, place) => {
    if (["checkbox", "radio"].includes(field.type)) field.checked = values[place];
    else field.value = values[place];
  });
}

/** Return the kept text of a form, or nothing when it is unreadable or a week old. */
function find(key) {
  try {
    const draft = JSON.parse(localStorage.getItem(key));
    if (draft && Date.now() - draft.at < WEEK) return draft;
  } catch {
    // What cannot be read is of no use to anyone.
  }
  localStorage.removeItem(key);
  return null;
}

function forgetAll() {
  Object.keys(localStorage)
    .filter((key) => KEPT.some((prefix) => key.startsWith(prefix)))
    .forEach((key) => localStorage.removeItem(key));
}

/** Show above the form what was kept, with the buttons that fit. */
function notify(form, { restored, onRestore, onDiscard }) {
  const notice = document.getElementById("draft-notice").content.firstElementChild.cloneNode(true);
  const choose = (action) => () => {
    action();
    notice.remove();
    keptFields(form)[0]?.focus();
  };
  notice.querySelector(restored ? "[data-older]" : "[data-restored]").remove();
  notice.querySelector("[data-discard]").addEventListener("click", choose(onDiscard));
  if (restored) notice.querySelector("[data-restore]").remove();
  else notice.querySelector("[data-restore]").addEventListener("click", choose(onRestore));
  form.prepend(notice);
}

function keep(form, place) {
  const key = `${PREFIX}${document.body.dataset.user ?? ""}:${location.pathname}:${place}`;
  const original = JSON.stringify(read(form));
  const isChanged = () => JSON.stringify(read(form)) !== original;
  let leaving = false;

  const save = () => {
    if (!isChanged()) return localStorage.removeItem(key);
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), original, values: read(form) }));
  };
  const discard = () => {
    write(form, JSON.parse(original));
    localStorage.removeItem(key);
  };

  const draft = find(key);
  const refused = document.querySelector(".error-summary");
  const fits = draft?.values.length === keptFields(form).length;
  if (draft && fits && !refused && JSON.stringify(draft.values) !== original) {
    const restore = () => {
      write(form, draft.values);
      save();
    };
    const restored = draft.original === original;
    if (restored) write(form, draft.values);
    notify(form, { restored, onRestore: restore, onDiscard: discard });
  }

  form.addEventListener("input", save);
  form.addEventListener("change", save);
  addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return; // writing.js saves first
    leaving = true;
    sessionStorage.setItem(SENT, key);
  });
  addEventListener("beforeunload", (event) => {
    if (isChanged() && !leaving) event.preventDefault();
  });
  addEventListener("pageshow", () => (leaving = false));
}

// Only a message of success proves that the text arrived.
if (document.querySelector('.flashes [data-alert="success"]')) {
  const sent = sessionStorage.getItem(SENT);
  if (sent) localStorage.removeItem(sent);
  sessionStorage.removeItem(SENT);
}

forms.forEach(keep);

// A shared computer keeps nothing of who signs out.
document.querySelector("form[data-forget]")?.addEventListener("submit", forgetAll);
