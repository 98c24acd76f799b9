// State: what the file holds, what has been judged, what is being looked at.

const island = JSON.parse(document.getElementById("island").textContent);
const documents = island.documents;
const numbers = new Map(Object.entries(island.speakers));
const storageKey = `textflow:${documents.map((doc) => doc.run)[0] || ""}:${fingerprint()}:`;
const state = { view: "overview", doc: 0, selected: null, listed: 100, hits: 50, kept: true, theme: "" };

// Tells one report from another in the storage that all files of a browser share.
function fingerprint() {
  let sum = 7;
  for (const doc of documents) {
    for (const part of [doc.id, String(doc.text.length), String(doc.findings.length)]) {
      for (let at = 0; at < part.length; at += 1) sum = (sum * 31 + part.charCodeAt(at)) % 4294967291;
    }
  }
  return sum.toString(36);
}

function stored(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    state.kept = false;
    return null;
  }
}

function store(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    state.kept = false;
  }
}

// A document's judgements: finding number (or "+1", "+2" ... for added ones) to what was said.
function judgementsOf(doc) {
  doc.judged ||= stored(storageKey + doc.id) || { findings: {}, done: false };
  return doc.judged;
}

function judge(doc, key, judgement) {
  const { findings } = judgementsOf(doc);
  if (judgement === null) delete findings[key];
  else findings[key] = judgement;
  keep(doc);
}

function keep(doc) {
  const judged = judgementsOf(doc);
  const empty = !judged.done && !Object.keys(judged.findings).length;
  store(storageKey + doc.id, empty ? null : judged);
}

// The findings of a document as they are now, corrections included, in text order.
function findingsOf(doc) {
  const { findings } = judgementsOf(doc);
  const found = doc.findings.map(([layer, start, end, fields, gold], key) => overlaid(String(key), { layer, start, end, fields, gold }, findings[key]));
  const added = Object.keys(findings).filter((key) => key.startsWith("+"));
  found.push(...added.map((key) => overlaid(key, { layer: findings[key].layer, fields: {} }, findings[key])));
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

function overlaid(key, base, judgement) {
  if (!judgement) return { key, ...base, verdict: "" };
  const [start, end] = judgement.span || [base.start, base.end];
  return { key, ...base, start, end, fields: { ...base.fields, ...judgement.fields }, verdict: judgement.verdict };
}

// What gold says of a finding: right, extra, missed or wrong; nothing where there is no gold.
function goldSays(one) {
  return one.gold ? one.gold.what : "";
}

function isReviewed(layer) {
  return !["dropped", "paragraphs", "sentences", "speakers"].includes(layer);
}

// How many findings there are, and how many are judged.
function progress() {
  let all = 0;
  let judged = 0;
  for (const doc of documents) {
    const said = judgementsOf(doc);
    const count = doc.findings.length + Object.keys(said.findings).filter((key) => key.startsWith("+")).length;
    all += count;
    judged += said.done ? count : Object.keys(said.findings).length;
  }
  return { all, judged };
}
