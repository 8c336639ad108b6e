// What is chosen while others type. y-prosemirror holds both ends of it by the letter to their
// right: what a colleague puts right after chosen words would become chosen, too, and the next key
// would take it out. The end is held by the letter to its left here.

import { Plugin } from "prosemirror-state";
import { absolutePositionToRelativePosition, yCursorPluginKey, ySyncPluginKey } from "y-prosemirror";

const LEFT = -1; // in Yjs: the place is behind a letter, and stays there

/** Hold the end of what is chosen in an editor by the last letter of it. */
export function holdEnd(view, doc) {
  doc.on("beforeAllTransactions", () => {
    const { selection } = view.state;
    const { binding } = ySyncPluginKey.getState(view.state);
    const held = binding.beforeTransactionSelection;
    if (held?.type !== "text" || selection.empty) return;
    const end = absolutePositionToRelativePosition(selection.to - 1, binding.type, binding.mapping);
    if (!end.item || !selection.$to.parentOffset) return; // there is no letter
    end.assoc = LEFT;
    held[selection.head === selection.to ? "head" : "anchor"] = end;
  });
}

/**
 * Take in what is chosen in the page. The browser tells of it a moment later; what changes the text
 * in that moment would do so where something was chosen before, and put that choice back.
 */
export function heed(view) {
  if (!view.composing) view.domObserver.flush();
}

/** Let a key work on what is chosen now. */
export const keysHeed = () => new Plugin({ props: { handleDOMEvents: { keydown: heed } } });

/** Apply a transaction to an editor; the carets of others are drawn around what is chosen now. */
export function heeding(tr) {
  const drawn = tr.getMeta(yCursorPluginKey);
  if (!drawn) return this.updateState(this.state.apply(tr));
  heed(this);
  this.updateState(this.state.apply(this.state.tr.setMeta(yCursorPluginKey, drawn)));
}
