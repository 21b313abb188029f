"""The words prompts are made of, in English, French and Spanish.

All words stand without accents and in lower case, as `spoken_tokens` gives them.
The tables are our own collection from published sample prompts; a word that is
missing here makes `spoken_keys` miss a key, never fail.
"""

from __future__ import annotations

from typing import Literal

from ivrsim.values import NamedTuple

Language = Literal["English", "French", "Spanish"]


class Verb(NamedTuple):
    """A word that asks for a key: a `firm` one hardly asks for anything else.

    `closing` verbs ("followed by") only ever announce the key that ends a number.
    """

    language: Language
    firm: bool
    closing: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _verbs(text: str, verb: Verb) -> dict[str, Verb]:
    return dict.fromkeys(text.split(), verb)


def _keys(text: str, keys: str) -> dict[str, str]:
    return dict(zip(text.split(), keys, strict=True))


VERBS: dict[str, Verb] = {
    **_verbs("press pressing push pushing", Verb("English", True)),
    **_verbs(
        "dial dialing dialling hit hitting tap touch select selecting choose choosing pick "
        "enter entering type key",
        Verb("English", False),
    ),
    **_verbs("followed", Verb("English", True, closing=True)),
    **_verbs("appuyez appuyer appuyant appuie pressez enfoncez", Verb("French", True)),
    **_verbs(
        "faites faire fais tapez taper tape composez composer selectionnez selectionner "
        "choisissez choisir entrez touchez",
        Verb("French", False),
    ),
    **_verbs("suivi suivie suivis suivies validez", Verb("French", True, closing=True)),
    **_verbs(
        "oprima oprime oprimir oprimiendo presione presiona presionar presionando "
        "pulse pulsa pulsar pulsando apriete aprieta",
        Verb("Spanish", True),
    ),
    **_verbs(
        "marque marca marcar marcando digite digita digitar teclee seleccione selecciona "
        "elija elige escoja toque ingrese",
        Verb("Spanish", False),
    ),
    **_verbs("seguido seguida seguidos seguidas", Verb("Spanish", True, closing=True)),
}
"""Words that ask the caller for a key."""

HOMOGRAPHS = _words("marque marca pulse toque tape touch type fais elige")
"""Verbs that are another word in another language: they need company to count."""

KEY_WORDS: dict[str, str] = {
    **_keys("zero one two three four five six seven eight nine", "0123456789"),
    **_keys("un deux trois quatre cinq sept huit neuf", "12345789"),
    **_keys("cero uno dos tres cuatro cinco seis siete ocho nueve", "0123456789"),
    **dict.fromkeys(_words("star asterisk etoile asterisque asterisco estrella"), "*"),
    **dict.fromkeys(
        _words("pound hash hashtag sign diese carre numeral almohadilla gato cuadradillo"), "#"
    ),
    **dict.fromkeys(_words("o oh"), "0"),
}
"""A key's name; `sign` is the end of "number sign"."""

ONLY_AFTER_VERB = _words("un o oh sign")
"""Key names too common to count without a verb right before them."""

LOOSE_ONE = _words("one un uno")
"""The number one is also an article or a pronoun."""

FILLERS = _words(
    "the a an any either on number numbers key keys button buttons digit option options "
    "or say and hold from between following by "
    "sur le la l les une touche touches chiffre numero bouton de du par ou dites entre simplement "
    "el los las tecla teclas boton opcion digito del en diga y u : ( ["
)
"""What may stand between the verb and the key."""

BETWEEN = _words("between entre")
RANGE_WORDS = _words("to through thru a au al hasta")
JOINS = _words("or and then ou et puis o u y e luego despues but plus mais pero")
"""What joins keys in a list and clauses in a sentence."""

KEY_NOUNS = _words("key keys button sign touche tecla")
"""What may follow the key's name and still belong to it."""

LINKS = _words("is are est sont es son le la el option number key c ce : =")
"""What may stand between a purpose and its key where no verb does: "sales is 1"."""

NAMES = _words("option number key numero touche opcion tecla")
"""What a key is called before its digit: "option 1 is sales"."""

CONNECTORS: dict[str, Language | None] = {
    **dict.fromkeys("for to if when once".split(), "English"),
    **dict.fromkeys("pour lorsque quand afin s".split(), "French"),
    **dict.fromkeys("para cuando".split(), "Spanish"),
    "si": None,
}
"""What leads to the purpose of a key; "si" is French and Spanish."""

CONDITIONS = _words("if when once si s lorsque quand cuando")
"""Connectors that start a clause with a subject."""

ASIDES = _words(
    "now again on at using anytime in from please sur de maintenant a en ahora desde cuando "
    "twice afin order"
)
"""The start of a phrase between the key and its purpose: "on your phone"."""

LEAD_INS = _words(
    "please just simply you can may could should must now then by kindly "
    "veuillez vous pouvez devez simplement alors en il faut "
    "por favor puede usted debe solo simplemente favor de"
)
"""Words of politeness before the verb; they are not a purpose."""

OPENERS = JOINS | _words(
    "otherwise hello hi next also sinon autrement bonjour hola tambien finally enfin ademas"
)
"""Words a clause may open with before it comes to the point."""

GREETINGS = _words("thank thanks welcome hello hi merci bienvenue bonjour gracias bienvenido hola")

NO_PURPOSE = (
    GREETINGS
    | ASIDES
    | _words("otherwise you we our this your it sinon vous nous usted nosotros de lo contrario")
)
"""A clause that starts so does not say what the key after it is for."""

HOLDING = _words(
    "stay hold wait remain hang call simply please "
    "restez patientez attendez rappelez veuillez permanezca espere mantengase aguarde llame"
)
"""A clause that starts so offers no key: "or stay on the line"."""

SAYING = _words("say dites diga")

NEGATIONS = _words("not don't dont never without n ne sans jamais nunca sin")

MISFITS = _words(
    "of de digit digits minute minutes hour hours day days week weeks month months year years "
    "dollar dollars euro euros cent cents percent hundred thousand million times stars numbers "
    "options more less fewer way am pm h chiffres heures jours mois ans fois "
    "digitos cifras minutos horas dias semanas meses veces mas"
)
"""After a number word or digit these show that it counts something."""

COMPANIONS = frozenset(CONNECTORS) | JOINS | KEY_NOUNS | ASIDES | HOLDING | frozenset(VERBS)
"""After a verb such as "enter" the key must be followed by one of these, or by a stop."""

OWNERS = _words("your votre ton su tu vuestro")

COUNTED = _words(
    "to of at by until till from before after between extension ext suite room floor level step "
    "building store "
    "part version channel route highway interstate type windows line phase number "
    "january february march april may june july august september october november december "
    "a de jusqu avant apres entre poste etage janvier fevrier mars avril mai juin juillet aout "
    "septembre octobre novembre decembre hasta antes despues extension piso enero febrero "
    "marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
"""A digit after one of these is no key where the verb has been left out."""

SUBJECTS = _words(
    "you you're you'd would like want wish to are am i "
    "vous etes desirez voulez souhaitez avez "
    "usted ud es desea quiere le gustaria"
)
"""What a condition starts with and a caption can do without: "you want to"."""

ARTICLES = _words(
    "the a an our le la l les un une des du nos notre el los las una nuestro nuestra nuestros "
    "nuestras su"
)

ANY = _words("any a quelle quelconque cualquier cualquiera une una alguna")
SURELY_ANY = _words("any quelle cualquier cualquiera")
OTHER = _words("other autre otra")
ANY_NOUNS = _words("key keys button touche tecla boton")
ANY_COUNTS = _words("number digit chiffre numero digito")

ABBREVIATIONS = _words("dr mr mrs ms st inc no ext ave mt jr sr sra mme mlle ste etc dpt dept tel")
"""A full stop after one of these does not end the sentence."""

TELLTALES: dict[Language, frozenset[str]] = {
    "English": _words(
        "the you your for to is are we our of and or press please thank calling call with if "
        "this will be have hours by at hello welcome goodbye sorry one two"
    )
    | {word for word, verb in VERBS.items() if verb.language == "English"},
    "French": _words(
        "le les vous votre pour est sont nous notre nos des du et ou sur avec merci d l une "
        "appel au aux ce dans bonjour veuillez ne pas un deux bienvenue"
    )
    | {word for word, verb in VERBS.items() if verb.language == "French"} - HOMOGRAPHS,
    "Spanish": _words(
        "el los las usted su para es son nuestro nuestra nuestros del y o con gracias llamar "
        "llamada por favor una si hola bienvenido espanol en uno dos lo al"
    )
    | {word for word, verb in VERBS.items() if verb.language == "Spanish"} - HOMOGRAPHS,
}
"""Common words by which a language is told."""
