// Small comforts on every page. Each page works without them.

const wide = matchMedia("(min-width: 60rem)");

/** Open what wide screens show, in browsers whose CSS cannot do that alone. */
function unfold() {
  if (wide.matches && !CSS.supports("selector(::details-content)")) {
    document.querySelectorAll("details[data-open-wide]").forEach((part) => (part.open = true));
  }
}

/** Make a table region a stop for the keyboard only while there is something to scroll. */
function watchTables() {
  const measure = (region) =>
    region.scrollWidth > region.clientWidth
      ? region.setAttribute("tabindex", "0")
      : region.removeAttribute("tabindex");
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => measure(target)));
  document.querySelectorAll(".table-region").forEach((region) => observer.observe(region));
}

/** Let "/" lead to the search box; the button in the footer turns that off (WCAG 2.1.4). */
function offerSearchKey() {
  const box = document.querySelector("[data-search]");
  const button = document.querySelector("[data-search-key]");
  if (!box || !button) return;
  const name = "dpia:search-key";
  const isOn = () => localStorage.getItem(name) !== "off";
  const show = () => button.setAttribute("aria-pressed", String(isOn()));
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    localStorage.setItem(name, isOn() ? "off" : "on");
    show();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, dialog, [contenteditable]");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && plain && !typing && isOn()) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });
}

unfold();
wide.addEventListener("change", unfold);
watchTables();
offerSearchKey();
