// Several people write in one dossier. A field is saved while it is typed; what others change
// appears within seconds; what cannot be sent is kept in this browser until it can.

import { Shelf } from "./shelf.js";
import { equip } from "./editor.js";

const PAUSE = 700; // milliseconds without a key before a field is saved
const ROUND = 3000; // between two looks at what others do
const PATIENCE = [1000, 3000, 10000, 30000];
const ANSWER = 60000; // who does not answer in this time is taken not to have heard
const LONG = 50000; // characters: more than this is kept and sent at a calmer pace
const SMALL = 8000, BEACON = 60000; // bytes that a browser sends on although the page is left

const live = document.querySelector("[data-live]");
const words = live?.dataset ?? {};
const holders = [...document.querySelectorAll("[data-place]")];

/** The controls of a field: one, or the boxes of a group. */
const controls = (holder) => [
  ...holder.querySelectorAll("textarea[name], select[name], input[name]:not([type=hidden])"),
];

const equal = (one, other) =>
  Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((each) => other.includes(each))
    : one === other;

/** Return where the caret stands between the same letters after others changed the text. */
export function moved(old, fresh, caret) {
  let same = 0;
  while (same < caret && old[same] === fresh[same]) same += 1;
  if (same === caret) return caret;
  const rest = old.length - caret;
  let tail = 0;
  while (tail < rest && old.at(-1 - tail) === fresh.at(-1 - tail)) tail += 1;
  if (tail === rest) return Math.max(same, fresh.length - rest);
  for (const size of [40, 16, 6]) {
    const before = old.slice(Math.max(0, caret - size), caret);
    const left = nearest(fresh, before, caret - before.length);
    if (left >= 0) return left + before.length;
    const right = nearest(fresh, old.slice(caret, caret + size), caret);
    if (right >= 0) return right;
  }
  return Math.min(caret, fresh.length);
}

function nearest(text, part, place) {
  const before = text.lastIndexOf(part, place);
  const after = text.indexOf(part, Math.max(0, place));
  if (before < 0 || after < 0) return Math.max(before, after);
  return place - before <= after - place ? before : after;
}

function post(url, body, options) {
  return fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body,
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER),
    ...options,
  });
}

let leaving = false;

class Field {
  constructor(holder, shelf) {
    this.holder = holder;
    this.place = holder.dataset.place;
    this.shelf = shelf;
    this.origin = holder.querySelector("[data-was]");
    this.base = holder.closest("form").elements.base; // of all fields of a form that is sent whole
    this.unseen = []; // what is chosen without a box on this page
    this.know(this.begun());
    this.status = holder.querySelector("[data-status]");
    this.seq = Number(live.dataset.seq); // the step up to which this page knows the field
    this.tries = 0;
    this.flight = null; // the request under way
    this.pending = null; // sent, but not answered: exactly this is sent again
    this.theirs = null; // the other text of a conflict
    this.refused = false;
    this.composing = false;
    holder.addEventListener("input", () => this.typed());
    holder.addEventListener("change", () => this.typed());
    holder.addEventListener("compositionstart", () => (this.composing = true));
    holder.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
      this.catchUp();
    });
    // Typed before this script ran; what was refused waits for somebody to mend it.
    if (this.dirty && !document.querySelector(".error-summary")) this.typed();
  }

  get isList() {
    return ["choices", "references"].includes(this.holder.dataset.kind);
  }

  get value() {
    const all = controls(this.holder);
    if (!this.isList) return all[0].value;
    return [...all.filter((box) => box.checked).map((box) => box.value), ...this.unseen];
  }

  get dirty() {
    return !this.isRich && !equal(this.value, this.was);
  }

  get stuck() {
    return this.theirs !== null;
  }

  get idle() {
    return !this.flight && !this.pending && !this.stuck && !this.composing;
  }

  /** Return what the page started from. */
  begun() {
    if (this.origin) return JSON.parse(this.origin.value);
    return JSON.parse(this.base.value)[this.name];
  }

  get name() {
    return controls(this.holder)[0].name;
  }

  /** Note what the server holds; a form that is sent later says so, too. */
  know(value) {
    this.was = value;
    if (this.origin) this.origin.value = JSON.stringify(value);
    else this.base.value = JSON.stringify({ ...JSON.parse(this.base.value), [this.name]: value });
    if (!this.isList) return;
    const boxes = new Set(controls(this.holder).map((box) => box.value));
    this.unseen = value.filter((each) => !boxes.has(each));
  }

  write(value) {
    const all = controls(this.holder);
    if (this.isList) {
      all.forEach((box) => (box.checked = value.includes(box.value)));
      return;
    }
    const control = all[0];
    if (control.value === value) return;
    const { value: old, selectionStart: from, selectionEnd: to, scrollTop } = control;
    control.value = value;
    if (control === document.activeElement && from != null) {
      control.setSelectionRange(moved(old, value, from), moved(old, value, to));
      control.scrollTop = scrollTop;
    }
    this.holder.dispatchEvent(new CustomEvent("rewritten"));
  }

  /** Put back what did not reach the server the last time, and send it. */
  recover({ value, was, sent }) {
    if (equal(value, this.was)) return;
    const arrived = sent !== undefined && equal(sent, this.was);
    if (sent !== undefined && !arrived) this.pending = { value: sent, was };
    this.know(arrived ? sent : was);
    this.write(value);
    this.keep();
    this.tell(words.recovered);
    this.later(0);
  }

  /** Keep in this browser what the server does not have yet. */
  keep() {
    clearTimeout(this.keeping);
    if (!this.dirty && !this.pending) return this.shelf.drop(this.place);
    const { value, was, pending } = this;
    this.shelf.put(this.place, { value, was, sent: pending?.value, title: this.title });
  }

  get title() {
    const own = this.holder.querySelector("legend, label");
    const group = this.holder.parentElement.closest("fieldset")?.querySelector("legend");
    return [group, own].map((each) => each?.textContent.trim()).filter(Boolean).join(", ");
  }

  typed() {
    if (this.isRich) return;
    if (this.value.length > LONG) {
      clearTimeout(this.keeping);
      this.keeping = setTimeout(() => this.keep(), PAUSE / 2);
    } else this.keep();
    if (this.stuck) {
      this.box.querySelector("[data-mine]").textContent = this.shown(this.value);
      return;
    }
    this.refused = false;
    if (this.composing || this.tries) return;
    if (this.dirty) this.tell(""); // "saved" would no longer be true
    // Who never pauses is saved all the same.
    const pause = Math.min(PAUSE + this.value.length / 400, 4000);
    this.since ??= Date.now();
    this.later(Date.now() - this.since > 3 * pause ? 0 : pause);
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  /** Save now, unless that is under way or somebody has to choose first. */
  save() {
    clearTimeout(this.timer);
    if (this.stuck || this.flight || !(this.dirty || this.pending)) return this.flight;
    this.flight = this.send();
    return this.flight;
  }

  async send() {
    this.pending ??= { value: this.value, was: this.was };
    this.since = null;
    this.keep();
    const { value, was } = this.pending;
    const [part, key, field] = this.place.split("/");
    const writer = document.body.dataset.user;
    const body = new Blob([JSON.stringify({ part, key, field, value, was, writer })]);
    const keepalive = body.size < (leaving ? BEACON : SMALL);
    const answer = await post(words.saveUrl, body, { keepalive }).catch(() => null);
    const said = answer ? await answer.json().catch(() => ({})) : {};
    this.flight = null;
    this.answered(answer, said, value);
    this.catchUp();
  }

  answered(answer, body, sent) {
    const status = answer?.status;
    if (!answer || status >= 500 || [408, 412, 429].includes(status)) {
      return this.again(words.offline);
    }
    this.signedOut = answer.type === "opaqueredirect" || status === 401;
    if (this.signedOut) return this.again(words.signedOut);
    this.pending = null;
    this.tries = 0;
    if (answer.ok) return this.saved(body, sent);
    if (status === 409 && body.theirs !== undefined) return this.conflict(body.theirs);
    this.refused = true;
    this.keep();
    this.tell({ 403: words.forbidden, 404: words.gone }[status] ?? body.detail ?? words.refused, true);
    // What is closed or taken out may come back.
    if ([403, 404, 409].includes(status)) this.later(PATIENCE.at(-1));
  }

  again(why) {
    this.tell(why, true);
    this.keep();
    this.later(PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }

  saved(body, sent) {
    const isSame = equal(this.value, sent) && !this.composing;
    this.seq = Math.max(this.seq, body.seq);
    this.know(isSame && body.merged ? body.value : sent);
    if (isSame && body.merged) this.write(body.value);
    // What was typed since is merged with the next save.
    if (this.dirty) this.later(PAUSE);
    this.keep();
    this.tell(`${body.merged ? words.merged : words.saved} ${clock()}`);
  }

  /** Save all that was typed, and say whether that worked. */
  async flush() {
    for (let round = 0; round < 5 && (this.dirty || this.pending) && !this.stuck; round += 1) {
      await this.save();
      if (this.tries || this.refused) break;
    }
    return !this.dirty && !this.pending;
  }

  /** Give the text to the editor in which several people type; say whether nothing waits. */
  async release() {
    this.isRich = await this.flush();
    return this.isRich;
  }

  /** Return a value as people read it: choices by their words. */
  shown(value) {
    const options = [...(controls(this.holder)[0]?.options ?? [])];
    const word = (each) => options.find((option) => option.value === each)?.textContent ?? each;
    return [value].flat().map(word).join(", ");
  }

  /** Others changed the same words: both texts are shown, and nothing is sent until one chooses. */
  conflict(theirs) {
    this.theirs = theirs;
    this.box?.remove();
    this.box = document.getElementById("conflict").content.firstElementChild.cloneNode(true);
    const { box } = this;
    box.querySelector("[data-theirs]").textContent = this.shown(theirs);
    box.querySelector("[data-mine]").textContent = this.shown(this.value);
    const on = (name, act) =>
      box.querySelector(`[data-${name}]`).addEventListener("click", () => this.choose(act()));
    on("keep", () => this.value);
    on("take", () => this.theirs);
    if (this.holder.dataset.kind === "text") on("both", () => `${this.theirs}\n\n${this.value}`);
    else box.querySelector("[data-both]").remove();
    // The focus stays where it is: who types on must not press a button by accident.
    this.status.closest("p").before(box);
    this.keep();
    this.tell(words.conflict, true);
  }

  choose(value) {
    this.know(this.theirs);
    this.theirs = null;
    this.box.remove();
    this.write(value);
    this.keep();
    controls(this.holder)[0].focus();
    this.tell("");
    if (this.dirty) this.save();
    this.catchUp();
  }

  /** Somebody else saved this field, or I did in another tab. */
  hear(news) {
    if (this.isRich) return;
    if (news.seq <= this.seq || news.value === null) return;
    if (this.stuck) {
      this.theirs = news.value;
      this.seq = news.seq;
      this.box.querySelector("[data-theirs]").textContent = this.shown(news.value);
    } else if (!this.idle) {
      this.news = news; // the answer that is under way may know it already
    } else if (this.dirty) {
      if (!this.refused) this.save(); // the server merges
    } else {
      this.seq = news.seq;
      if (equal(news.value, this.was)) return; // the other half of the text changed
      this.know(news.value);
      this.write(news.value);
      this.tell(news.who ? words.changed.replace("{who}", news.who) : words.elsewhere);
    }
  }

  catchUp() {
    const { news } = this;
    if (!news || !(this.idle || this.stuck)) return;
    this.news = null;
    this.hear(news);
  }

  tell(text, isAlarm = false) {
    this.status.textContent = text;
    this.status.classList.toggle("field-status--alarm", isAlarm);
  }
}

const clock = () =>
  new Date().toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });

/** Say where we are, and hear who else is here and what they wrote. */
async function attend(fields) {
  const at = document.activeElement?.closest?.("[data-place]")?.dataset.place ?? "";
  const after = Number(live.dataset.seq);
  const answer = await post(words.presenceUrl, JSON.stringify({ place: at, after }));
  if (!answer.ok) return;
  const news = await answer.json();
  const isOther = news.seq < after; // another version of the dossier, which counts anew
  live.dataset.seq = isOther ? 0 : news.seq;
  if (isOther) fields.forEach((field) => (field.seq = 0));
  for (const step of news.steps) fields.get(step.place)?.hear(step);
  showPeople(news.people);
  // The workbench answers again: what waits is sent.
  fields.forEach((field) => field.tries && field.save());
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

/** The buttons of the forms save what is typed; they lead away only when all of it is saved. */
function guard(form, fields) {
  const own = [...fields.values()].filter(({ holder }) => form.contains(holder));
  const stays = form.hasAttribute("data-place");
  if (stays) form.querySelector("[name=preview]")?.remove(); // the preview is beside the text
  let isSent = false;
  form.addEventListener("submit", async (event) => {
    const isClean = own.every((field) => !field.dirty && field.idle);
    if ((isClean || isSent) && !stays) return;
    event.preventDefault();
    const done = await Promise.all(own.map((field) => field.flush()));
    const left = own[done.indexOf(false)];
    isSent = left?.signedOut && form.matches("[data-keep]"); // it leads to where one signs in
    if (left && !isSent) return controls(left.holder)[0].focus();
    if (stays) own[0].tell(`${words.saved} ${clock()}`);
    else form.requestSubmit(event.submitter);
  });
}

/** Where scripts and lines work, texts get the editor in which several people type at once. */
async function enrich(shelf, fields) {
  const forms = [...document.querySelectorAll("[data-line]")];
  if (!forms.length || !words.richUrl) return [];
  const { Rich } = await import(words.richUrl);
  return forms.map((form) => {
    const release = () => fields.get(form.dataset.place)?.release() ?? true; // who reads has none
    return new Rich(form, { shelf, words, clock, release });
  });
}

async function start(shelf) {
  const fields = new Map(holders.map((holder) => [holder.dataset.place, new Field(holder, shelf)]));
  const all = [...fields.values()];
  document.querySelectorAll("[data-editor]").forEach((editor) => equip(editor, words.previewUrl));
  new Set(holders.map((holder) => holder.closest("form"))).forEach((form) => guard(form, fields));
  const recover = async () => {
    for (const { place, found, take } of await shelf.left()) {
      const field = fields.get(place);
      if (rich.find((each) => each.place === place)?.recover(found)) take();
      if (field && field.idle && !field.dirty) {
        take();
        field.recover(found);
      }
    }
  };
  let rich = []; // it comes when its script has come; nothing waits for it
  enrich(shelf, fields).then((found) => (rich = found), () => {});
  const isUnsaved = () => all.some((field) => field.dirty) || rich.some((each) => !each.isSaved);
  let waiting = false;
  const round = async () => {
    if (waiting || document.hidden) return;
    waiting = true;
    await recover().catch(() => {});
    await attend(fields).catch(() => {});
    waiting = false;
  };
  const leave = () => {
    leaving = true;
    for (const field of all) {
      field.keep();
      if (!field.refused) field.save();
    }
    leaving = false;
  };
  setInterval(round, ROUND);
  addEventListener("online", () => all.forEach((field) => field.tries && field.save()));
  addEventListener("pagehide", () => (shelf.closed ? shelf.clear() : leave()));
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : round()));
  // Only what this browser could not keep is lost with the page.
  addEventListener("beforeunload", (event) => {
    const atRisk = shelf.full || shelf.closed;
    if (atRisk && isUnsaved()) event.preventDefault();
  });
  const exit = document.querySelector("form[data-forget]");
  exit?.addEventListener("submit", async (event) => {
    if (shelf.closed || !isUnsaved()) return;
    event.preventDefault();
    await Promise.all([...all, ...rich].map((each) => each.flush()));
    shelf.closed = true; // a shared computer keeps nothing of who signs out
    exit.requestSubmit(event.submitter);
    setTimeout(() => (shelf.closed = false), ROUND); // who is still here stayed
  });
  await round();
  return fields;
}

/** Show what was typed and cannot be put back in a field of this page. */
async function showLeft(shelf, fields) {
  const isHere = (place) => fields.has(place.replace(/^rich\//, ""));
  const left = (await shelf.left()).filter(({ place }) => !isHere(place));
  const box = document.getElementById("left-behind");
  for (const { found, take } of left) {
    const item = box.content.firstElementChild.cloneNode(true);
    const link = item.querySelector("a");
    link.textContent = found.title || link.href;
    link.href = found.url;
    link.hidden = found.url === location.pathname + location.search;
    item.querySelector("[data-text]").textContent = [found.value].flat().join(", ");
    item.querySelector("[data-discard]").addEventListener("click", () => {
      take();
      item.remove();
    });
    live.append(item);
  }
}

if (live) {
  const shelf = new Shelf(document.body.dataset.user ?? "", words.saveUrl);
  const isEditable = live.dataset.editable === "true";
  const fields = isEditable ? await start(shelf) : new Map();
  if (!isEditable) enrich(shelf, fields).catch(() => {}); // who reads sees what others type
  await showLeft(shelf, fields);
}
