// Choose among many schools: show fewer by typing, tick a whole kind of education at once.
// Without this file every school stands there to be ticked one by one.

/** Return a text as it is compared: small letters, without accents. */
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

for (const form of document.querySelectorAll("form[data-schools]")) {
  const rows = [...form.querySelectorAll("[data-school]")];
  const boxes = rows.map((row) => row.querySelector("input"));
  const filter = form.querySelector("[data-filter]");
  const count = form.querySelector("[data-count]");
  const some = form.querySelector("[data-some]");

  /** Show the schools only if they must be chosen, and how many are. */
  function refresh() {
    some.hidden = form.elements.every_school.value !== "false";
    const n = boxes.filter((box) => box.checked).length;
    count.textContent = n === 1 ? count.dataset.one : count.dataset.more.replace("{n}", n);
    for (const sector of form.querySelectorAll("[data-sector]")) {
      const button = sector.querySelector("[data-all]");
      button.dataset.label ??= button.textContent;
      const shown = shownIn(sector);
      sector.hidden = !shown.length;
      const isFull = shown.length > 0 && shown.every((box) => box.checked);
      button.textContent = isFull ? button.dataset.none : button.dataset.label;
    }
  }

  /** Return the boxes of a kind of education that the filter leaves. */
  function shownIn(sector) {
    return boxes.filter((box) => sector.contains(box) && !box.closest("[data-school]").hidden);
  }

  form.querySelectorAll("[data-with-script]").forEach((part) => (part.hidden = false));
  filter.addEventListener("input", () => {
    const wanted = plain(filter.value.trim());
    rows.forEach((row) => (row.hidden = !plain(row.textContent).includes(wanted)));
    refresh();
  });
  filter.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // it filters already; it does not save
  });
  form.addEventListener("change", refresh);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-all]");
    if (!button) return;
    const shown = shownIn(button.closest("[data-sector]"));
    const tick = !shown.every((box) => box.checked);
    shown.forEach((box) => (box.checked = tick));
    refresh();
  });
  refresh();
}
