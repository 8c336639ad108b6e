// What the buttons and the keys of the editor do.

import { setBlockType, toggleMark, wrapIn, lift, chainCommands, exitCode } from "prosemirror-commands";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable } from "prosemirror-tables";
import { redoCommand as redo, undoCommand as undo } from "y-prosemirror";
import { isAddress, schema } from "./schema.js";

const { nodes, marks } = schema;
const HIGHEST = 3;

/** Each press makes a heading one level lower; after the lowest it is a paragraph again. */
function heading(state, dispatch) {
  const { parent } = state.selection.$from;
  const level = parent.type === nodes.heading ? parent.attrs.level + 1 : 1;
  if (level > HIGHEST) return setBlockType(nodes.paragraph)(state, dispatch);
  return setBlockType(nodes.heading, { level })(state, dispatch);
}

/** Return whether the caret is within a node of a type. */
const within = (type) => (state) => {
  const { $from } = state.selection;
  return Array.from({ length: $from.depth }, (_, index) => $from.node(index + 1).type).includes(type);
};

const list = (type) => chainCommands(liftOutOf(type), wrapInList(type));

/** Who presses the button of a list within that list takes the item out of it. */
function liftOutOf(type) {
  return (state, dispatch) => within(type)(state) && liftListItem(nodes.list_item)(state, dispatch);
}

function quote(state, dispatch) {
  const act = within(nodes.blockquote)(state) ? lift : wrapIn(nodes.blockquote);
  return act(state, dispatch);
}

const paragraph = () => nodes.paragraph.create();

function table(state, dispatch) {
  if (isInTable(state)) return addRowAfter(state, dispatch);
  const row = (type) => nodes.table_row.create(null, [type.create(null, paragraph()), type.create(null, paragraph())]);
  const made = nodes.table.create(null, [row(nodes.table_header), row(nodes.table_cell)]);
  dispatch?.(state.tr.replaceSelectionWith(made).scrollIntoView());
  return true;
}

function put(node) {
  return (state, dispatch) => {
    dispatch?.(state.tr.replaceSelectionWith(node, false).scrollIntoView());
    return true;
  };
}

/** What needs an answer first: the fields that the dialog asks, and what is done with them. */
const ASKED = {
  link: {
    asks: ["address"],
    initial: (state) => ({ address: linkAt(state) }),
    act: ({ address }) => setLink(address.trim()),
  },
  footnote: {
    asks: ["note"],
    initial: (state) => ({ note: noteAt(state) }),
    act: ({ note }) => (note.trim() ? put(nodes.note.create({ text: note.trim() })) : () => false),
  },
  reference: {
    asks: ["key"],
    initial: (state) => ({ key: referenceAt(state) }),
    act: ({ key }) => (key ? put(nodes.reference.create({ key })) : () => false),
  },
  image: {
    asks: ["evidence", "alt"],
    initial: () => ({ evidence: "", alt: "" }),
    act: ({ evidence, alt }) => put(nodes.image.create({ evidence: evidence.trim().toUpperCase(), alt: alt.trim() })),
  },
};

function linkAt(state) {
  const { $from, from, to, empty } = state.selection;
  if (empty) return marks.link.isInSet($from.marks())?.attrs.href ?? "https://";
  let found = "https://";
  state.doc.nodesBetween(from, to, (node) => {
    found = marks.link.isInSet(node.marks)?.attrs.href ?? found;
  });
  return found;
}

const noteAt = ({ selection }) => (selection.node?.type === nodes.note ? selection.node.attrs.text : "");

const referenceAt = ({ selection }) => (selection.node?.type === nodes.reference ? selection.node.attrs.key : "");

function setLink(address) {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (!isAddress(address)) return toggleOff(state, dispatch);
    const mark = marks.link.create({ href: address });
    const { tr } = state;
    if (empty) tr.replaceSelectionWith(schema.text(address, [mark]), false);
    else tr.removeMark(from, to, marks.link).addMark(from, to, mark);
    dispatch?.(tr.scrollIntoView());
    return true;
  };
}

function toggleOff(state, dispatch) {
  const { from, to } = state.selection;
  dispatch?.(state.tr.removeMark(from, to, marks.link));
  return true;
}

const COMMANDS = {
  bold: toggleMark(marks.strong),
  italic: toggleMark(marks.em),
  strike: toggleMark(marks.strike),
  code: toggleMark(marks.code),
  heading,
  list: list(nodes.bullet_list),
  numbers: list(nodes.ordered_list),
  quote,
  table,
  row: addRowAfter,
  column: addColumnAfter,
  "no-row": deleteRow,
  "no-column": deleteColumn,
  "no-table": deleteTable,
  undo,
  redo,
};

/** Return whether all letters that are chosen have a mark, or the next letter that is typed. */
const marked = (type) => (state) => {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  let all = true;
  state.doc.nodesBetween(from, to, (node) => {
    if (node.isText && !type.isInSet(node.marks)) all = false;
  });
  return all;
};

const IN_FORCE = {
  bold: marked(marks.strong),
  italic: marked(marks.em),
  strike: marked(marks.strike),
  code: marked(marks.code),
  link: marked(marks.link),
  heading: within(nodes.heading),
  list: within(nodes.bullet_list),
  numbers: within(nodes.ordered_list),
  quote: within(nodes.blockquote),
};

/** Return whether what a button does holds where the caret is; null where it cannot be undone so. */
export const isInForce = (name, state) => IN_FORCE[name]?.(state) ?? null;

/** Return whether a button can do something where the caret is. */
export const isAtHand = (name, state) => Boolean(COMMANDS[name]?.(state) ?? true);

const breakLine = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

export const KEYS = {
  "Mod-b": COMMANDS.bold,
  "Mod-i": COMMANDS.italic,
  "Mod-z": undo,
  "Mod-y": redo,
  "Mod-Shift-z": redo,
  "Mod-Alt-1": setBlockType(nodes.heading, { level: 1 }),
  "Mod-Alt-2": setBlockType(nodes.heading, { level: 2 }),
  "Mod-Alt-3": setBlockType(nodes.heading, { level: 3 }),
  "Mod-Alt-0": setBlockType(nodes.paragraph),
  "Mod-Shift-8": COMMANDS.list,
  "Mod-Shift-7": COMMANDS.numbers,
  "Mod-]": sinkListItem(nodes.list_item),
  "Mod-[": liftListItem(nodes.list_item),
  "Shift-Enter": breakLine,
  "Mod-Enter": breakLine,
  Enter: splitListItem(nodes.list_item),
};

// In a table the key leads to the next cell; elsewhere it leads out of the text, as on any page.
export const TABLE_KEYS = { Tab: goToNextCell(1), "Shift-Tab": goToNextCell(-1) };

export { ASKED, COMMANDS };
