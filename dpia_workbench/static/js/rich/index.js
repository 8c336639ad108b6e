// A text in which several people type at once. Without this script, or without a line to the
// server, the text is a field with Markdown as before.

import { baseKeymap } from "prosemirror-commands";
import { gapCursor } from "prosemirror-gapcursor";
import { keymap } from "prosemirror-keymap";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { EditorState, Plugin } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { yCursorPlugin, ySyncPlugin, ySyncPluginKey, yUndoPlugin, yUndoPluginKey } from "y-prosemirror";
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";
import { beginLines } from "./begun.js";
import { heed, heeding, holdEnd, keysHeed } from "./chosen.js";
import { caretPlugin } from "./diff.js";
import { Line } from "./line.js";
import { Moves } from "./moved.js";
import { Names } from "./names.js";
import { ASKED, COMMANDS, KEYS, TABLE_KEYS, isAtHand, isInForce } from "./marks.js";
import { schema } from "./schema.js";
import { Talk, talkPlugin } from "./talk.js";
import { oneStop } from "../toolbar.js";

const COLOURS = 6;
const PATIENCE = 3000, MOMENT = 100; // milliseconds
export const PREFIX = "rich/"; // of what is kept in this browser

const rules = inputRules({
  rules: [
    textblockTypeInputRule(/^(#{1,3})\s$/, schema.nodes.heading, (found) => ({ level: found[1].length })),
    wrappingInputRule(/^\s*[-*]\s$/, schema.nodes.bullet_list),
    wrappingInputRule(/^(\d{1,4})\.\s$/, schema.nodes.ordered_list, (found) => ({ order: Number(found[1]) })),
    wrappingInputRule(/^\s*>\s$/, schema.nodes.blockquote),
  ],
});

/** Return where a line leads, on the host that the page came from. */
function lineTo(path) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol.replace("http", "ws");
  return url.href;
}

/**
 * Where somebody else is: a caret with their name. Its colour is a class, for styles are closed. To
 * who has a text read aloud the name would be a part of it; who is here stands under the text.
 */
function caret({ name, colour }) {
  const mark = document.createElement("span");
  mark.className = `rich__caret rich__colour-${Number(colour) % COLOURS}`;
  mark.setAttribute("aria-hidden", "true");
  const label = document.createElement("span");
  label.className = "rich__name";
  label.textContent = String(name ?? "").slice(0, 60);
  mark.append(label);
  return mark;
}

/** Set an attribute of an element that is true or false, where it is another. */
function put(element, name, value) {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

const chosen = ({ colour }) => ({ class: `rich__chosen rich__colour-${Number(colour) % COLOURS}` });

/** One text of a page; it takes the place of the field with Markdown once the line is open. */
export class Rich {
  /** `release` saves what was typed in the field, and says whether it may be replaced. */
  constructor(form, { shelf, words, clock, release }) {
    Object.assign(this, { form, shelf, words, clock });
    this.area = form.querySelector("textarea, [data-read]");
    this.status = form.querySelector("[data-status]");
    this.names = new Names();
    this.doc = new Y.Doc();
    this.awareness = new Awareness(this.doc);
    this.line = new Line({
      url: lineTo(form.dataset.line),
      doc: this.doc,
      awareness: this.awareness,
      shelf,
      place: PREFIX + form.dataset.place,
      title: this.label.textContent.trim(),
      told: (what, detail) => this.tell(what, detail),
    });
    this.begun = this.line.ready.then(async (welcome) => {
      if (await release()) this.show(welcome);
      else this.line.close(); // two texts are in conflict: the field keeps them until one chooses
    });
  }

  get label() {
    return this.form.querySelector("label, [data-label]");
  }

  get place() {
    return this.line.place;
  }

  /** Put back what another tab of this browser could not send; return whether that was possible. */
  recover(found) {
    if (!this.view || !this.mayWrite) return false;
    this.line.recover(found.update);
    return true;
  }

  get isSaved() {
    return !this.view || this.line.isSaved;
  }

  /** Send what waits, and give the server a moment to say that it has it. */
  async flush() {
    this.line.flush();
    for (let wait = 0; wait < PATIENCE && !this.isSaved; wait += MOMENT) {
      await new Promise((resolve) => setTimeout(resolve, MOMENT));
    }
  }

  show({ name, colour, mayWrite }) {
    this.mayWrite = mayWrite;
    const fragment = this.doc.getXmlFragment("text");
    const place = document.createElement("div");
    place.className = "rich";
    this.area.before(place);
    const { label } = this;
    label.id ||= `${this.area.id}-label`;
    const hint = this.form.querySelector("[data-keys-hint]");
    hint.id = `${label.id}-keys`;
    this.awareness.setLocalStateField("user", { name, colour });
    this.view = new EditorView(place, {
      state: EditorState.create({
        schema,
        plugins: [
          caretPlugin(), // before the next one, which looks where it is
          keysHeed(),
          ySyncPlugin(fragment),
          yCursorPlugin(this.awareness, { cursorBuilder: caret, selectionBuilder: chosen }),
          yUndoPlugin(),
          rules,
          keymap(KEYS),
          keymap(TABLE_KEYS),
          keymap(baseKeymap),
          gapCursor(),
          tableEditing(),
          talkPlugin(),
          this.reading(),
          new Plugin({ view: () => ({ update: ({ state }) => this.follow(state) }) }),
        ],
      }),
      dispatchTransaction: heeding,
      nodeViews: { reference: (node) => this.names.view(node) },
      // Who only reads has a caret, too, to choose a passage with the keys; see `reading`.
      attributes: () => ({
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": label.id,
        "aria-describedby": hint.id,
        "aria-readonly": String(!this.mayWrite),
        inputmode: this.mayWrite ? "text" : "none",
        lang: this.area.lang,
        spellcheck: "true",
      }),
    });
    holdEnd(this.view, this.doc);
    beginLines(this.doc);
    this.moves = new Moves(this.view, this.line);
    this.area.hidden = true;
    this.form.classList.add("is-rich");
    this.talk = new Talk(this);
    this.talk.load();
    this.buttons();
  }

  /** Let nobody change a text who only reads it; what others type still comes in. */
  reading() {
    const comes = (tr) => !tr.docChanged || tr.getMeta(ySyncPluginKey);
    return new Plugin({ filterTransaction: (tr) => this.mayWrite || comes(tr) });
  }

  buttons() {
    const bar = this.form.querySelector("[data-toolbar]");
    bar.hidden = false;
    if (!this.form.querySelector("[data-editor]")) oneStop(bar, this.form); // who writes has it
    this.shown = [...bar.querySelectorAll("[data-mark]")];
    this.follow(this.view.state);
    const { undoManager } = yUndoPluginKey.getState(this.view.state);
    for (const what of ["stack-item-added", "stack-item-popped", "stack-cleared"]) {
      undoManager.on(what, () => this.follow(this.view.state));
    }
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays
    bar.addEventListener("click", (event) => {
      const name = event.target.closest("[data-mark]")?.dataset.mark;
      if (name === "comment" || name === "suggest") this.talk.ask(name);
      else if (ASKED[name]) this.ask(name);
      else if (COMMANDS[name]) this.run(COMMANDS[name]);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.line.flush();
      this.view.focus();
    });
  }

  /** Say on the buttons what holds where the caret is, and what cannot be done there. */
  follow(state) {
    for (const button of this.shown ?? []) {
      const { mark } = button.dataset;
      const holds = isInForce(mark, state);
      if (holds !== null) put(button, "aria-pressed", holds);
      put(button, "aria-disabled", !isAtHand(mark, state));
    }
  }

  run(command) {
    command(this.view.state, this.view.dispatch, this.view);
    this.view.focus();
  }

  /** Ask what a link, a note or a picture needs. */
  ask(name) {
    const dialog = document.getElementById(`rich-${name}`);
    const fields = dialog.querySelector("form");
    const { asks, initial, act } = ASKED[name];
    const values = initial(this.view.state);
    const list = fields.elements.key;
    if (list && !this.names.offer(list, values.key)) return this.say(this.form.dataset.nothingNamed);
    if (list) values.key ||= list.value;
    for (const field of asks) fields.elements[field].value = values[field];
    const done = () => {
      dialog.removeEventListener("close", done);
      if (dialog.returnValue === "take") {
        this.run(act(Object.fromEntries(asks.map((field) => [field, fields.elements[field].value]))));
      } else this.view.focus();
    };
    dialog.returnValue = "";
    dialog.addEventListener("close", done);
    dialog.showModal();
  }

  tell(what, detail) {
    if (what === "open") return this.open(detail);
    if (what === "beside") return this.talk?.load();
    if (what === "comes") return this.comes(detail);
    if (!this.view) return; // the field with Markdown still works
    const { words, clock } = this;
    const text = { saved: `${words.saved} ${clock()}`, typing: "", offline: words.offline, closed: words[detail] ?? words.refused };
    const isAlarm = what === "offline" || what === "closed";
    if (what === "closed") this.lock();
    if (what !== "typing") this.aloud(what);
    this.status.textContent = text[what];
    this.status.classList.toggle("field-status--alarm", isAlarm);
  }

  /** Have what follows read aloud, but not the same at each pause: "saved" once, till it is not. */
  aloud(what) {
    this.status.setAttribute("aria-live", what === this.last ? "off" : "polite");
    this.last = what;
  }

  /** An update of others is about to come in. */
  comes(update) {
    if (!this.view) return;
    heed(this.view);
    this.moves.hear(update);
  }

  say(text) {
    this.aloud(text);
    this.status.textContent = text;
    this.status.classList.remove("field-status--alarm");
  }

  open({ mayWrite }) {
    this.say("");
    if (!this.view) return;
    this.talk.load();
    this.mayWrite = mayWrite;
    this.view.setProps({});
  }

  /** What is typed cannot be sent any more: it stays to be read and copied. */
  lock() {
    this.mayWrite = false;
    this.view.setProps({});
  }
}
