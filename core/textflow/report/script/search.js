// Search: which findings and documents fit the filters.

const filters = { words: "", speaker: "", layer: "", kind: "", stage: "", confidence: "", judged: "", ...(island.gold ? { gold: "" } : {}) };

function stageOf(layer) {
  return (island.layers[layer] || {}).stage || "not known";
}

function speakerOf(one) {
  return one.layer === "quotes" ? one.fields.speaker || "" : "";
}

function hasFindingFilter() {
  return Boolean(filters.speaker || filters.layer || filters.kind || filters.stage || filters.confidence || filters.judged || filters.gold);
}

function fits(one) {
  const sure = one.fields.confidence;
  return (
    (!filters.speaker || speakerOf(one).toLowerCase().includes(filters.speaker.toLowerCase())) &&
    (!filters.layer || one.layer === filters.layer) &&
    (!filters.kind || one.fields.kind === filters.kind) &&
    (!filters.stage || stageOf(one.layer) === filters.stage) &&
    (!filters.confidence || (typeof sure === "number" && sure <= Number(filters.confidence))) &&
    (!filters.judged || verdictClass(one.verdict) === filters.judged) &&
    (!filters.gold || goldSays(one) === filters.gold || (filters.gold === "other" && isOtherThanGold(one)))
  );
}

function isOtherThanGold(one) {
  return ["missed", "extra", "wrong"].includes(goldSays(one));
}

function verdictClass(verdict) {
  if (!verdict) return "open";
  return verdict === "add" ? "change" : verdict;
}

function holdsWords(doc) {
  if (!filters.words) return true;
  doc.searched ||= `${doc.title}\n${doc.id}\n${doc.text}\n${doc.speakers.join("\n")}`.toLowerCase();
  return doc.searched.includes(filters.words.toLowerCase());
}

// The numbers of the documents that fit.
function fittingDocuments() {
  const every = documents.map((_, number) => number).filter((number) => holdsWords(documents[number]));
  return hasFindingFilter() ? every.filter((number) => findingsOf(documents[number]).some(fits)) : every;
}

function fittingFindings(doc) {
  return findingsOf(doc).filter(fits);
}

// Findings of all documents; the words must be in the finding or in what is said of it.
function* allHits() {
  const words = filters.words.toLowerCase();
  for (const [number, doc] of documents.entries()) {
    for (const one of findingsOf(doc)) {
      if (!fits(one)) continue;
      const said = `${wordsOf(doc, one)} ${speakerOf(one)}`.toLowerCase();
      if (said.includes(words)) yield [number, one];
    }
  }
}

// Marks where the searched words are in the text of a document.
function hitMarks(doc) {
  if (!filters.words) return [];
  const words = filters.words.toLowerCase();
  const low = doc.text.toLowerCase();
  if (low.length !== doc.text.length) return []; // a letter whose small form is longer
  const found = [];
  for (let at = low.indexOf(words); at >= 0 && found.length < 200; at = low.indexOf(words, at + words.length)) {
    const start = characters(doc) ? Array.from(doc.text.slice(0, at)).length : at;
    const size = characters(doc) ? Array.from(words).length : words.length;
    found.push({ start, end: start + size, look: "hit", role: "hit" });
  }
  return found;
}
