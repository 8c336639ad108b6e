// Which letters of a text went along when its words were put elsewhere. Others may have typed in both
// since, so the two are laid side by side; of equal letters, one that can be put back stayed behind.

import { simpleDiffString } from "lib0/diff.js";

const OLD = 8, MINE = 4; // what it is worth that a letter went along
const BESIDE = 3; // and that the next one did so, too: words stay whole
const LARGEST = 4e6; // pairs of letters that are compared
const SKIP = 0, DROP = 1, PAIR = 2, ON = 4;

const pairs = (text) => Array.from({ length: text.length - 1 }, (_, at) => text.slice(at, at + 2));

/** Return which part of a text is in another, by letters beside each other: a guess. */
export function likeness(part, whole) {
  if (part.length < 2) return part && whole.includes(part) ? 1 : 0;
  const known = new Set(whole.length < 2 ? [] : pairs(whole));
  return pairs(part).filter((pair) => known.has(pair)).length / (part.length - 1);
}

/**
 * Return for each letter where it stands in the other words, or null where it does not.
 * `letters` are signs that can be put back or not (`isMine`).
 */
export function aligned(letters, words) {
  const columns = words.length;
  if (letters.length * columns > LARGEST) return ends(letters, words);
  const ways = letters.map(() => new Uint8Array(columns));
  const row = () => ({ best: new Uint32Array(columns + 1), pair: new Uint32Array(columns + 1) });
  let below = row();
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    const here = row();
    for (let to = columns - 1; to >= 0; to -= 1) weigh(letters[at], words[to], { here, below, to, ways: ways[at] });
    below = here;
  }
  return walked(ways, columns);
}

/** Note what is best where one letter meets another, and whether the next pair goes with theirs. */
function weigh({ sign, isMine }, other, { here, below, to, ways }) {
  if (sign === other) {
    const goesOn = below.pair[to + 1] ? below.pair[to + 1] + BESIDE : 0;
    here.pair[to] = (isMine ? MINE : OLD) + Math.max(goesOn, below.best[to + 1]);
    if (goesOn >= below.best[to + 1] && goesOn) ways[to] = ON;
  }
  here.best[to] = Math.max(here.pair[to], below.best[to], here.best[to + 1]);
  if (here.pair[to] && here.best[to] === here.pair[to]) ways[to] |= PAIR;
  else ways[to] |= here.best[to] === below.best[to] ? SKIP : DROP;
}

function walked(ways, columns) {
  const places = ways.map(() => null);
  let isOn = false;
  for (let at = 0, to = 0; at < ways.length && to < columns; ) {
    const way = isOn ? PAIR : ways[at][to] & ~ON;
    isOn = way === PAIR && (ways[at][to] & ON) > 0;
    if (way === PAIR) places[at] = to;
    if (way !== DROP) at += 1;
    if (way !== SKIP) to += 1;
  }
  return places;
}

/** Return how many letters went along in rows of at least so many: single ones agree by chance. */
export function inRows(places, least) {
  let count = 0;
  for (let at = 0, from = 0; at < places.length; at += 1) {
    if (places[at] === null || places[at + 1] === places[at] + 1) from = places[at] === null ? at + 1 : from;
    else {
      if (at + 1 - from >= least) count += at + 1 - from;
      from = at + 1;
    }
  }
  return count;
}

/** The same for long texts: what they begin and end with. */
function ends(letters, words) {
  const { index, remove } = simpleDiffString(letters.map(({ sign }) => sign).join(""), words);
  return letters.map((_letter, at) => {
    if (at < index) return at;
    return at >= index + remove ? at - letters.length + words.length : null;
  });
}
