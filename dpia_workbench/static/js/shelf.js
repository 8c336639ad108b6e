// What was typed and did not reach the server yet, kept in this browser: per person, dossier, field
// and tab. What a tab left behind that is closed is found again by the next one.

const PREFIX = "dpia:field:";
const TAB = "dpia:tab:";

/** Return the tabs that are open; without locks (no HTTPS) none is known. */
async function openTabs() {
  const known = await navigator.locks?.query().catch(() => null);
  return new Set((known?.held ?? []).map(({ name }) => name));
}

export class Shelf {
  constructor(user, dossier) {
    this.prefix = `${PREFIX}${user}:${dossier}:`;
    this.tab = Math.random().toString(36).slice(2);
    this.full = false;
    this.closed = false;
    navigator.locks?.request(TAB + this.tab, () => new Promise(() => {})).catch(() => {});
  }

  key(place) {
    return `${this.prefix}${place}:${this.tab}`;
  }

  put(place, found) {
    const url = location.pathname + location.search;
    try {
      localStorage.setItem(this.key(place), JSON.stringify({ ...found, url, at: Date.now() }));
      this.full = false;
    } catch {
      this.full = true; // nobody is kept from saving to the server
    }
  }

  drop(place) {
    try {
      localStorage.removeItem(this.key(place));
    } catch {
      // Where nothing can be kept there is nothing to forget.
    }
  }

  clear() {
    for (const key of this.keys()) localStorage.removeItem(key);
  }

  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  /** Return what closed tabs left behind, the newest first; `take` takes it from the shelf. */
  async left() {
    const others = this.keys().filter((key) => !key.endsWith(`:${this.tab}`));
    if (!others.length) return [];
    const open = await openTabs();
    return others
      .filter((key) => !open.has(TAB + key.slice(key.lastIndexOf(":") + 1)))
      .map((key) => ({
        place: key.slice(this.prefix.length, key.lastIndexOf(":")),
        found: parsed(key),
        take: () => localStorage.removeItem(key),
      }))
      .filter(({ found }) => found)
      .sort((one, other) => other.found.at - one.found.at);
  }
}

function parsed(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    localStorage.removeItem(key); // what cannot be read is of no use to anyone
    return null;
  }
}
