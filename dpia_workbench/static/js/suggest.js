// Suggestions under the search box while somebody types: a combobox after the ARIA practices.
// Without this file the box searches all the same.

const PAUSE = 120; // milliseconds without a key before the server is asked
const SHORTEST = 2;

class Suggestions {
  constructor(box) {
    this.box = box;
    this.chosen = -1;
    this.items = [];
    this.list = document.createElement("ul");
    this.list.id = `${box.id}-suggestions`;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", box.dataset.suggestLabel);
    this.list.hidden = true;
    box.parentElement.append(this.list);
    box.setAttribute("role", "combobox");
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.list.id);
    box.setAttribute("aria-expanded", "false");
    box.addEventListener("input", () => this.wait());
    box.addEventListener("keydown", (event) => this.press(event));
    box.addEventListener("blur", () => this.close());
    // A click would take the focus, and with it the list, before it counts.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("li")));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.box.value.trim();
    this.asking?.abort();
    if (typed.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    try {
      const address = `${this.box.dataset.suggest}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: this.asking.signal });
      const { items } = answer.ok ? await answer.json() : { items: [] };
      if (document.activeElement === this.box) this.show(items, typed);
    } catch {
      // An answer that was overtaken, or no network: the button still searches.
    }
  }

  show(items, typed) {
    this.items = items;
    this.chosen = -1;
    this.list.replaceChildren(...items.map((item, place) => this.option(item, place, typed)));
    this.open(items.length > 0);
  }

  option(item, place, typed) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.place = place;
    const at = item.text.toLowerCase().indexOf(typed.toLowerCase());
    if (at < 0) option.append(item.text);
    else {
      const mark = document.createElement("mark");
      mark.textContent = item.text.slice(at, at + typed.length);
      option.append(item.text.slice(0, at), mark, item.text.slice(at + typed.length));
    }
    return option;
  }

  open(is) {
    this.list.hidden = !is;
    this.box.setAttribute("aria-expanded", String(is));
    if (!is) this.choose(-1);
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.open(false);
  }

  choose(place) {
    this.chosen = place;
    for (const option of this.list.children) {
      option.setAttribute("aria-selected", String(Number(option.dataset.place) === place));
    }
    const option = this.list.children[place];
    if (!option) return this.box.removeAttribute("aria-activedescendant");
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  take(option) {
    if (option) location.assign(this.items[Number(option.dataset.place)].url);
  }

  press(event) {
    if (event.isComposing || this.list.hidden) return;
    const count = this.items.length;
    // Past either end stands the text as typed: -1.
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) {
      event.preventDefault();
      this.choose(((this.chosen + 1 + move + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && this.chosen >= 0) {
      event.preventDefault();
      this.take(this.list.children[this.chosen]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }
}

document.querySelectorAll("input[data-suggest]").forEach((box) => new Suggestions(box));
