// A text with a toolbar that puts the marks of Markdown around what is selected, and a preview.

import { oneStop } from "./toolbar.js";

const PAUSE = 350; // milliseconds without a key before the preview follows

const MARKS = {
  bold: ["**", "**"],
  italic: ["*", "*"],
  heading: ["\n## ", "\n"],
  list: ["\n- ", ""],
  numbers: ["\n1. ", ""],
  link: ["[", "](https://)"],
  table: ["\n| A | B |\n|---|---|\n| ", " | |\n"],
};

/** Put a text in the place of what is selected, so that it can be undone like what is typed. */
function put(area, text) {
  area.focus();
  if (document.execCommand("insertText", false, text)) return;
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function mark(area, [before, after]) {
  const { selectionStart: from, selectionEnd: to, value } = area;
  put(area, `${before}${value.slice(from, to)}${after}`);
  if (from === to) area.setSelectionRange(from + before.length, from + before.length);
}

/** Put a footnote's number here and its text at the end, where one goes on typing. */
function footnote(area) {
  const used = [...area.value.matchAll(/\[\^(\d+)\]/g)].map((found) => Number(found[1]));
  const sign = `[^${Math.max(0, ...used) + 1}]`;
  area.setSelectionRange(area.selectionEnd, area.selectionEnd);
  put(area, sign);
  area.setSelectionRange(area.value.length, area.value.length);
  put(area, `\n\n${sign}: `);
}

function apply(area, name) {
  if (name === "footnote") footnote(area);
  else mark(area, MARKS[name]);
}

async function preview(url, area, target, signal) {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "text/html" },
    body: JSON.stringify({ text: area.value }),
    redirect: "manual",
    signal,
  }).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.text().catch(() => null);
  if (text === null) return;
  const page = new DOMParser().parseFromString(text, "text/html");
  target.replaceChildren(...page.body.childNodes);
}

/** Give a text its toolbar, its keys and a preview that follows. */
export function equip(editor, url) {
  const area = editor.querySelector("textarea");
  const bar = editor.querySelector("[data-toolbar]");
  const target = editor.querySelector("[data-preview]");
  bar.hidden = false;
  oneStop(bar, editor);
  bar.addEventListener("click", (event) => {
    const name = event.target.closest("[data-mark]")?.dataset.mark;
    if (name && !area.hidden) apply(area, name);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const name = { b: "bold", i: "italic" }[event.key];
    if (!name) return;
    event.preventDefault();
    apply(area, name);
  });
  let timer;
  let asked;
  const follow = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      asked?.abort(); // an older answer must not replace a newer one
      asked = new AbortController();
      preview(url, area, target, asked.signal);
    }, PAUSE + area.value.length / 100); // long texts are shown at a calmer pace
  };
  area.addEventListener("input", follow);
  editor.closest("[data-place]").addEventListener("rewritten", follow);
}
