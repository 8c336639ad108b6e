// The line to the server: updates go both ways, and each that we send is acknowledged once it is
// kept. What is not acknowledged yet is kept in this browser, also when the tab is closed.

import * as Y from "yjs";
import { applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";

const STATE = 1;
const AWARENESS = 2;
const BESIDE = 3;
const PATIENCE = [500, 1000, 3000, 10000];
const REFUSED = 4000; // codes from here on say that trying again is of no use now, but for:
const SIGNED_OUT = 4001; // somebody may sign in again in another tab
const BUSY = 4029; // another tab may be closed
const SETTLED = 150; // milliseconds in which what is typed goes out together
const MOVED = 100; // between two words of where the caret is

const framed = (kind, data) => {
  const frame = new Uint8Array(data.length + 1);
  frame[0] = kind;
  frame.set(data, 1);
  return frame;
};

const packed = (data) => btoa(Array.from(data, (byte) => String.fromCharCode(byte)).join(""));
const unpacked = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

export class Line {
  /** `told` hears "open", "typing", "saved", "offline", "beside", "comes", or "closed" and why. */
  constructor({ url, doc, awareness, shelf, place, title, told }) {
    Object.assign(this, { url, doc, awareness, shelf, place, title, told });
    this.tries = 0;
    this.sent = 0;
    this.acknowledged = 0;
    this.unsent = []; // updates that no socket took yet
    this.ready = new Promise((resolve) => (this.begun = resolve));
    doc.on("update", (update, origin) => origin !== this && this.take(update));
    awareness.on("update", (_changes, origin) => {
      if (origin !== this) this.moving ??= setTimeout(() => this.move(), MOVED);
    });
    addEventListener("online", () => this.socket || this.connect());
    addEventListener("pagehide", () => {
      this.flush();
      awareness.setLocalState(null); // others need not see a caret of nobody
      this.move();
    });
    this.connect();
  }

  get isOpen() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  get isSaved() {
    return !this.unsent.length && this.sent === this.acknowledged;
  }

  connect() {
    clearTimeout(this.again);
    const socket = new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => socket === this.socket && this.hear(data));
    socket.addEventListener("close", ({ code, reason }) => socket === this.socket && this.left(code, reason));
  }

  hear(data) {
    if (typeof data === "string") return this.heard(JSON.parse(data));
    const frame = new Uint8Array(data);
    const body = frame.subarray(1);
    if (frame[0] === BESIDE) return this.told("beside");
    if (frame[0] === AWARENESS) return applyAwarenessUpdate(this.awareness, body, this);
    this.told("comes", body);
    Y.applyUpdate(this.doc, body, this);
    if (this.welcome) this.enter(body);
  }

  heard(news) {
    if (news.hello) this.welcome = news.hello;
    if (news.ack) this.confirmed(news.ack);
  }

  /** The first state after the welcome: send what the server does not have. */
  enter(state) {
    const welcome = this.welcome;
    this.welcome = null;
    this.tries = 0;
    this.sent = this.acknowledged = 0;
    this.unsent = [];
    const missing = Y.encodeStateAsUpdate(this.doc, Y.encodeStateVectorFromUpdate(state));
    if (welcome.mayWrite && !isEmpty(missing)) this.unsent.push(missing);
    this.begun(welcome);
    this.told("open", welcome);
    this.flush();
    const { awareness } = this; // others took us for gone; what is newer is heard again
    if (awareness.getLocalState()) awareness.setLocalState(awareness.getLocalState());
    this.move();
  }

  /** Say where the caret is. */
  move() {
    clearTimeout(this.moving);
    this.moving = null;
    const { awareness, doc } = this;
    if (!awareness.meta.has(doc.clientID)) return; // it was never anywhere
    this.send(AWARENESS, encodeAwarenessUpdate(awareness, [doc.clientID]));
  }

  take(update) {
    this.unsent.push(update);
    this.keep();
    this.told("typing");
    this.timer ??= setTimeout(() => this.flush(), SETTLED);
  }

  /** Send all that waits as one update. */
  flush() {
    clearTimeout(this.timer);
    this.timer = null;
    if (!this.unsent.length || !this.isOpen) return;
    const update = Y.mergeUpdates(this.unsent);
    this.unsent = [];
    this.waiting = this.waiting ? Y.mergeUpdates([this.waiting, update]) : update;
    this.sent += 1;
    this.send(STATE, update);
  }

  confirmed(count) {
    this.acknowledged = count;
    if (this.sent !== count) return;
    this.waiting = null;
    this.keep();
    if (this.isSaved) this.told("saved");
  }

  /** Keep in this browser what is not acknowledged. */
  keep() {
    const left = [...(this.waiting ? [this.waiting] : []), ...this.unsent];
    if (!left.length) return this.shelf.drop(this.place);
    const words = this.doc.getXmlFragment("text").toString().replace(/<[^>]*>/g, " ");
    this.shelf.put(this.place, {
      update: packed(Y.mergeUpdates(left)),
      value: words.slice(0, 20000),
      title: this.title,
    });
  }

  /** Take back what another tab left behind. */
  recover(text) {
    Y.applyUpdate(this.doc, unpacked(text));
  }

  left(code, reason) {
    this.socket = null;
    this.welcome = null;
    const others = [...this.awareness.getStates().keys()].filter((id) => id !== this.doc.clientID);
    removeAwarenessStates(this.awareness, others, this);
    if (code === SIGNED_OUT || code === BUSY) this.told("closed", reason);
    else if (code >= REFUSED) return this.told("closed", reason);
    else this.told("offline");
    this.again = setTimeout(() => this.connect(), PATIENCE[Math.min(this.tries, PATIENCE.length - 1)]);
    this.tries += 1;
  }

  send(kind, data) {
    if (this.isOpen) this.socket.send(framed(kind, data));
  }

  close() {
    clearTimeout(this.again);
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}

/** Return whether an update says nothing: no structures and no deletions. */
const isEmpty = (update) => update.length <= 2;
