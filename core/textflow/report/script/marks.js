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
  return found.flatMap((one) => {
    const base = { finding: one.key, start: one.start, end: one.end, role: "whole" };
    const off = one.verdict === "reject" ? " rejected" : "";
    if (one.layer === "quotes") return quoteMarks(one, base, off);
    if (one.layer === "amounts") return [{ ...base, look: "amount" + off, tail: valueOf(one.fields) }];
    if (one.layer === "summary") return [{ ...base, look: "summary" + off, head: String(one.fields.rank || "") }];
    return [{ ...base, look: "other" + off }];
  });
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

// The paragraphs as lists of pieces; what was dropped between two is a block alone.
function blocksOf(doc, marks) {
  const left = doc.dropped.slice();
  const blocks = [];
  for (const [start, end] of doc.paragraphs) {
    while (left.length && left[0][0] <= start) blocks.push([{ dropped: left.shift() }]);
    const inside = [];
    while (left.length && left[0][0] < end) inside.push(left.shift());
    blocks.push(piecesOf(doc, start, end, marks, inside));
  }
  return blocks.concat(left.map((dropped) => [{ dropped }]));
}

function piecesOf(doc, start, end, marks, gone) {
  const here = marks.filter((mark) => mark.start < end && start < mark.end);
  const edges = new Set([start, end, ...gone.map((one) => one[0])]);
  for (const edge of here.flatMap((mark) => [mark.start, mark.end])) {
    if (start < edge && edge < end) edges.add(edge);
  }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((low, at) => [
    ...gone.filter((one) => one[0] === low).map((dropped) => ({ dropped })),
    pieceOf(doc, low, cuts[at + 1], here),
  ]);
}

function pieceOf(doc, low, high, marks) {
  const on = marks.filter((mark) => mark.start < high && low < mark.end);
  return {
    start: low,
    text: slice(doc, low, high),
    look: [...new Set(on.flatMap((mark) => mark.look.split(" ")))].join(" "),
    marks: on,
    heads: on.filter((mark) => mark.head && mark.start === low),
    tails: on.filter((mark) => mark.tail && mark.end === high),
  };
}
