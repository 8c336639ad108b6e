// What may stand in a text while it is typed. The server decides what of it becomes a text
// (dpia_workbench/together/reading.py); the names here and there are the same.

import { Schema } from "prosemirror-model";
import { tableNodes } from "prosemirror-tables";

const ADDRESS = /^(?:https?:\/\/|mailto:)[^\s\\/][^\s\\]*$|^#[^\s\\]+$/i;

/** Return whether a link may lead to an address. */
export const isAddress = (text) => ADDRESS.test(text);

const align = {
  default: "",
  getFromDOM: (cell) => ({ center: "center", right: "right" })[cell.style.textAlign] ?? "",
  setDOMAttr: (value, attributes) => {
    if (value) attributes["data-align"] = value;
  },
};

const LEVELS = [1, 2, 3, 4];

const nodes = {
  doc: { content: "block+" },
  paragraph: {
    content: "inline*",
    group: "block",
    parseDOM: [{ tag: "p" }],
    toDOM: () => ["p", 0],
  },
  heading: {
    attrs: { level: { default: 1 } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [...LEVELS, 5, 6].map((level) => ({
      tag: `h${level}`,
      attrs: { level: Math.min(level, LEVELS.length) },
    })),
    // The page has its own headings above: the highest one of a text is of the third level.
    toDOM: (node) => [`h${Math.min(node.attrs.level + 2, 6)}`, 0],
  },
  blockquote: {
    content: "block+",
    group: "block",
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  code_block: {
    content: "text*",
    marks: "thread",
    group: "block",
    code: true,
    defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: () => ["pre", ["code", 0]],
  },
  horizontal_rule: {
    group: "block",
    parseDOM: [{ tag: "hr" }],
    toDOM: () => ["hr"],
  },
  bullet_list: {
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ul" }],
    toDOM: () => ["ul", 0],
  },
  ordered_list: {
    attrs: { order: { default: 1 } },
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ol", getAttrs: (list) => ({ order: list.start ?? 1 }) }],
    toDOM: (node) => ["ol", node.attrs.order === 1 ? {} : { start: node.attrs.order }, 0],
  },
  list_item: {
    content: "paragraph block*",
    defining: true,
    parseDOM: [{ tag: "li" }],
    toDOM: () => ["li", 0],
  },
  ...tableNodes({ tableGroup: "block", cellContent: "paragraph", cellAttributes: { align } }),
  text: { group: "inline" },
  hard_break: {
    inline: true,
    group: "inline",
    selectable: false,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
  image: {
    inline: true,
    attrs: { evidence: { default: "" }, alt: { default: "" } },
    group: "inline",
    draggable: true,
    parseDOM: [
      {
        tag: "span[data-evidence]",
        getAttrs: (span) => ({ evidence: span.dataset.evidence, alt: span.dataset.alt }),
      },
    ],
    toDOM: ({ attrs: { evidence, alt } }) => [
      "span",
      { class: "rich__image", role: "img", "aria-label": alt || evidence, "data-evidence": evidence, "data-alt": alt },
      alt ? `${evidence}: ${alt}` : evidence,
    ],
  },
  note: {
    inline: true,
    attrs: { text: { default: "" } },
    group: "inline",
    draggable: true,
    parseDOM: [{ tag: "span[data-note]", getAttrs: (span) => ({ text: span.dataset.note }) }],
    toDOM: ({ attrs: { text } }) => [
      "span",
      { class: "rich__note", role: "note", "data-note": text, title: text },
      text,
    ],
  },
  // The name beside the key is looked up (names.js): a text holds no copy of it.
  reference: {
    inline: true,
    attrs: { key: { default: "" } },
    group: "inline",
    draggable: true,
    parseDOM: [{ tag: "span[data-key]", getAttrs: (span) => ({ key: span.dataset.key }) }],
    toDOM: ({ attrs: { key } }) => ["span", { class: "rich__reference", "data-key": key }, key],
  },
};

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (link) => {
          const href = link.getAttribute("href");
          return isAddress(href) ? { href } : false;
        },
      },
    ],
    // A click puts the caret there; the address is read in the title.
    toDOM: ({ attrs: { href } }) => ["a", { href, title: href, rel: "noopener noreferrer" }, 0],
  },
  strong: {
    parseDOM: [
      { tag: "strong" },
      // Word processors wrap all of a text in a bold element that says it is not bold.
      { tag: "b", getAttrs: (element) => element.style.fontWeight !== "normal" && null },
      { style: "font-weight", getAttrs: (value) => /^(bold(er)?|[6-9]\d{2})$/.test(value) && null },
    ],
    toDOM: () => ["strong", 0],
  },
  em: {
    parseDOM: [{ tag: "i" }, { tag: "em" }, { style: "font-style=italic" }],
    toDOM: () => ["em", 0],
  },
  strike: {
    parseDOM: [{ tag: "s" }, { tag: "del" }, { style: "text-decoration=line-through" }],
    toDOM: () => ["s", 0],
  },
  // A passage that people talk about. It is never pasted, and typing at its edge is outside.
  thread: {
    attrs: { ids: { default: "" } },
    inclusive: false,
    toDOM: () => ["span", 0],
  },
  code: { parseDOM: [{ tag: "code" }], toDOM: () => ["code", 0] },
};

export const schema = new Schema({ nodes, marks });
