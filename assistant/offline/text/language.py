"""Whether a message is in another language than English."""

from __future__ import annotations

import re

from assistant.offline.text.wordlists import words

_COMMON: dict[str, frozenset[str]] = {
    "German": frozenset(
        words(
            """ich und der die das nicht ist ein eine wir sie mit für auf welche wer möchte will bitte zu im den
        dem kunden werden sind wie was von kein keine aber nur haben hat soll nach oder uns als auch
        vorhersagen"""
        )
    ),
    "French": frozenset(
        words(
            """je et le la les des une est pas nous vous avec pour quels quelles qui veux voudrais du dans clients
        sont comment que ne sur mais seulement avoir prédire cette ce il elle au aux mon mes"""
        )
    ),
    "Spanish": frozenset(
        words(
            """yo y el los las una es no nosotros con para qué cuáles quién quiero quisiera del en clientes son
        cómo que por pero solo predecir este esta se al mi mis cuesta"""
        )
    ),
    "Italian": frozenset(
        words(
            """io e il gli le una è non noi con per quali chi voglio vorrei del nel clienti sono come che ma solo
        prevedere questo questa di da si mi"""
        )
    ),
    "Dutch": frozenset(
        words(
            """ik en de het een niet is wij met voor welke wie wil graag van op klanten zijn hoe wat geen maar
        alleen voorspellen deze dat onze ons"""
        )
    ),
    "Portuguese": frozenset(
        words(
            """eu e os as uma é não nós com para quais quem quero gostaria do no clientes são como que mas só
        prever este esta se ao meu"""
        )
    ),
}
_ENGLISH = frozenset(
    words(
        """i and the is not a an we you with for which who want please to in of are how what no but only have
        has should after or us as also predict will it that this on by be do does can my our their at more
        than if when so no yes go let make costs cost"""
    )
)
# Words that no English sentence begins with: enough in a short question.
_ASK_WITH: dict[str, frozenset[str]] = {
    "German": frozenset(
        words("wer welche welcher welches warum wieso wie was wann bitte zeig zeige sag finde")
    ),
    "French": frozenset(words("qui quels quelles quel quelle pourquoi combien comment quand montre prédis")),
    "Spanish": frozenset(words("qué quién quiénes cuáles cuál cuánto cuántos por cómo muéstrame predice")),
}
_ASKING = frozenset().union(*_ASK_WITH.values()) - {"was"}
_SCRIPTS = re.compile(
    r"[\u0370-\u03ff\u0400-\u04ff\u0590-\u05ff\u0600-\u06ff\u0900-\u097f\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]"
)


def foreign_language(text: str) -> str:
    """The language of a text that is not in English; "another language" where only the script tells; else empty."""
    letters = [ch for ch in text if ch.isalpha()]
    if letters and len(_SCRIPTS.findall(text)) > 0.3 * len(letters):
        return "another language"
    words = re.findall(r"[^\W\d_]+", text.lower())
    if any(word in _ASKING for word in words[:1]) and not set(words) & _ENGLISH:
        return next(name for name, asking in _ASK_WITH.items() if words[0] in asking)
    if len(words) < 3:
        return ""
    english = sum(word in _ENGLISH for word in words)
    name, hits = max(
        ((name, sum(word in common for word in words)) for name, common in _COMMON.items()),
        key=lambda pair: pair[1],
    )
    return name if hits >= 2 and hits > english + 1 and hits / len(words) > 0.2 else ""


def remark_on(language: str) -> str:
    """The one sentence about a language that is not spoken here."""
    said = language if language == "another language" else f"{language}"
    return f"This looks like {said}; the built-in assistant understands English only, so please say it in English."
