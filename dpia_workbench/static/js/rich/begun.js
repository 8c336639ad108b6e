// Lines in which nothing is typed yet. y-prosemirror gives a line its text with the first letter:
// two people who begin in it at once would each give it one, and lose letters when it makes one of
// two. So who makes a line gives it its text; the server does it in a text that is new.

import { ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { schema } from "./schema.js";

const isLine = (element) => schema.nodes[element.nodeName]?.isTextblock;

/** Yield the lines without anything that a transaction of ours made. */
function* emptyLines({ doc, beforeState }) {
  const { clientID } = doc;
  const from = beforeState.get(clientID) ?? 0;
  const mine = doc.store.clients.get(clientID) ?? [];
  for (let at = mine.length - 1; at >= 0 && mine[at].id.clock >= from; at -= 1) {
    const made = mine[at].deleted ? null : mine[at].content?.type;
    if (made instanceof Y.XmlElement && !made.length && isLine(made)) yield made;
  }
}

/** Give the lines that are made in an editor a text from the start. */
export function beginLines(doc) {
  doc.on("afterTransaction", (transaction) => {
    if (transaction.origin !== ySyncPluginKey) return;
    const lines = [...emptyLines(transaction)];
    if (!lines.length) return;
    // Of the same origin: it is undone together with the line.
    doc.transact(() => lines.forEach((line) => line.insert(0, [new Y.XmlText()])), ySyncPluginKey);
  });
}
