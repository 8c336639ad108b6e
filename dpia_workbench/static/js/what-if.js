// What-if on the dossier page: ticking a measure shows its effect at once; nothing is stored.
// Without this file the button under the boxes does the same.

const place = "[data-what-if]";
let asked = 0;

/** Ask the server what would be, and show that; the boxes stay as the reader left them. */
async function refresh(form) {
  const turn = ++asked;
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (!answer.ok || turn !== asked) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (turn !== asked) return;
  for (const part of document.querySelectorAll(`${place} [data-part]`)) {
    const made = page.querySelector(`${place} [data-part=${part.dataset.part}]`);
    if (made) part.replaceChildren(...made.childNodes);
  }
  history.replaceState(null, "", address);
}

document.querySelector(place)?.addEventListener("change", (event) => {
  refresh(event.target.form);
});
