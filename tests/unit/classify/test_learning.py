"""A model is learnt from labelled texts, stored with its data's fingerprint, and can go back."""

import pytest

from services.router.domain.classify.archive import from_bytes, to_bytes
from services.router.domain.classify.engine import Classifier
from services.router.domain.classify.examples import Example, examples
from services.router.domain.classify.features import MARK, features, ngrams
from services.router.domain.classify.learning import fingerprint_of, learn
from services.router.domain.classify.measure import confusion, macro_f1, scores
from services.router.domain.classify.reading import read
from services.router.domain.classify.shipped import shipped
from services.router.domain.classify.training import Counted, train
from shared.contracts.words import Category, Urgency

TEXTS = ("苹果很甜", "苹果香", "香蕉很甜", "香蕉软", "米饭很香", "米饭热")
LABELS = (("果",), ("果",), ("果",), ("果",), ("饭",), ("饭",))
COUNTS = [ngrams(text) for text in TEXTS]


def test_a_model_tells_apart_what_it_was_shown() -> None:
    model = train(COUNTS, LABELS)
    assert [model.judge(ngrams(text)).best() for text in ("红苹果", "白米饭")] == ["果", "饭"]


def test_the_same_texts_give_the_same_model() -> None:
    assert to_bytes(train(COUNTS, LABELS)) == to_bytes(train(COUNTS, LABELS))


def test_counting_anew_each_time_gives_the_same_model_as_keeping_the_counts() -> None:
    assert to_bytes(train(Counted(TEXTS, ngrams), LABELS)) == to_bytes(train(COUNTS, LABELS))


def test_what_only_one_text_has_is_no_feature() -> None:
    vocabulary = train(COUNTS, LABELS).vocabulary
    assert "苹果" in vocabulary
    assert "蕉软" not in vocabulary


def test_of_several_costs_the_one_that_does_best_on_texts_held_out_is_taken() -> None:
    texts = [f"{kind}{taste}" for kind in ("苹果", "米饭", "香蕉") for taste in "甜香热软冷好坏红"]
    labels = [("饭" if "饭" in text else "果",) for text in texts]
    counts = [ngrams(text) for text in texts]
    assert to_bytes(train(counts, labels, (1e-9, 1.0))) == to_bytes(train(counts, labels, (1.0,)))


def test_a_feature_of_less_weight_counts_less() -> None:
    def shy(feature: str) -> float:
        return 0.1 if "果" in feature else 1.0

    trusted, doubted = train(COUNTS, LABELS), train(COUNTS, LABELS, weight=shy)
    assert doubted.idf[doubted.vocabulary["果"]] < trusted.idf[trusted.vocabulary["果"]]
    assert doubted.idf[doubted.vocabulary["饭"]] == trusted.idf[trusted.vocabulary["饭"]]


def test_what_the_rules_heard_is_trusted_less_than_the_words_themselves() -> None:
    model = shipped()
    heard = max(model.idf[at] for name, at in model.vocabulary.items() if name[0] == MARK)
    assert heard < max(model.idf[at] for name, at in model.vocabulary.items() if name[0] != MARK)


def test_no_sample_teaches_two_answers() -> None:
    answers: dict[str, set[tuple[str, str]]] = {}
    for one in examples():
        answers.setdefault(one.text, set()).add((one.category, one.urgency))
    assert not [text for text, given in answers.items() if len(given) > 1]


def test_two_ideas_of_one_clause_are_a_feature_of_their_own() -> None:
    together = {name for name in features(read("电梯里有人被困")) if "both" in name}
    apart = {name for name in features(read("电梯坏了。有人被困")) if "both" in name}
    assert any("lift" in name and "trapped" in name for name in together)
    assert not any("lift" in name and "trapped" in name for name in apart)


def test_other_texts_give_another_fingerprint() -> None:
    changed = [*COUNTS[:-1], ngrams("面条")]
    assert train(changed, LABELS).fingerprint != train(COUNTS, LABELS).fingerprint


def test_a_stored_model_answers_like_the_one_that_was_stored() -> None:
    model = train(COUNTS, LABELS)
    again = from_bytes(to_bytes(model))
    assert again.fingerprint == model.fingerprint
    assert again.judge(ngrams("红苹果")).best() == "果"


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(ValueError, match="no model"):
        from_bytes(b"PK no")


def test_a_judgement_shows_the_features_that_spoke() -> None:
    judged = train(COUNTS, LABELS).judge(ngrams("白米饭"))
    assert any("饭" in word for word in judged.speaking("饭"))


def test_the_model_that_is_shipped_was_trained_on_the_samples_that_are_shipped() -> None:
    assert shipped().fingerprint == fingerprint_of(examples())


def test_a_correction_by_staff_changes_the_next_answer() -> None:
    text = "奇门遁甲请回收"
    corrected = Example(text=text, category=Category.SANITATION, urgency=Urgency.GENERAL)
    few = [one for at, one in enumerate(examples()) if at % 12 == 0]
    before, after = Classifier(learn(few)), Classifier(learn([*few, *[corrected] * 5]))
    assert before(text).category is not Category.SANITATION
    assert after(text).category is Category.SANITATION


def test_macro_f1_counts_every_label_the_same() -> None:
    pairs = [("a", "a")] * 8 + [("b", "a")] * 2
    assert macro_f1(pairs) == pytest.approx((16 / 18 + 0) / 2)


def test_recall_and_precision_are_of_one_label() -> None:
    (right,) = [one for one in scores([("a", "a"), ("a", "b"), ("b", "a")]) if one.label == "a"]
    assert (right.recall, right.precision, right.number) == (0.5, 0.5, 2)


def test_the_confusion_table_has_right_answers_down() -> None:
    assert confusion([("a", "b")])[1].split() == ["a", "0", "1"]
