// Marks: what lies on the text, and the text cut into pieces by it. The static page
// that is shown without JavaScript is cut by the same rules, in Python.

const HUES = 8;
const PATTERNS = 5;

function lookOf(name) {
  const number = numbers.get(name);
  return name && number !== undefined ? `c${number % HUES} p${number % PATTERNS}` : "nobody";
}

function initials(name) {
  const words = (name || "").split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const big = words.filter((word) => /^\p{Lu}/u.test(word));
  const all = big.length ? big : words;
  const ends = all.length > 1 ? [all[0], all[all.length - 1]] : all;
  return ends.map((word) => Array.from(word)[0].toUpperCase()).join("") || "?";
}

function grouped(number) {
  const [whole, rest] = String(number).split(".");
  const said = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return rest === undefined ? said : `${said}.${rest}`;
}

function valueOf(fields) {
  const parts = fields.value !== undefined ? [fields.value] : [fields.low, fields.high];
  const said = parts.filter((part) => part !== undefined && part !== null).map(grouped).join(" to ");
  const unit = fields.kind === "percent" ? "%" : fields.currency || fields.unit || "";
  return [said, unit].filter(Boolean).join(" ");
}

function marksOf(found) {
  return found.flatMap((one) => findingMarks(one).concat(goldMarks(one)));
}

function goldMarks(one) {
  if (!one.gold || !one.gold.label) return [];
  return [{ finding: one.key, start: one.start, end: one.end, role: "gold", look: `gold ${one.gold.what}`, head: one.gold.label }];
}

function findingMarks(one) {
  const base = { finding: one.key, start: one.start, end: one.end, role: "whole" };
  const off = one.verdict === "reject" ? " rejected" : "";
  if (one.layer === "quotes") return quoteMarks(one, base, off);
  if (one.layer === "amounts") return [{ ...base, look: "amount" + off, tail: valueOf(one.fields) }];
  if (one.layer === "summary") return [{ ...base, look: "summary" + off, head: String(one.fields.rank || "") }];
  return [{ ...base, look: "other" + off }];
}

function quoteMarks(one, base, off) {
  const look = lookOf(one.fields.speaker);
  const parts = ["mention", "cue"].filter((part) => Array.isArray(one.fields[part]));
  return [
    { ...base, look: `quote ${look}${off}`, head: one.fields.speaker ? initials(one.fields.speaker) : "?" },
    ...parts.map((part) => {
      const [start, end] = one.fields[part];
      return { finding: one.key, start, end, role: part, look: `${part} ${look}` };
    }),
  ];
}

// The parts in which a long document is drawn, each a list of paragraphs.
const PART = 30000;

function partsOf(doc) {
  if (doc.parts) return doc.parts;
  doc.parts = [[]];
  let size = 0;
  for (const [start, end] of doc.paragraphs) {
    if (size && size + end - start > PART) {
      doc.parts.push([]);
      size = 0;
    }
    doc.parts.at(-1).push([start, end]);
    size += end - start;
  }
  return doc.parts;
}

// The place behind a part's last paragraph; what was dropped there belongs to the next part.
function endOf(parts, number) {
  return number < 0 ? -1 : number === parts.length - 1 ? Infinity : parts[number].at(-1)[1];
}

// The number of the part that a place is in.
function partAt(doc, place) {
  const parts = partsOf(doc);
  return Math.max(parts.findIndex((_, number) => place < endOf(parts, number)), 0);
}

// The paragraphs of a part as lists of pieces; what was dropped between two is a block alone.
function blocksOf(doc, part, marks) {
  const parts = partsOf(doc);
  const [low, high] = [endOf(parts, part - 1), endOf(parts, part)];
  const sweep = sweepOver(marks.filter((mark) => mark.start < high && low < mark.end));
  const left = doc.dropped.filter(([at]) => low <= at && at < high).reverse();
  const blocks = [];
  for (const [start, end] of parts[part]) {
    while (left.length && left.at(-1)[0] <= start) blocks.push([{ dropped: left.pop() }]);
    const inside = [];
    while (left.length && left.at(-1)[0] < end) inside.push(left.pop());
    blocks.push(piecesOf(doc, start, end, sweep, inside));
  }
  return blocks.concat(left.reverse().map((dropped) => [{ dropped }]));
}

// Marks in text order, and those that lie on the place that was reached.
function sweepOver(marks) {
  const waiting = marks.slice().sort((a, b) => a.start - b.start);
  const edges = [...new Set(marks.flatMap((mark) => [mark.start, mark.end]))].sort((a, b) => a - b);
  return { waiting, next: 0, edges, edge: 0, active: [] };
}

function marksAt(sweep, place) {
  const on = sweep.active.filter((mark) => mark.end > place);
  for (; sweep.next < sweep.waiting.length && sweep.waiting[sweep.next].start <= place; sweep.next += 1) {
    if (sweep.waiting[sweep.next].end > place) on.push(sweep.waiting[sweep.next]);
  }
  sweep.active = on; // a new list each time: the piece keeps it
  return on;
}

function edgesWithin(sweep, start, end) {
  const found = [];
  for (; sweep.edge < sweep.edges.length && sweep.edges[sweep.edge] < end; sweep.edge += 1) {
    if (sweep.edges[sweep.edge] > start) found.push(sweep.edges[sweep.edge]);
  }
  return found;
}

function piecesOf(doc, start, end, sweep, gone) {
  const edges = [start, end, ...edgesWithin(sweep, start, end), ...gone.map((one) => one[0])];
  const cuts = [...new Set(edges)].sort((a, b) => a - b);
  const left = gone.slice().reverse();
  const pieces = [];
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    while (left.length && left.at(-1)[0] === cuts[at]) pieces.push({ dropped: left.pop() });
    pieces.push(pieceOf(doc, cuts[at], cuts[at + 1], marksAt(sweep, cuts[at])));
  }
  return pieces;
}

function pieceOf(doc, low, high, on) {
  return {
    start: low,
    text: slice(doc, low, high),
    look: [...new Set(on.flatMap((mark) => mark.look.split(" ")))].join(" "),
    marks: on,
    heads: on.filter((mark) => mark.head && mark.start === low),
    tails: on.filter((mark) => mark.tail && mark.end === high),
  };
}
