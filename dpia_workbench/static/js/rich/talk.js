// What people say of passages of a text, beside it and in it: comments, and suggestions that who
// writes the text accepts or refuses one by one. The passages are marks that the server puts in.

import { Plugin, PluginKey, TextSelection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

import { heed } from "./chosen.js";

const AROUND = 100; // letters before and after a passage, by which the server knows it
const SIGN = "\ufffc"; // for what has no letters
const key = new PluginKey("talk");

/** Return the letters between two places, as the server counts them. */
const letters = (doc, from, to) => doc.textBetween(from, to, "\n", SIGN);

/** Return what is chosen; without a choice, the whole paragraph. */
function chosen({ selection }) {
  const { $from, from, to, empty } = selection;
  return empty ? { from: $from.start(), to: $from.end() } : { from, to };
}

/** Return as much of a choice as can be reworded: words of one paragraph, without a note between. */
function clipped(state) {
  const { from, to } = chosen(state);
  const $from = state.doc.resolve(from);
  let end = Math.min(to, $from.end());
  $from.parent.forEach((node, offset) => {
    const at = $from.start() + offset;
    if (node.isLeaf && !node.isText && at >= from) end = Math.min(end, at);
  });
  return { from, to: Math.max(from, end) };
}

function quote(doc, { from, to }) {
  return {
    passage: letters(doc, from, to),
    before: letters(doc, 0, from).slice(-AROUND),
    after: letters(doc, to, doc.content.size).slice(0, AROUND),
  };
}

/** Return where each thread is marked in a text: from its first word to its last. */
function places(doc) {
  const found = new Map();
  doc.descendants((node, at) => {
    const ids = node.marks.find(({ type }) => type.name === "thread")?.attrs.ids ?? "";
    for (const id of ids.split(" ").filter(Boolean)) {
      const known = found.get(id) ?? { from: at, to: at };
      found.set(id, { from: known.from, to: at + node.nodeSize });
    }
  });
  return found;
}

/** Return the id of what is said, in the list under the text. */
const idOf = (thread) => `said-${thread.id}`;

function proposed(text) {
  const shown = document.createElement("ins");
  shown.className = "rich__proposed";
  shown.textContent = text;
  return shown;
}

function drawn(doc, threads) {
  const marked = places(doc);
  const all = threads.filter(({ id }) => marked.has(id)).flatMap((thread) => {
    const { from, to } = marked.get(thread.id);
    const isSuggestion = thread.proposed !== null;
    const look = {
      class: isSuggestion ? "rich__replaced" : "rich__talked",
      role: isSuggestion ? "deletion" : "mark",
      "aria-details": idOf(thread),
    };
    const line = Decoration.inline(from, to, look);
    if (!isSuggestion) return [line];
    return [line, Decoration.widget(to, () => proposed(thread.proposed), { side: -1, ignoreSelection: true })];
  });
  return DecorationSet.create(doc, all);
}

/** Show in the text of what people speak. */
export const talkPlugin = () =>
  new Plugin({
    key,
    state: {
      init: () => ({ threads: [], shown: DecorationSet.empty }),
      apply: (tr, before) => {
        const threads = tr.getMeta(key) ?? before.threads;
        if (threads === before.threads && !tr.docChanged) return before;
        return { threads, shown: drawn(tr.doc, threads) };
      },
    },
    props: { decorations: (state) => key.getState(state).shown },
  });

async function send(url, told) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify(told ?? {}),
    redirect: "manual",
  }).catch(() => null);
  if (answer?.ok) return "";
  const problem = await answer?.json().catch(() => null);
  return problem?.detail ?? problem?.title ?? null;
}

export class Talk {
  constructor(rich) {
    this.rich = rich;
    this.form = rich.form;
    this.box = this.form.querySelector("[data-talk]");
    this.box.querySelector("[data-talk-list]").addEventListener("click", (event) => this.clicked(event));
  }

  get view() {
    return this.rich.view;
  }

  /** Ask what is said now, and how what the text refers to is called. */
  async load() {
    const answer = await fetch(this.form.dataset.besideUrl, { redirect: "manual" }).catch(() => null);
    if (!answer?.ok || !this.view) return;
    const { names, threads } = await answer.json();
    heed(this.view);
    this.rich.names.learn(names);
    this.view.dispatch(this.view.state.tr.setMeta(key, threads));
    this.list(threads);
  }

  list(threads) {
    const list = this.box.querySelector("[data-talk-list]");
    const focused = document.activeElement?.closest?.("[data-thread]")?.dataset.thread;
    list.replaceChildren(...threads.map((thread) => this.item(thread)));
    this.box.hidden = !threads.length;
    if (focused) list.querySelector(`[data-thread="${focused}"] a`)?.focus();
  }

  item(thread) {
    const item = document.getElementById("rich-thread").content.firstElementChild.cloneNode(true);
    const part = (name) => item.querySelector(`[data-${name}]`);
    const fill = (name, text) => {
      part(name).textContent = text;
      part(name).hidden = !text;
    };
    item.id = idOf(thread);
    item.dataset.thread = thread.id;
    fill("who", thread.who);
    fill("body", thread.body);
    fill("passage", thread.proposed === null ? thread.passage : "");
    fill("old", thread.proposed === null ? "" : thread.passage);
    fill("new", thread.proposed ?? "");
    part("all").id = `${item.id}-all`;
    item.querySelectorAll("button").forEach((each) => each.setAttribute("aria-describedby", part("all").id));
    part("open").href = thread.url;
    part("show").hidden = !places(this.view.state.doc).has(thread.id);
    for (const name of ["accept", "refuse", "resolve"]) {
      part(name).hidden = !thread[name];
      part(name).dataset.url = thread[name] ?? "";
    }
    return item;
  }

  async clicked({ target }) {
    const button = target.closest("button");
    const item = target.closest("[data-thread]");
    if (!button || !item) return;
    const { url } = button.dataset;
    if ("show" in button.dataset) return this.show(item.dataset.thread);
    if ("refuse" in button.dataset) return this.open("refuse", { url });
    const error = await send(url);
    if (error === "") return this.load();
    item.querySelector("[data-error]").textContent = error ?? this.rich.words.offline;
  }

  /** Lead to the passage of a thread. */
  show(id) {
    const place = places(this.view.state.doc).get(id);
    if (!place) return;
    const { tr, doc } = this.view.state;
    this.view.dispatch(tr.setSelection(TextSelection.create(doc, place.from, place.to)).scrollIntoView());
    this.view.focus();
  }

  /** Ask what somebody has to say of what they chose. */
  ask(name) {
    const { state } = this.view;
    const range = name === "suggest" ? clipped(state) : chosen(state);
    const told = quote(state.doc, range);
    if (!told.passage.trim()) return this.rich.say(this.form.dataset.chooseFirst);
    const proposed = name === "suggest" ? told.passage : null;
    this.open(name, { url: this.form.dataset.talkUrl, told, proposed });
  }

  open(name, { url, told = {}, proposed = null }) {
    const dialog = document.getElementById(`rich-${name}`);
    const fields = dialog.querySelector("form");
    fields.reset();
    const passage = dialog.querySelector("[data-passage]");
    if (passage) passage.textContent = told.passage;
    if (proposed !== null) fields.elements.proposed.value = proposed;
    const error = dialog.querySelector("[data-error]");
    error.textContent = "";
    fields.onsubmit = async (event) => {
      if (event.submitter?.value !== "take") return;
      event.preventDefault(); // what was typed stays until the server has it
      const typed = Object.fromEntries(new FormData(fields));
      const failed = await send(url, { ...told, ...typed });
      if (failed !== "") {
        error.textContent = failed ?? this.rich.words.offline;
        return;
      }
      dialog.close("take");
      this.load();
    };
    dialog.onclose = () => this.view.focus();
    dialog.showModal();
  }
}
