// Review: judge findings, change and add them, save what has been said.

function current() {
  const doc = documents[state.doc];
  return [doc, doc && findingsOf(doc).find((one) => one.key === state.selected)];
}

function choose(key) {
  state.selected = key;
  draw();
  reveal();
}

function reveal() {
  for (const found of [document.querySelector(".card.open"), document.querySelector(".text .on")]) {
    if (found) found.scrollIntoView({ block: "nearest" });
  }
}

// A click on marked words chooses the shortest finding there; the next click the next one.
function pick(target) {
  const keys = (target.dataset.f || "").split(" ").filter(Boolean);
  if (!keys.length || !getSelection().isCollapsed) return;
  const doc = documents[state.doc];
  const size = new Map(findingsOf(doc).map((one) => [one.key, one.end - one.start]));
  keys.sort((a, b) => size.get(a) - size.get(b));
  choose(keys[(keys.indexOf(state.selected) + 1) % keys.length]);
}

function said(doc, key) {
  return judgementsOf(doc).findings[key];
}

function verdict(word) {
  const [doc, one] = current();
  if (!one) return say("Choose a finding first: j and k go from one to the next.");
  const before = said(doc, one.key);
  if (one.key.startsWith("+")) {
    if (word === "reject") judge(doc, one.key, null);
  } else judge(doc, one.key, { ...before, verdict: word === "accept" && isChanged(before) ? "change" : word });
  say(word === "accept" ? "Right." : "Wrong.");
  return step(1);
}

function isChanged(judgement) {
  return Boolean(judgement && (judgement.span || judgement.fields));
}

function undo() {
  const [doc, one] = current();
  if (!one || !one.verdict) return say("There is nothing to undo here.");
  judge(doc, one.key, null);
  say("Undone.");
  return draw();
}

function change(fields) {
  const [doc, one] = current();
  if (!one) return;
  const before = said(doc, one.key) || {};
  const kept = { ...before, verdict: one.key.startsWith("+") ? "add" : "change", fields: { ...before.fields, ...fields } };
  judge(doc, one.key, kept);
  say(`Changed: ${Object.values(fields)[0] || "nobody named"}.`);
  draw();
}

function setSpan(span) {
  const [doc, one] = current();
  if (!one) return say("Choose a finding first.");
  const before = said(doc, one.key) || {};
  judge(doc, one.key, { ...before, verdict: one.key.startsWith("+") ? "add" : "change", span });
  say("Its borders are changed.");
  return draw();
}

function useSelection() {
  const span = selectedSpan();
  return span ? setSpan(span) : say("Select words of the text first.");
}

// Move the start (0) or the end (1) of the chosen finding by a word.
function moveBorder(which, direction) {
  const [doc, one] = current();
  if (!one) return;
  const span = [one.start, one.end];
  span[which] = nextBorder(doc, span[which], direction);
  if (span[0] < span[1]) setSpan(span);
}

// What is selected, as a span of the document's text, or null.
function selectedSpan() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset);
  if (start === null || end === null) return null;
  const span = trimmed(documents[state.doc], [start, end]);
  return span[0] < span[1] ? span : null;
}

function placeOf(node, offset) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const piece = element.closest && element.closest("[data-s]");
  if (!piece || !byId("reader").contains(piece)) return null;
  const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, offset) : offset ? piece.textContent : "";
  return Number(piece.dataset.s) + Array.from(before).length;
}

function add(layer) {
  const span = selectedSpan();
  if (!span) return say("Select the missed words in the text first.");
  const doc = documents[state.doc];
  const taken = Object.keys(judgementsOf(doc).findings).filter((key) => key.startsWith("+"));
  const key = `+${1 + Math.max(0, ...taken.map(Number))}`;
  const marked = /^["'“„«‘]/.test(slice(doc, ...span));
  const fields = layer === "quotes" ? { kind: marked ? "direct" : "indirect" } : { kind: "money" };
  judge(doc, key, { verdict: "add", layer, span, fields });
  getSelection().removeAllRanges();
  say(layer === "quotes" ? "Added a quotation: choose its speaker." : "Added an amount: give its value.");
  return choose(key);
}

function askName() {
  byId("c-other").hidden = false;
  byId("c-name").focus();
}

function addedNames(doc) {
  return Object.values(judgementsOf(doc).findings).map((one) => one.fields && one.fields.speaker).filter(Boolean);
}

function toggleDone() {
  const doc = documents[state.doc];
  const judged = judgementsOf(doc);
  judged.done = !judged.done;
  keep(doc);
  say(judged.done ? "Looked through: whatever is not marked wrong is right." : "Not looked through.");
  draw();
}

function toggleDropped() {
  state.tidy = !state.tidy;
  draw();
}

// What has been judged, as lines of corrections.jsonl.
function corrections() {
  return documents.flatMap((doc) => {
    const { findings, done } = judgementsOf(doc);
    if (!done && !Object.keys(findings).length) return [];
    const lines = findingsOf(doc).flatMap((one) => correctionOf(doc, one, done));
    return lines.concat(completeLayers(doc).map((layer) => ({ ...headOf(doc, layer), action: "complete" })));
  });
}

function headOf(doc, layer) {
  return { document: doc.id, source: doc.uri, run: doc.run, layer };
}

function correctionOf(doc, one, done) {
  const said = one.verdict || (done && isReviewed(one.layer) ? "accept" : "");
  const missed = goldSays(one) === "missed";
  if (!said || !isReviewed(one.layer) || (missed && (said === "reject" || one.start === one.end))) return [];
  const action = missed ? "add" : said; // what only gold has is added to what was found
  const original = missed || one.key.startsWith("+") ? null : doc.findings[Number(one.key)];
  const span = [one.start, one.end];
  const line = { ...headOf(doc, one.layer), action, target: selectorOf(doc, original ? [original[1], original[2]] : span) };
  if (original && (original[1] !== span[0] || original[2] !== span[1])) line.place = selectorOf(doc, span);
  if (original) line.found = portable(doc, one.layer, original[3]);
  if (action !== "reject") line.item = portable(doc, one.layer, one.fields);
  else delete line.place;
  return [line];
}

// Fields of a finding without offsets of this text and without ids of this run.
function portable(doc, layer, fields) {
  const kept = Object.create(null); // a field may be called __proto__
  for (const [key, value] of Object.entries(fields)) kept[key] = portableValue(doc, layer, key, value);
  return kept;
}

function portableValue(doc, layer, key, value) {
  if (layer === "quotes" && key === "speaker") return value ? { name: value } : null;
  if (layer === "quotes" && (key === "mention" || key === "cue") && Array.isArray(value)) return selectorOf(doc, value);
  const isPlace = value && typeof value === "object" && "start" in value && "end" in value && "text" in value;
  return isPlace ? selectorOf(doc, [value.start, value.end]) : value;
}

// The layers of a document in which nothing is left to judge.
function completeLayers(doc) {
  const { done } = judgementsOf(doc);
  const found = findingsOf(doc);
  const layers = new Set([...doc.layers, ...found.map((one) => one.layer)].filter(isReviewed));
  return [...layers].filter((layer) => {
    const mine = found.filter((one) => one.layer === layer);
    return done || (mine.length > 0 && mine.every((one) => one.verdict));
  });
}

function save() {
  const lines = corrections();
  if (!lines.length) return say("Nothing has been judged yet.");
  const file = new Blob(lines.map((line) => `${JSON.stringify(line)}\n`), { type: "application/jsonl" });
  const link = el("a", { href: URL.createObjectURL(file), download: "corrections.jsonl" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  return say(`Saved ${plural(lines.length, "line")}: textflow apply corrections.jsonl RECORDS`);
}
