"""Classify, measure, train and learn from the command line; no server is needed."""

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import process_time
from typing import Final, TextIO

import orjson

from services.router.domain.classify.archive import from_bytes, to_bytes
from services.router.domain.classify.engine import Classifier
from services.router.domain.classify.examples import Example, examples
from services.router.domain.classify.features import ngrams
from services.router.domain.classify.learning import learn
from services.router.domain.classify.linear import LinearModel
from services.router.domain.classify.measure import Pairs, calibration, confusion, macro_f1, scores
from services.router.domain.classify.shipped import PATH, shipped
from services.router.domain.classify.training import Counted, train
from services.router.domain.classify.verdict import Verdict
from shared.contracts.words import Category, Urgency

Row = Mapping[str, str]
SURE: Final = 0.8
COSTS: Final = (0.1, 0.3, 1.0, 3.0)
LIGHT: Final = frozenset({"classify", "train", "eval", "learn"})  # need no driver in memory
_OURS: Final = frozenset({*Category, *Urgency})


class NotRows(ValueError):
    """A line is no JSON object, or lacks a field."""


def rows(source: Iterable[str | bytes], *needed: str) -> Iterator[Row]:
    """Yield the JSON objects of ``source``, a line each; raises ``NotRows``."""
    for number, line in enumerate(source, 1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise NotRows(f"line {number}: {error}") from error
        if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in needed):
            raise NotRows(f"line {number}: wants an object with the texts {', '.join(needed)}")
        yield row


def classify_lines(
    source: Iterable[str | bytes], target: TextIO, model: LinearModel, buildings: frozenset[str]
) -> None:
    """Answer each ``{"text": …}`` of ``source`` by a line of ``target``, in order."""
    answer = _verdicts(model, buildings) if set(model.labels) == _OURS else _labels(model)
    for row in rows(source, "text"):
        target.write(orjson.dumps(answer(row["text"])).decode() + "\n")


def _verdicts(model: LinearModel, buildings: frozenset[str]) -> Callable[[str], object]:
    classifier = Classifier(model)
    return lambda text: _plain(classifier(text, buildings))


def _plain(verdict: Verdict) -> dict[str, object]:
    return {
        "category": verdict.category,
        "urgency": verdict.urgency,
        "place": verdict.place.model_dump(exclude_none=True) if verdict.place else None,
        "confidence": verdict.confidence,
        "reasons": verdict.reasons,
    }


def _labels(model: LinearModel) -> Callable[[str], object]:
    def answer(text: str) -> dict[str, object]:
        judged = model.judge(ngrams(text))
        label = judged.best()
        words = [word.strip() for word in judged.speaking(label)]
        return {"label": label, "lead": round(judged.lead(), 3), "reasons": words}

    return answer


def train_file(source: Iterable[str | bytes]) -> LinearModel:
    """Return a model of the ``{"text", "label"}`` lines of ``source``."""
    found = list(rows(source, "text", "label"))
    counted = Counted(found, lambda row: ngrams(row["text"]))
    return train(counted, [(row["label"],) for row in found], COSTS)


def learn_files(corrections: Iterable[str | bytes]) -> LinearModel:
    """Return the router's model of our samples and staff's ``{"text", "category", "urgency"}``."""
    return learn([*examples(), *_corrected(corrections)])


def _corrected(corrections: Iterable[str | bytes]) -> list[Example]:
    return [
        Example(
            text=row["text"], category=Category(row["category"]), urgency=Urgency(row["urgency"])
        )
        for row in rows(corrections, "text", "category", "urgency")
    ]


def evaluate(source: Iterable[str | bytes], target: TextIO, model: LinearModel) -> None:
    """Print figures for the labelled lines of ``source``: all that ``make eval`` shows."""
    found = list(rows(source, "text", "category", "urgency"))
    classifier = Classifier(model)
    began = process_time()
    verdicts = [classifier(row["text"]) for row in found]
    seconds = process_time() - began
    for field in ("category", "urgency"):
        pairs = [
            (row[field], str(getattr(one, field))) for row, one in zip(found, verdicts, strict=True)
        ]
        _print_figures(field, pairs, target)
    _print_calibration(found, verdicts, target)
    print(f"\n{len(found)} messages, {len(found) / seconds:,.0f} a second of one core", file=target)
    print(f"model {model.fingerprint}", file=target)


def _print_calibration(found: Sequence[Row], verdicts: Sequence[Verdict], target: TextIO) -> None:
    answers = [
        (one.confidence, (one.category, one.urgency) == (row["category"], row["urgency"]))
        for row, one in zip(found, verdicts, strict=True)
    ]
    print("\nconfidence: both answers right", file=target)
    for line in calibration(answers):
        print(f"  {line}", file=target)
    sure = [right for confidence, right in answers if confidence >= SURE]
    if sure:
        print(f"  from {SURE}: {len(sure)} answers {sum(sure) / len(sure):.3f} right", file=target)


def _print_figures(field: str, pairs: Pairs, target: TextIO) -> None:
    print(f"\n{field}: macro-F1 {macro_f1(pairs):.3f}", file=target)
    for one in scores(pairs):
        print(
            f"  {one.label:<12} precision {one.precision:.3f}  recall {one.recall:.3f}"
            f"  F1 {one.f1:.3f}  of {one.number}",
            file=target,
        )
    for line in confusion(pairs):
        print(f"  {line}", file=target)


def main(arguments: Sequence[str]) -> None:
    """Carry out one command with its arguments; a fault ends with one line saying what."""
    given = _parser(light=set(arguments[:1]) <= LIGHT).parse_args(arguments)
    try:
        given.run(given)
    except (NotRows, ValueError, OSError) as error:
        sys.exit(f"{given.command}: {error}")


def _parser(*, light: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.router")
    commands = parser.add_subparsers(dest="command", required=True)
    classify = commands.add_parser("classify", help='{"text"} lines in, answers out')
    classify.add_argument("--model", type=Path)
    classify.add_argument("--building", action="append", default=[], help="one of the estate's")
    classify.set_defaults(run=_run_classify)
    training = commands.add_parser("train", help='a model of {"text", "label"} lines')
    training.add_argument("data", type=Path)
    training.add_argument("model", type=Path)
    training.set_defaults(run=_run_train)
    measuring = commands.add_parser("eval", help="figures for labelled lines")
    measuring.add_argument("data", type=Path)
    measuring.add_argument("--model", type=Path)
    measuring.set_defaults(run=_run_evaluate)
    teaching = commands.add_parser("learn", help="the router's own model, with corrections")
    teaching.add_argument("--corrections", type=Path)
    teaching.add_argument("--model", type=Path, default=PATH)
    teaching.add_argument("--database", action="store_true", help="from the requests kept there")
    teaching.add_argument("--estate", help="whose requests; left out, the one of the settings")
    teaching.set_defaults(run=_run_learn)
    if not light:
        _add_heavy(commands)
    return parser


def _add_heavy(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that read a database or replay the past."""
    from services.router.channels import learning, simulating

    learning.options(commands)
    replaying = commands.add_parser("simulate", help="past requests under changed rules")
    simulating.options(replaying)
    replaying.set_defaults(run=simulating.simulate)


def _model(path: Path | None) -> LinearModel:
    return from_bytes(path.read_bytes()) if path else shipped()


def _run_classify(given: argparse.Namespace) -> None:
    buildings = frozenset(given.building)
    classify_lines(sys.stdin.buffer, sys.stdout, _model(given.model), buildings)


def _run_train(given: argparse.Namespace) -> None:
    with given.data.open("rb") as source:
        model = train_file(source)
    given.model.write_bytes(to_bytes(model))
    sys.stdout.write(f"{given.model}: {len(model.labels)} labels, data {model.fingerprint}\n")


def _run_evaluate(given: argparse.Namespace) -> None:
    with given.data.open("rb") as source:
        evaluate(source, sys.stdout, _model(given.model))


def _run_learn(given: argparse.Namespace) -> None:
    lines = given.corrections.read_bytes().splitlines() if given.corrections else []
    if given.database:
        from services.router.channels import learning

        learning.learn_from_database(given.estate, _corrected(lines))
        return
    model = learn_files(lines)
    given.model.write_bytes(to_bytes(model))
    sys.stdout.write(f"{given.model}: data {model.fingerprint}\n")
