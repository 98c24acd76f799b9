// Text: offsets count code points, as in the records; JavaScript's strings do not.

const CONTEXT = 40;

function characters(doc) {
  if (doc.characters === undefined) {
    doc.characters = /[\ud800-\udfff]/.test(doc.text) ? Array.from(doc.text) : null;
  }
  return doc.characters;
}

function lengthOf(doc) {
  return characters(doc) ? doc.characters.length : doc.text.length;
}

function slice(doc, start, end) {
  return characters(doc) ? doc.characters.slice(start, end).join("") : doc.text.slice(start, end);
}

// The words of a finding; gold may have some where the text has been dropped.
function wordsOf(doc, { start, end, gold }, most = Infinity) {
  return start < end ? slice(doc, start, Math.min(end, start + most)) : ((gold && gold.words) || "").slice(0, most);
}

// The raw range of one character; a substituted row has no parts.
function rawOf(doc, place) {
  const row = doc.rows.findLast((one) => one[0] <= place) || doc.rows[0];
  const [textStart, textEnd, rawStart, rawEnd] = row;
  if (textEnd - textStart !== rawEnd - rawStart) return [rawStart, rawEnd];
  return [rawStart + place - textStart, rawStart + place - textStart + 1];
}

function toRaw(doc, start, end) {
  const last = doc.rows[doc.rows.length - 1];
  if (!last) return [0, 0];
  const low = start < last[1] ? rawOf(doc, start)[0] : last[3];
  return start < end ? [low, rawOf(doc, end - 1)[1]] : [low, low];
}

// The place of a span as a correction holds it: position and words, both W3C selectors.
function selectorOf(doc, [start, end]) {
  const [rawStart, rawEnd] = toRaw(doc, start, end);
  return {
    selector: [
      { type: "TextPositionSelector", start: rawStart, end: rawEnd },
      {
        type: "TextQuoteSelector",
        exact: slice(doc, start, end),
        prefix: slice(doc, Math.max(start - CONTEXT, 0), start),
        suffix: slice(doc, end, end + CONTEXT),
      },
    ],
  };
}

// The span without white space at its ends.
function trimmed(doc, [start, end]) {
  while (start < end && /\s/.test(slice(doc, start, start + 1))) start += 1;
  while (start < end && /\s/.test(slice(doc, end - 1, end))) end -= 1;
  return [start, end];
}

// The next border of a word before (-1) or behind (+1) a place.
function nextBorder(doc, place, step) {
  const last = lengthOf(doc);
  const inWord = (at) => /[\p{L}\p{N}]/u.test(slice(doc, at, at + 1));
  let at = place + step;
  while (at > 0 && at < last && inWord(at - 1) === inWord(at)) at += step;
  return Math.min(Math.max(at, 0), last);
}
