"""The speakers stage: who said what."""

from typing import Any

import pytest
from case_files import read_cases

import textflow
from textflow_plugins.segment import segment
from textflow_plugins.speakers import speakers


def said(text: str, **meta: str) -> dict[str, Any]:
    """Return the layers of the stage for a text."""
    layers = segment(textflow.Document(text, meta=meta))
    return speakers(textflow.Document(text, meta=meta, layers=layers))


def rows(text: str, **meta: str) -> list[list[str | None]]:
    """Return kind, words and speaker of each quotation."""
    found = said(text, **meta)
    names = {item["id"]: item["name"] for item in found["speakers"]}
    return [[item["kind"], item["text"], names.get(item["speaker"])] for item in found["quotes"]]


LANGUAGES = ("de", "fr", "es", "it", "pt", "nl", "ja", "marks")


@pytest.mark.parametrize(
    "case",
    read_cases(
        "speakers", "wild", "negative", "synthetic", "stories", "known-failures", *LANGUAGES
    ),
)
def test_cases(case: dict[str, Any]) -> None:
    """Each quotation comes out with its kind, its words and its speaker."""
    assert rows(case["text"], language=case.get("language", "en")) == case["expect"]


def speaker(text: str, **meta: str) -> dict[str, Any]:
    """Return the first speaker of a text."""
    first: dict[str, Any] = said(text, **meta)["speakers"][0]
    return first


def test_mr_and_mrs_are_two_speakers() -> None:
    """Two people of one surname are apart where their titles tell them apart."""
    found = said('"It was good," said Mrs Sanders. "It was bad," said Mr Sanders.')
    assert [one["speaker"] for one in found["quotes"]] == ["s1", "s2"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ellen Brandt said the pier is old.", "person"),
        ("The Organisation for Harbour Safety said the pier is old.", "organisation"),
        ("Tern Corp said the pier is old.", "organisation"),
        ("A witness said the pier is old.", "description"),
        ("The company said the pier is old.", "description"),
        ("The report says that the pier is old.", "document"),
        ("Analysts say the pier is old.", "description"),
        ("ScotBoat said the pier is old.", "organisation"),
        ("Brent McLean said the pier is old.", "person"),
        ("Some Conservative MPs said the pier is old.", "group"),
        ("Cork rock group Sternholm said the pier is old.", "organisation"),
        ("Officials said the pier is old.", "description"),
        ("MOSS: Is it old?\nHOLM: Yes.", "person"),
        ("Q: Is it old?\nA: Yes.", "description"),
    ],
)
def test_speakers_have_a_type(text: str, wanted: str) -> None:
    """Who is named and who is only described are told apart."""
    assert speaker(text)["type"] == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("L'État affirme que le quai est sûr.", "fr", "organisation"),
        ("La Banque mondiale affirme que le quai est sûr.", "fr", "organisation"),
        ("Le ministère de la mer affirme que le quai est sûr.", "fr", "organisation"),
        ("La police de Brest affirme que le quai est sûr.", "fr", "organisation"),
        ("La police affirme que le quai est sûr.", "fr", "description"),
        ("Une banque affirme que le quai est sûr.", "fr", "description"),
        ("Le club de pêcheurs affirme que le quai est sûr.", "fr", "description"),
        ("Beaucoup craignent que le quai ne cède.", "fr", "description"),
    ],
)
def test_speakers_abroad_have_a_type(text: str, language: str, wanted: str) -> None:
    """An institution is named by its kind and what it is of, and no person by a quantity."""
    assert speaker(text, language=language)["type"] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('"We are thrilled," said 24-year-old Mara Lind.', None),
        ("Tern <TRN> Corp said it lost three boats.", None),
        ("Det Supt Jones said the boat was stolen.", "Det Supt"),
        ('"Enough," said Mayor Lena Holm.', "Mayor"),
        ("Sources close to the town and Ms Lena Holm said the pier is old.", None),
        ("A report by Tern Corp said the pier is old.", None),
        ("NFL star Lena Holm said the pier is old.", "NFL star"),
        ("Lena Holm, a nurse who lives there, said the pier is old.", "a nurse"),
        ("Lena Holm, a nurse from the island said the pier is old.", "a nurse from the island"),
        ("Secretary of State Lena Holm said the pier is old.", "Secretary of State"),
        ("Addressing senior MPs Mr Holm said the pier is old.", None),
        ("Old Mr Holm said the pier is old.", None),
        ('"Enough," said poor young Lena Holm.', None),
    ],
)
def test_role_is_right_or_null(text: str, wanted: str | None) -> None:
    """An age, a ticker or a clause is no role."""
    assert speaker(text)["role"] == wanted


@pytest.mark.parametrize("language", ["de", "nl"])
def test_title_is_the_role_in_other_languages(language: str) -> None:
    """A title before the name is kept apart from it."""
    text = {
        "de": "„Das reicht“, sagte Verkehrsministerin Jana Holm.",
        "nl": '"Genoeg", zei minister Jana Holm.',
    }[language]
    found = speaker(text, language=language)
    assert (found["name"], found["role"] is not None) == ("Jana Holm", True)


def test_white_space_in_names_is_folded() -> None:
    """Wide spaces within a description are none in the name of the speaker."""
    found = speaker('"It is old," said the  tired\twitness.')
    assert found["name"] == "the tired witness"


def test_paragraphs_of_one_quotation_share_a_group() -> None:
    """A quotation whose paragraphs each begin with a mark is one in parts."""
    found = said('Ellen Brandt said: "We close the pier.\n\n"It will not open again."')["quotes"]
    assert len({one["group"] for one in found}) == 1


def test_language_that_nothing_states_is_recognised() -> None:
    """A German text is not read as English: the name has no verb in it."""
    text = (
        "Der Hafen von Nant ist seit gestern geschlossen. Bürgermeisterin Jana Holm sagte, der "
        "Hafen sei zu alt. „Wir haben kein Geld für eine neue Mole“, sagte sie auf der Sitzung."
    )
    doc = textflow.Document(text)
    found = speakers(textflow.Document(text, layers=segment(doc)))
    assert [one["name"] for one in found["speakers"]] == ["Jana Holm"]


def test_language_without_grammar_names_no_speaker() -> None:
    """A text in a language that nothing states and nobody knows is not read as English."""
    text = (
        "Bandari ya mji wa Nanti imefungwa tangu jana asubuhi kwa sababu ya dhoruba kubwa. "
        "Meya wa mji huo Asha Juma alikuwa na haya ya kusema kuhusu hali hiyo mbele ya wavuvi: "
        '"Hatuna fedha za kujenga bandari mpya mwaka huu," na kisha akaondoka bila maneno mengine.'
    )
    doc = textflow.Document(text)
    found = speakers(textflow.Document(text, layers=segment(doc)))
    kinds = [(one["kind"], one["speaker"]) for one in found["quotes"]]
    assert kinds == [("direct", None)]


def test_dialogue_of_two_alternates_with_low_confidence() -> None:
    """Who answers is guessed from who spoke before, and said to be a guess."""
    text = '"Are you going?" asked Mr. Thorne.\n\n"I am not," said Ellen.\n\n"Then I go alone."'
    found = said(text)
    last = found["quotes"][-1]
    assert (last["speaker"], last["speaker_confidence"] <= 0.5) == ("s1", True)


def test_other_languages_have_confidences_of_their_own() -> None:
    """What was counted in English is not said of German: "laut" is surer than "according to"."""
    german = said("Laut Jana Holm ist der Hafen im Winter zu klein.", language="de")["quotes"][0]
    english = said("According to Ellen Brandt the pier is old.")["quotes"][0]
    assert german["confidence"] > english["confidence"]


def test_two_confidences() -> None:
    """A quotation that nobody is named beside is sure; its speaker is less so."""
    text = 'Ellen Brandt spoke. "It is old," she said.\n\n"We close it in May, and that is that."'
    named, carried = said(text)["quotes"]
    assert named["speaker_confidence"] > carried["speaker_confidence"]
    assert carried["speaker_confidence"] <= 0.9


def test_no_speaker_no_confidence_in_one() -> None:
    """Where no speaker is given, no confidence in one is."""
    found = said("「これは本当です。」", language="ja")["quotes"][0]
    assert (found["speaker"], found["speaker_confidence"]) == (None, None)


def test_parts_of_a_split_quotation_share_a_group() -> None:
    """What stands before and after "he said" is one quotation in two parts."""
    found = said('"The rope," Ellen Brandt said, "was rotten."')["quotes"]
    assert found[0]["group"] == found[1]["group"]


@pytest.mark.parametrize(
    "text",
    [
        'وقال حسن: "الجسر قديم جدا ويجب إصلاحه وهذا هو رأي الجميع".',
        'शर्मा ने कहा: "पुल बहुत पुराना है और उसे ठीक करना होगा।"',
        "田中氏は「橋はとても古いので直す必要がある」と述べた。",
    ],
)
def test_nobody_speaks_in_a_script_that_is_not_known(text: str) -> None:
    """However short a text is, letters of another script are no English."""
    assert [one["speaker"] for one in said(text)["quotes"]] == [None]


def test_title_before_the_name_is_the_role() -> None:
    """Name and role are kept apart."""
    found = said("Norwegian harbour minister Ellen Brandt said the pier was old.")["speakers"]
    assert (found[0]["name"], found[0]["role"]) == ("Ellen Brandt", "Norwegian harbour minister")


def test_apposition_is_the_role() -> None:
    """What stands between commas after the name is the role."""
    found = said("Ellen Brandt, head of the harbour office, said the pier was old.")["speakers"]
    assert found[0]["role"] == "head of the harbour office"


def test_other_language_keeps_direct_quotations() -> None:
    """Where no reporting verbs are known, quotations come out by their marks."""
    found = said("„Die Fähre fährt heute nicht mehr.“", language="de")["quotes"]
    assert [item["text"] for item in found] == ["„Die Fähre fährt heute nicht mehr.“"]


def test_every_mention_of_a_speaker_is_listed() -> None:
    """Names, descriptions and pronouns are told apart, names outside quotations included."""
    text = (
        'Mayor Ellen Brandt spoke. "It is old," she said. '
        '"It must go," the mayor said. Brandt left.'
    )
    mentions = said(text)["speakers"][0]["mentions"]
    assert [(item["text"], item["kind"]) for item in mentions] == [
        ("Ellen Brandt", "name"),
        ("she", "pronoun"),
        ("the mayor", "description"),
        ("Brandt", "name"),
    ]


def test_confidence_tells_sure_from_unsure() -> None:
    """Quoted words with their cue are surer than a clause without "that"."""
    sure = said('"It is old," Ellen Brandt said.')["quotes"][0]["confidence"]
    unsure = said("They say the pier is old.")["quotes"][0]["confidence"]
    assert (sure > 0.95, unsure < 0.75) == (True, True)


def test_meta_language_wins() -> None:
    """A document that states its language is not read as English."""
    text = "Ellen Brandt said the pier was old."
    layers = segment(textflow.Document(text))
    doc = textflow.Document(text, meta={"language": "de-AT"}, layers=layers)
    assert speakers(doc, language="en")["quotes"] == []


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "Marta Ruiz Peña, representante legal de la lonja, dijo que la grúa es vieja.",
            "es",
            "representante legal de la lonja",
        ),
        (
            "Anne Morel, membre de la société de pêche, a dit que le quai est sûr.",
            "fr",
            "membre de la société de pêche",
        ),
    ],
)
def test_role_begins_with_any_noun_of_people(text: str, language: str, wanted: str) -> None:
    """French and Spanish appositions have no article: those who are no title are roles too."""
    assert speaker(text, language=language)["role"] == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        (
            "El director de la lonja, Luis Mora, dijo que el muelle es viejo.",
            "es",
            "director de la lonja",
        ),
        (
            "El alcalde de Lobos, Luis Mora, habló. Mora dijo que el muelle es viejo.",
            "es",
            "alcalde de Lobos",
        ),
        (
            "Le patron du port, Jean Morel, a dit que le quai est vieux.",
            "fr",
            "patron du port",
        ),
        ("La esposa del alcalde, Luis Mora, dijo que el muelle es viejo.", "es", None),
        ("El mismo Luis Mora dijo que el muelle es viejo.", "es", None),
    ],
)
def test_role_may_be_before_the_name(text: str, language: str, wanted: str | None) -> None:
    """What a comma parts from the name behind it is a role, if it is of one person alone."""
    assert speaker(text, language=language)["role"] == wanted


def test_role_is_taken_from_another_mention() -> None:
    """A role that stands beside a later mention belongs to the speaker as well."""
    text = 'Ellen Brandt met us. "It is old," harbour master Ellen Brandt said.'
    assert said(text)["speakers"][0]["role"] == "harbour master"


def test_role_is_taken_from_a_sentence_without_quotation() -> None:
    """What stands beside the name where the speaker is introduced counts."""
    text = 'Ellen Brandt, head of the harbour office, met us. "It is old," she said.'
    assert said(text)["speakers"][0]["role"] == "head of the harbour office"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ministeren sagde: »Færgen sejler ikke mere i dag.«", "»Færgen sejler ikke mere i dag.«"),
        ("大臣は「船はもう出ません。」と述べた。", "「船はもう出ません。」"),
        ("\N{EN DASH} Fergen går ikke mer i dag.", "\N{EN DASH} Fergen går ikke mer i dag."),
        (
            "”Färjan går inte mer i dag, det är för blåsigt.”",
            "”Färjan går inte mer i dag, det är för blåsigt.”",
        ),
    ],
)
def test_other_language_names_no_speaker(text: str, words: str) -> None:
    """Where a language has no grammar, marks tell quotations, and nobody says them."""
    found = said(text, language="xx")
    assert [item["text"] for item in found["quotes"]] == [words]
    assert (found["speakers"], [item["speaker"] for item in found["quotes"]]) == ([], [None])
