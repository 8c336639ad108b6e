// Where in a paragraph something was typed. y-prosemirror compares two texts to find out, and of two
// equal letters beside each other cannot tell which is new: a word would get a letter of its
// neighbour, and lose it when somebody else takes that neighbour out. The caret tells.
// tools/build_assets.py puts this module in the place of the one that y-prosemirror asks for.

import { simpleDiffString, simpleDiffStringWithCursor } from "lib0/diff.js";
import { Plugin } from "prosemirror-state";

let caret = { text: null, place: 0 };

const SIGN = "\ufffc"; // for what has no letters, and so ends a row of them

/** Return the letters in a row around the caret, and where among them it is. */
function around({ $from: { parent, parentOffset } }) {
  const letters = (from, to) => parent.textBetween(from, to, undefined, SIGN);
  const left = letters(0, parentOffset).split(SIGN).at(-1);
  const [right] = letters(parentOffset, parent.content.size).split(SIGN);
  return { text: left + right, place: left.length };
}

/** Remember where the caret is before the text is compared. */
export const caretPlugin = () =>
  new Plugin({ view: () => ({ update: ({ state }) => (caret = around(state.selection)) }) });

/** Return what was taken out of one text, and put in where, to make the other. */
export function simpleDiff(before, after) {
  if (caret.text !== after) return simpleDiffString(before, after);
  const typed = Math.max(0, after.length - before.length);
  return simpleDiffStringWithCursor(before, after, Math.max(0, caret.place - typed));
}
