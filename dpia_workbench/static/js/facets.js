// Filters that work at once. Without this file the button under them does the same.

const PLACE = "dpia:facet";

/** Return the keyboard to the box that was ticked before the page came back. */
function returnToPlace(form) {
  const id = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  const box = id && document.getElementById(id);
  if (!box || !form.contains(box)) return;
  const fold = box.closest("details");
  if (fold && !box.checkVisibility()) fold.open = true;
  box.focus({ preventScroll: true });
}

for (const form of document.querySelectorAll("form[data-auto-submit]")) {
  form.querySelectorAll("[data-with-script]").forEach((part) => (part.hidden = false));
  form.querySelectorAll("[data-without-script]").forEach((part) => (part.hidden = true));
  returnToPlace(form);
  form.addEventListener("change", (event) => {
    sessionStorage.setItem(PLACE, event.target.id);
    form.requestSubmit();
  });
}
