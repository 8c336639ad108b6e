// Where in a paragraph something was typed. y-prosemirror compares two texts to find out, and of two
// equal letters beside each other cannot tell which is new: a word would get a letter of its
// neighbour, and lose it when somebody else takes that neighbour out. The caret tells.
// tools/build_assets.py puts this module in the place of the one that y-prosemirror asks for.

import { simpleDiffString, simpleDiffStringWithCursor } from "lib0/diff.js";
import { Plugin } from "prosemirror-state";

let caret = { text: null, place: 0 };

/** Return the letters in a row around the caret, and where among them it is. */
function around({ $from }) {
  const end = $from.parentOffset;
  let start = 0, place = 0, text = "";
  const runs = [];
  $from.parent.forEach((node, offset) => {
    if (node.isText) {
      if (!text) start = offset;
      text += node.text;
    } else {
      runs.push([start, text]);
      text = "";
    }
  });
  runs.push([start, text]);
  const found = runs.find(([from, letters]) => letters && from <= end && end <= from + letters.length);
  if (!found) return { text: null, place };
  return { text: found[1], place: end - found[0] };
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
