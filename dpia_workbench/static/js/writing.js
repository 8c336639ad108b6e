// Several people write in one dossier. A field is saved while it is typed; what others change
// appears within seconds; what cannot be sent is kept in this browser until it can.

const PREFIX = "dpia:field:";
const PAUSE = 700; // milliseconds without a key before a field is saved
const ROUND = 3000; // between two looks at what others do
const PATIENCE = [1000, 3000, 10000, 30000];

const live = document.querySelector("[data-live]");
const words = live?.dataset ?? {};
const holders = [...document.querySelectorAll("[data-place]")];

/** The controls of a field: one, or the boxes of a group. */
const controls = (holder) => [...holder.querySelectorAll("[name]:not([type=hidden])")];

function read(holder) {
  const all = controls(holder);
  if (holder.dataset.kind === "choices" || holder.dataset.kind === "references") {
    return all.filter((box) => box.checked).map((box) => box.value);
  }
  return all[0].value;
}

function write(holder, value) {
  const all = controls(holder);
  if (Array.isArray(value)) {
    all.forEach((box) => (box.checked = value.includes(box.value)));
    return;
  }
  const control = all[0];
  if (control.value === value) return;
  if (control !== document.activeElement || control.selectionStart == null) {
    control.value = value;
    return;
  }
  // The caret stays between the same letters although others wrote before it.
  const { value: old, selectionStart: from, selectionEnd: to } = control;
  control.value = value;
  control.setSelectionRange(moved(old, value, from), moved(old, value, to));
}

function moved(old, fresh, caret) {
  let same = 0;
  while (same < caret && old[same] === fresh[same]) same += 1;
  if (same === caret) return caret;
  let tail = 0;
  while (tail < old.length - caret && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  return Math.max(same, fresh.length - Math.max(tail, old.length - caret));
}

const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);

class Field {
  constructor(holder) {
    this.holder = holder;
    this.place = holder.dataset.place;
    this.was = JSON.parse(holder.querySelector("[data-was]").value);
    this.status = holder.querySelector("[data-status]");
    this.store = `${PREFIX}${document.body.dataset.user ?? ""}:${location.pathname}:${this.place}`;
    this.tries = 0;
    this.busy = false;
    this.stuck = false;
    holder.addEventListener("input", () => this.typed());
    holder.addEventListener("change", () => this.typed());
    this.recover();
  }

  get value() {
    return read(this.holder);
  }

  get dirty() {
    return !equal(this.value, this.was);
  }

  /** What did not reach the server the last time is put back, and sent. */
  recover() {
    const kept = localStorage.getItem(this.store);
    if (!kept) return;
    try {
      const { value, was } = JSON.parse(kept);
      if (equal(value, this.was)) return localStorage.removeItem(this.store);
      this.was = was;
      write(this.holder, value);
      this.tell(words.recovered);
      this.later(0);
    } catch {
      localStorage.removeItem(this.store);
    }
  }

  typed() {
    if (!this.dirty) return localStorage.removeItem(this.store);
    try {
      localStorage.setItem(this.store, JSON.stringify({ value: this.value, was: this.was }));
    } catch {
      // A full store keeps nobody from saving to the server.
    }
    if (!this.stuck) this.later(PAUSE);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  async save() {
    if (this.busy || this.stuck || !this.dirty) return;
    this.busy = true;
    const value = this.value;
    const [part, key, field] = this.place.split("/");
    let answer;
    try {
      answer = await fetch(words.saveUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ part, key, field, value, was: this.was }),
        redirect: "manual",
      });
    } catch {
      answer = null;
    }
    this.busy = false;
    await this.answered(answer, value);
  }

  async answered(answer, sent) {
    if (!answer || answer.status >= 500 || answer.status === 429) return this.again(words.offline);
    if (answer.type === "opaqueredirect" || answer.status === 401) return this.again(words.signedOut);
    const body = await answer.json().catch(() => ({}));
    if (answer.ok) return this.saved(body, sent);
    if (answer.status === 409 && body.theirs !== undefined) return this.conflict(body, sent);
    this.tell(body.detail ?? words.refused, true);
  }

  again(why) {
    this.tell(why, true);
    this.later(PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }

  saved(body, sent) {
    this.tries = 0;
    if (equal(this.value, sent)) {
      if (body.merged) write(this.holder, body.value);
      this.was = body.merged ? body.value : sent;
      localStorage.removeItem(this.store);
    } else {
      this.was = sent; // what was typed since is merged with the next save
      this.later(PAUSE);
    }
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
    });
    this.tell(`${body.merged ? words.merged : words.saved} ${time}`);
  }

  /** Others changed the same words: both texts are shown, and nothing is sent until one chooses. */
  conflict(body, sent) {
    this.stuck = true;
    this.holder.querySelector("[data-conflict]")?.remove();
    const box = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
    const asText = (value) => (Array.isArray(value) ? value.join(", ") : value);
    box.querySelector("[data-theirs]").textContent = asText(body.theirs);
    box.querySelector("[data-mine]").textContent = asText(sent);
    const choose = (value) => {
      box.remove();
      this.stuck = false;
      this.was = body.theirs;
      write(this.holder, value);
      this.typed();
      controls(this.holder)[0].focus();
      if (!this.dirty) this.tell("");
    };
    box.querySelector("[data-keep]").addEventListener("click", () => choose(this.value));
    box.querySelector("[data-take]").addEventListener("click", () => choose(body.theirs));
    const both = box.querySelector("[data-both]");
    if (this.holder.dataset.kind === "text") {
      both.addEventListener("click", () => choose(`${body.theirs}\n\n${this.value}`));
    } else both.remove();
    this.holder.append(box);
    this.tell(words.conflict, true);
    box.querySelector("button").focus();
  }

  /** Somebody else saved this field. */
  changed(value, who) {
    if (this.busy || this.stuck) return;
    if (this.dirty) return this.later(0); // the server merges
    if (equal(this.value, value)) return;
    write(this.holder, value);
    this.was = value;
    this.tell(words.changed.replace("{who}", who));
  }

  tell(text, isAlarm = false) {
    this.status.textContent = text;
    this.status.classList.toggle("field-status--alarm", isAlarm);
  }
}

/** Say where we are, and hear who else is here and what they wrote. */
async function attend(fields) {
  const at = document.activeElement?.closest?.("[data-place]")?.dataset.place ?? "";
  const answer = await fetch(words.presenceUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ place: at, after: Number(live.dataset.seq) }),
    redirect: "manual",
  });
  if (!answer.ok) return;
  const news = await answer.json();
  live.dataset.seq = news.seq;
  for (const step of news.steps) fields.get(step.place)?.changed(step.value, step.who);
  showPeople(news.people);
}

function showPeople(people) {
  const list = live.querySelector("[data-people]");
  const lines = people.map(({ name, label }) => (label ? `${name}: ${label}` : name));
  const text = lines.join(" · ");
  if (list.textContent !== text) list.textContent = text;
  live.querySelector("[data-people-box]").hidden = !people.length;
  for (const holder of holders) {
    const here = people.filter(({ place }) => place === holder.dataset.place);
    holder.classList.toggle("is-taken", here.length > 0);
    const mark = holder.querySelector("[data-others]");
    const names = here.map(({ name }) => name).join(", ");
    if (mark.textContent !== names) mark.textContent = names;
  }
}

async function preview(area, target) {
  const answer = await fetch(words.previewUrl, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/html" },
    body: JSON.stringify({ text: area.value }),
  }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  target.replaceChildren(...page.body.childNodes);
}

/** The toolbar puts the marks of Markdown around what is selected. */
const MARKS = {
  bold: ["**", "**"],
  italic: ["*", "*"],
  heading: ["\n## ", "\n"],
  list: ["\n- ", ""],
  numbers: ["\n1. ", ""],
  link: ["[", "](https://)"],
  table: ["\n| A | B |\n|---|---|\n| ", " | |\n"],
  footnote: ["[^1]", "\n\n[^1]: "],
};

function mark(area, [before, after]) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  area.setRangeText(`${before}${value.slice(from, to)}${after}`, from, to, "end");
  if (from === to) area.setSelectionRange(from + before.length, from + before.length);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function equip(editor) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector("[data-toolbar]");
  const target = editor.querySelector("[data-preview]");
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-mark]")?.dataset.mark;
    if (name) mark(area, MARKS[name]);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const name = { b: "bold", i: "italic" }[event.key];
    if (!name) return;
    event.preventDefault();
    mark(area, MARKS[name]);
  });
  let timer;
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => preview(area, target), PAUSE / 2);
  });
}

if (live && live.dataset.editable === "true") {
  const fields = new Map(holders.map((holder) => [holder.dataset.place, new Field(holder)]));
  document.querySelectorAll("[data-editor]").forEach(equip);
  let waiting = false;
  const round = async () => {
    if (waiting || document.hidden) return;
    waiting = true;
    await attend(fields).catch(() => {});
    waiting = false;
  };
  setInterval(round, ROUND);
  document.addEventListener("visibilitychange", round);
  addEventListener("online", () => fields.forEach((field) => field.later(0)));
  addEventListener("beforeunload", (event) => {
    if ([...fields.values()].some((field) => field.dirty)) event.preventDefault();
  });
  round();
}
