// Lines in which nothing is typed yet. y-prosemirror gives a line its text with the first letter:
// two people who begin in it at once would each give it one, and lose letters when it makes one of
// two. So who makes a line gives it its text; the server does it in a text that is new.

import { ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { made } from "./moved.js";
import { schema } from "./schema.js";

const isLine = (type) => type instanceof Y.XmlElement && schema.nodes[type.nodeName]?.isTextblock;

/** Return the lines that have nothing since a transaction: made by it, or emptied. */
const emptyLines = (transaction) =>
  [...new Set([...[...made(transaction)].map(({ content }) => content?.type), ...transaction.changed.keys()])]
    .filter((type) => isLine(type) && !type._item.deleted && !type.length);

/** Give the lines that are made in an editor a text from the start. */
export function beginLines(doc) {
  doc.on("afterTransaction", (transaction) => {
    if (transaction.origin !== ySyncPluginKey) return;
    const lines = emptyLines(transaction);
    if (!lines.length) return;
    // Of the same origin: it is undone together with the line.
    doc.transact(() => lines.forEach((line) => line.insert(0, [new Y.XmlText()])), ySyncPluginKey);
  });
}
