// What a text refers to in its own dossier, shown by the name that it has now.

export class Names {
  constructor() {
    this.known = new Map();
    this.shown = new Set();
  }

  /** Learn the names of now; what is shown follows. */
  learn(pairs) {
    this.known = new Map(pairs);
    this.shown.forEach((view) => view.tell());
  }

  told(key) {
    return [key, this.known.get(key)].filter(Boolean).join(" ");
  }

  /** Fill a list to choose from, with what is chosen now; return whether there is anything. */
  offer(list, chosen) {
    const options = [...this.known.keys()].map((key) => new Option(this.told(key), key, false, key === chosen));
    list.replaceChildren(...options);
    return options.length > 0;
  }

  /** Show a reference of a text (a node view of ProseMirror). */
  view(node) {
    const dom = document.createElement("span");
    dom.className = "rich__reference";
    const shown = {
      dom,
      tell: () => {
        dom.dataset.key = node.attrs.key;
        dom.textContent = this.told(node.attrs.key);
      },
      update: (other) => {
        if (other.type !== node.type) return false;
        node = other;
        shown.tell();
        return true;
      },
      ignoreMutation: () => true,
      destroy: () => this.shown.delete(shown),
    };
    this.shown.add(shown);
    shown.tell();
    return shown;
  }
}
