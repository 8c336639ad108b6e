// The buttons above or below a text are one stop for who uses the keys, as a toolbar is (WAI-ARIA
// Authoring Practices): the arrows, Home and End lead along it, Escape back to the text, and
// Alt+F10 there from the text.

const isShown = (button) => button.offsetParent !== null;

const WAYS = {
  ArrowRight: (at, count) => (at + 1) % count,
  ArrowLeft: (at, count) => (at - 1 + count) % count,
  Home: () => 0,
  End: (_at, count) => count - 1,
};

/** Make a toolbar one stop; `holder` holds it and the text, which another editor may replace. */
export function oneStop(bar, holder) {
  const all = [...bar.querySelectorAll("button")];
  const stay = (button) => all.forEach((each) => (each.tabIndex = each === button ? 0 : -1));
  const current = () => all.find((each) => each.tabIndex === 0 && isShown(each)) ?? all.find(isShown) ?? all[0];
  const text = () => [...holder.querySelectorAll("textarea, [role=textbox]")].find(isShown);
  stay(current());
  bar.addEventListener("focusin", ({ target }) => stay(target.closest("button")));
  bar.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const shown = all.filter(isShown);
    const way = WAYS[event.key];
    if (way) shown[way(shown.indexOf(document.activeElement), shown.length)].focus();
    else if (event.key === "Escape") text()?.focus();
    else return;
    event.preventDefault();
  });
  holder.addEventListener("keydown", (event) => {
    if (event.key !== "F10" || !event.altKey) return;
    event.preventDefault();
    current().focus();
  });
}
