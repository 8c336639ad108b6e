// What-if on the dossier page: ticking a measure shows its effect at once; nothing is stored.
// Without this file the button under the boxes does the same.

const place = "[data-what-if]";
let asked = 0;

/** Ask the server for the section as it would be, and put it in place; keep the keyboard there. */
async function refresh(form) {
  const turn = ++asked;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const made = page.querySelector(place);
  const old = document.querySelector(place);
  if (!made || !old || turn !== asked) return;
  const focused = document.activeElement?.id;
  old.querySelector("[role=status]").replaceChildren(...made.querySelector("[role=status]").childNodes);
  old.querySelector("form").replaceChildren(...made.querySelector("form").childNodes);
  if (focused && old.contains(document.getElementById(focused))) {
    document.getElementById(focused).focus({ preventScroll: true });
  }
  history.replaceState(null, "", address);
}

document.querySelector(place)?.addEventListener("change", (event) => {
  refresh(event.target.form);
});
