// Words whose line is made another. Yjs cannot move a text: who makes a heading or a list of a line,
// or joins two, gives the words a new text and takes the old one away. What somebody else typed in
// the old one and the other did not see yet would go with it. Whoever typed it puts it in the new
// text, and the caret too; who moved the words does so for those who left meanwhile.

import { TextSelection } from "prosemirror-state";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { aligned, inRows, likeness } from "./aligned.js";

const PATIENCE = 3000; // milliseconds in which who typed puts the words back
const FRESH = 10000; // milliseconds in which others may not have heard of what is typed
const LEAST = 0.3, HALF = 0.5; // of a text that has to be the same to be taken for it
const MOST_LIKE = 200; // texts among which one that is alike is looked for
const ROW = 5; // letters beside each other that are no chance
const MARKS = 300;
const MOST = 200000; // letters of lines that were moved here, and are remembered

const named = ({ client, clock }) => `${client}:${clock}`;

/** Return whether something came with a transaction. */
const isOf = ({ beforeState }, { client, clock }) => clock >= (beforeState.get(client) ?? 0);

/** Yield what a transaction brought into a document. */
export function* made(transaction) {
  for (const structs of transaction.doc.store.clients.values()) {
    for (let at = structs.length - 1; at >= 0 && isOf(transaction, structs[at].id); at -= 1) yield structs[at];
  }
}

/** Return the letters that a text had before a transaction, or has. */
function lettersOf(text, transaction) {
  const letters = [];
  for (let item = text._start; item; item = item.right) {
    const isGone = item.deleted && !(transaction && Y.isDeleted(transaction.deleteSet, item.id));
    if (isGone || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    item.content.str.split("").forEach((sign, at) => letters.push({ sign, client, clock: clock + at }));
  }
  return letters;
}

const told = (letters) => letters.map(({ sign }) => sign).join("");

/** Return the texts that a transaction took away. */
function gone(transaction) {
  const found = [];
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (item.content?.type instanceof Y.XmlText && !isOf(transaction, item.id)) found.push(item.content.type);
  });
  return found;
}

/** Return the texts that a transaction made or changed, and that are there, with what is new. */
function heirs(transaction) {
  const isNew = (id) => isOf(transaction, id);
  const fresh = [...made(transaction)].map(({ content }) => content?.type);
  const all = new Set([...fresh, ...transaction.changed.keys()]);
  return [...all]
    .filter((type) => type instanceof Y.XmlText && type._item && !type._item.deleted)
    .map((text) => {
      const letters = lettersOf(text);
      const start = Math.max(0, letters.findIndex(isNew));
      return { text, words: told(letters), start, added: told(letters.filter(isNew)), isMade: isNew(text._item.id) };
    });
}

/** Return in which text, and from which place on, words stand that were put there. */
function found(words, among) {
  const exact = among.find(({ added, isMade }) => added === words && (words || isMade));
  if (exact) return { text: exact.text, start: exact.start };
  for (const { text, words: all, start, added } of words ? among : []) {
    if (added.length !== words.length) continue;
    // Equal letters at the seam of two lines may be counted to the one or to the other.
    const near = all.indexOf(words, Math.max(0, start - words.length));
    const without = (from) => all.slice(0, from) + all.slice(from + words.length);
    if (near >= 0 && without(near) === without(start)) return { text, start: near };
  }
  return null;
}

/** Return what was added to a text, with what follows and begins like it: the seam may be there. */
function seamed({ words, start, added }) {
  const rest = words.slice(start + added.length);
  let more = 0;
  while (more < rest.length && more < added.length && rest[more] === added[more]) more += 1;
  return added + rest.slice(0, more);
}

/**
 * Return the text in which the letters of another stand now, and where each of them does (null where
 * one did not go along). `letters` say of themselves whether others may not have heard of them.
 */
function heirOf(letters, among) {
  const words = told(letters);
  const exact = found(words, among);
  if (exact) return { ...exact, places: letters.map((_letter, at) => exact.start + at) };
  if (among.length > MOST_LIKE) return null;
  const known = letters.filter(({ isNew }) => !isNew).length;
  if (!known) {
    const empty = among.find(({ added, isMade }) => isMade && !added);
    if (empty) return { text: empty.text, start: 0, places: letters.map(() => null) };
  }
  const scored = among.map((heir) => ({ heir, score: likeness(heir.added, words) }));
  const { heir, score } = scored.reduce((one, other) => (other.score > one.score ? other : one), { score: 0 });
  if (score < LEAST) return null;
  const places = aligned(letters, seamed(heir));
  // Of lines that were joined since, or parted, the smaller one has to be there.
  const smaller = Math.min(known || letters.length, heir.added.length);
  if (inRows(places, Math.min(ROW, smaller)) < HALF * smaller) return null; // that is another text
  const moved = (place) => (place === null ? null : heir.start + place);
  return { text: heir.text, start: heir.start, places: places.map(moved) };
}

/** Return where a place of an editor is in its document. */
function placeOf(relative, doc) {
  const place = relative && Y.createAbsolutePositionFromRelativePosition(relative, doc);
  return place ? { text: place.type, index: place.index } : null;
}

/** What moves in the text of an editor. */
export class Moves {
  constructor(view, line) {
    const { doc, awareness } = line;
    Object.assign(this, { view, line, doc, awareness });
    this.mine = new Map(); // texts that were taken away here, by their names
    this.held = 0; // letters of those
    this.ends = null; // of what is chosen, before others changed something
    this.back = null; // the same, where it has to be chosen again
    this.fresh = []; // what came when, of what others may not have heard of
    doc.on("beforeAllTransactions", () => (this.ends = this.chosen()));
    doc.on("afterTransaction", (transaction) => this.follow(transaction));
    doc.on("afterAllTransactions", () => this.choose());
  }

  get binding() {
    return ySyncPluginKey.getState(this.view.state).binding;
  }

  chosen() {
    const held = this.binding.beforeTransactionSelection;
    if (held?.type !== "text") return null;
    return { anchor: placeOf(held.anchor, this.doc), head: placeOf(held.head, this.doc) };
  }

  /** Note what was there before something comes in, as long as others may not have heard of it. */
  note({ beforeState }) {
    const now = Date.now();
    this.fresh.push({ state: beforeState, at: now });
    if (this.line.isSaved) this.fresh = this.fresh.filter(({ at }) => now - at < FRESH);
    if (this.fresh.length > MARKS) this.fresh = this.fresh.filter((_mark, at) => at % 2 === 0);
  }

  /** Return whether a letter is one that others may not have heard of. */
  isNew({ client, clock }) {
    return clock >= (this.fresh[0]?.state.get(client) ?? 0);
  }

  follow(transaction) {
    this.note(transaction);
    const texts = gone(transaction);
    if (!texts.length) return;
    const among = heirs(transaction);
    for (const text of texts) {
      const letters = lettersOf(text, transaction);
      if (transaction.local) this.remember(text, letters, found(told(letters), among));
      else this.restore(text, letters, among);
    }
  }

  /** Put the words that were typed here into the text that took the place of theirs. */
  restore(text, letters, among) {
    const { clientID } = this.doc;
    for (const letter of letters) {
      letter.isNew = this.isNew(letter);
      letter.isMine = letter.isNew && letter.client === clientID;
    }
    const heir = heirOf(letters, among);
    if (!heir) return;
    const back = letters.map(({ isMine }, at) => heir.places[at] === null && isMine);
    const indices = [heir.start]; // where the caret is after so many letters
    let put = 0;
    this.doc.transact(() => {
      letters.forEach((letter, at) => {
        const place = heir.places[at] === null ? indices[at] : heir.places[at] + put + 1;
        if (back[at]) heir.text.insert(place, letter.sign);
        put += back[at];
        indices.push(place + back[at]);
      });
    }, ySyncPluginKey);
    for (const [end, place] of Object.entries(this.ends ?? {})) {
      if (place?.text === text) this.back = { ...this.back, [end]: { text: heir.text, index: indices[place.index] ?? 0 } };
    }
  }

  /** Choose again what was chosen in a text that is another one now. */
  choose() {
    const { back, binding, view, doc } = this;
    this.back = null;
    if (!back?.anchor || !back.head) return;
    const at = ({ text, index }) =>
      relativePositionToAbsolutePosition(doc, binding.type, Y.createRelativePositionFromTypeIndex(text, index), binding.mapping);
    const [anchor, head] = [at(back.anchor), at(back.head)];
    if (anchor === null || head === null) return;
    view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, anchor, head)));
  }

  /** Remember where the words of a text went, for what others typed there and bring later. */
  remember(text, letters, heir) {
    if (!heir) return;
    const places = new Map(letters.map((letter, at) => [named(letter), at + 1]));
    const copies = lettersOf(heir.text).slice(heir.start, heir.start + letters.length);
    this.mine.set(named(text._item.id), { places, copies, text: heir.text, late: [], timer: null });
    this.held += letters.length;
    for (const [name, move] of this.mine) {
      if (this.held <= MOST) break;
      this.held -= move.copies.length;
      this.mine.delete(name);
    }
  }

  /** Look for words that others typed in a text which was taken away here; before they come in. */
  hear(update) {
    if (!this.mine.size) return;
    const { structs, ds } = Y.decodeUpdate(update);
    for (const item of structs) {
      if (!(item.content instanceof Y.ContentString) || Y.isDeleted(ds, item.id)) continue;
      const { client, clock } = item.id;
      const known = Math.max(0, Y.getState(this.doc.store, client) - clock);
      const words = item.content.str.slice(known);
      const origin = known ? { client, clock: clock + known - 1 } : item.origin;
      const typed = { client, clock: clock + known, words, origin, rightOrigin: item.rightOrigin };
      const move = words && [...this.mine.values()].find((each) => this.place(each, typed) !== undefined);
      if (move && !move.places.has(named(typed))) this.late(move, typed);
    }
  }

  /** Return after how many letters of a text that was taken away something was typed. */
  place({ places }, { origin, rightOrigin }) {
    if (origin) return places.get(named(origin));
    const right = rightOrigin && places.get(named(rightOrigin));
    return right ? right - 1 : undefined;
  }

  late(move, typed) {
    const { client, clock, words } = typed;
    const place = this.place(move, typed);
    for (let at = 0; at < words.length; at += 1) move.places.set(named({ client, clock: clock + at }), place);
    this.wait(move, [{ client, clock, place, words }]);
  }

  wait(move, late) {
    move.late = [...move.late, ...late];
    move.timer ??= setTimeout(() => this.putIn(move), PATIENCE);
  }

  /** Put in what is missing of those who did not do so. */
  putIn(move) {
    const { text, late } = move;
    Object.assign(move, { late: [], timer: null });
    if (text._item.deleted) return this.passOn(move, late);
    const there = lettersOf(text);
    const isBack = ({ client, clock, words }) =>
      told(there.filter((letter) => letter.client === client && letter.clock > clock)).includes(words);
    const open = late.filter((each) => !isBack(each));
    const isHere = ({ client }) => this.awareness.getStates().has(client);
    // Who is here puts them back once the move has come to them.
    const isEarly = (each) => isHere(each) && !(this.line.isSaved && each.isAsked);
    const early = open.filter(isEarly).map((each) => ({ ...each, isAsked: this.line.isSaved }));
    if (early.length) this.wait(move, early);
    const missing = open.filter((each) => !isEarly(each));
    missing.sort((one, other) => other.place - one.place || other.clock - one.clock);
    this.doc.transact(() => {
      for (const { place, words } of missing) text.insert(this.indexOf(move, place), words);
    }, ySyncPluginKey);
  }

  /** Let words wait for the text that took the place of the one in which they were to be. */
  passOn(move, late) {
    const next = this.mine.get(named(move.text._item.id));
    const moved = (place) => (place ? (next.places.get(named(move.copies[place - 1])) ?? 0) : 0);
    if (next) this.wait(next, late.map((each) => ({ ...each, place: moved(each.place) })));
  }

  /** Return where the first so many letters that were moved end now. */
  indexOf({ text, copies }, place) {
    const moved = new Set(copies.slice(0, place).map(named));
    return lettersOf(text).findLastIndex((letter) => moved.has(named(letter))) + 1;
  }
}
