// Words whose line is made another. Yjs cannot move a text: who makes a heading or a list of a line,
// or joins two, gives the words a new text and takes the old one away. What somebody else typed in
// the old one and the other did not see yet would go with it. Whoever typed it puts it in the new
// text, and the caret too; who moved the words does so for those who left meanwhile.

import { TextSelection } from "prosemirror-state";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";

const PATIENCE = 3000; // milliseconds in which who typed puts the words back
const HALF = 0.5;
const MOST = 50; // moves of ours that are remembered

const named = ({ client, clock }) => `${client}:${clock}`;

/** Yield what a transaction brought into a document. */
export function* made({ doc, beforeState }) {
  for (const [client, structs] of doc.store.clients) {
    const from = beforeState.get(client) ?? 0;
    for (let at = structs.length - 1; at >= 0 && structs[at].id.clock >= from; at -= 1) yield structs[at];
  }
}

/** Return the letters that a text had before a transaction, or has. */
function lettersOf(text, transaction) {
  const letters = [];
  for (let item = text._start; item; item = item.right) {
    const isGone = item.deleted && !(transaction && Y.isDeleted(transaction.deleteSet, item.id));
    if (isGone || !(item.content instanceof Y.ContentString)) continue;
    const { client, clock } = item.id;
    [...item.content.str.split("")].forEach((sign, at) => letters.push({ sign, client, clock: clock + at }));
  }
  return letters;
}

const told = (letters) => letters.map(({ sign }) => sign).join("");

/** Return the texts that a transaction took away. */
function gone(transaction) {
  const found = [];
  const isOld = ({ id }) => id.clock < (transaction.beforeState.get(id.client) ?? 0);
  Y.iterateDeletedStructs(transaction, transaction.deleteSet, (item) => {
    if (item.content?.type instanceof Y.XmlText && isOld(item)) found.push(item.content.type);
  });
  return found;
}

/** Return the texts that a transaction made or changed, and that are there, with what is new. */
function heirs(transaction) {
  const isNew = ({ client, clock }) => clock >= (transaction.beforeState.get(client) ?? 0);
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
function found(words, among, share) {
  const exact = among.find(({ added, isMade }) => added === words && (words || isMade));
  if (exact) return { text: exact.text, start: exact.start };
  for (const { text, words: all, start, added } of words ? among : []) {
    const near = all.indexOf(words, Math.max(0, start - words.length));
    const without = (from) => all.slice(0, from) + all.slice(from + words.length);
    // Equal letters at the seam of two lines may be counted to the one or to the other.
    const isSame = added.length === words.length && near >= 0 && without(near) === without(start);
    if (isSame) return { text, start: near };
    // Something else was typed there, too; of little it cannot be told that it is the same.
    if (share >= HALF && all.includes(words)) return { text, start: all.indexOf(words) };
  }
  return null;
}

/**
 * Return where the words of a text went, and which of them did not go along: the last ones that
 * `client` typed, as few as possible.
 */
function heirOf(letters, client, among) {
  if (!among.length) return null;
  const own = letters.filter((letter) => letter.client === client).sort((one, other) => other.clock - one.clock);
  const longest = Math.max(0, ...among.map(({ words }) => words.length));
  const least = Math.max(0, letters.length - longest);
  for (let count = least; count <= own.length; count += 1) {
    const unseen = new Set(own.slice(0, count));
    const seen = letters.filter((letter) => !unseen.has(letter));
    const heir = found(told(seen), among, seen.length / letters.length);
    if (heir) return { ...heir, unseen };
  }
  return null;
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
    this.ends = null; // of what is chosen, before others changed something
    this.back = null; // the same, where it has to be chosen again
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

  follow(transaction) {
    const texts = gone(transaction);
    if (!texts.length) return;
    const among = heirs(transaction);
    const isMine = transaction.origin === ySyncPluginKey;
    for (const text of texts) {
      const letters = lettersOf(text, transaction);
      if (isMine) this.remember(text, letters, found(told(letters), among, 1));
      else this.restore(text, letters, heirOf(letters, this.doc.clientID, among));
    }
  }

  /** Put the words that were typed here into the text that took the place of theirs. */
  restore(text, letters, heir) {
    if (!heir) return;
    const { start, unseen } = heir;
    this.doc.transact(() => {
      letters.forEach((letter, at) => unseen.has(letter) && heir.text.insert(start + at, letter.sign));
    }, ySyncPluginKey);
    for (const [end, place] of Object.entries(this.ends ?? {})) {
      if (place?.text === text) this.back = { ...this.back, [end]: { text: heir.text, index: start + place.index } };
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
    this.mine.set(named(text._item.id), { places, copies, text: heir.text });
    if (this.mine.size > MOST) this.mine.delete(this.mine.keys().next().value);
  }

  /** Look for words that others typed in a text which was taken away here; before they come in. */
  hear(update) {
    if (!this.mine.size) return;
    const { structs, ds } = Y.decodeUpdate(update);
    for (const item of structs) {
      const isKnown = item.id.clock < Y.getState(this.doc.store, item.id.client);
      if (isKnown || !(item.content instanceof Y.ContentString) || Y.isDeleted(ds, item.id)) continue;
      const move = [...this.mine.values()].find((each) => this.place(each, item) !== undefined);
      if (move) this.late(move, item);
    }
  }

  /** Return after how many letters of a text that was taken away something was typed. */
  place({ places }, { origin, rightOrigin }) {
    if (origin) return places.get(named(origin));
    const right = rightOrigin && places.get(named(rightOrigin));
    return right ? right - 1 : undefined;
  }

  late(move, item) {
    const { client, clock } = item.id;
    const place = this.place(move, item);
    const words = item.content.str;
    for (let at = 0; at < words.length; at += 1) move.places.set(named({ client, clock: clock + at }), place);
    move.late = [...(move.late ?? []), { client, clock, place, words }];
    move.timer ??= setTimeout(() => this.putIn(move), PATIENCE);
  }

  /** Put in what is missing of those who are not here to do so. */
  putIn(move) {
    const { text, late } = move;
    Object.assign(move, { late: [], timer: null });
    if (text._item.deleted) return;
    const here = new Set(lettersOf(text).map(({ client }) => client));
    const open = late.filter(({ client }) => !here.has(client));
    const missing = open.filter(({ client }) => !this.awareness.getStates().has(client));
    // Who is here puts them back once the move has come to them.
    if (open.length > missing.length && !this.line.isSaved) {
      move.late = open.filter((each) => !missing.includes(each));
      move.timer = setTimeout(() => this.putIn(move), PATIENCE);
    }
    missing.sort((one, other) => other.place - one.place || other.clock - one.clock);
    this.doc.transact(() => {
      for (const { place, words } of missing) text.insert(this.indexOf(move, place), words);
    }, ySyncPluginKey);
  }

  /** Return where the first so many letters that were moved end now. */
  indexOf({ text, copies }, place) {
    const moved = new Set(copies.slice(0, place).map(named));
    return lettersOf(text).findLastIndex((letter) => moved.has(named(letter))) + 1;
  }
}
