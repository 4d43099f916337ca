"""Comments from the queue to a report, on both databases: nothing waits unseen, nothing leaves unread."""

import threading
import uuid
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from app.audit.models import AuditLine
from app.crypto import seal, unseal
from app.db import db
from app.errors import Conflict, NotFound
from app.responses.models import Response
from app.responses.service import PURPOSE_RESPONSE, open_document
from app.themes import results, service, store
from app.themes.arriving import take_in
from app.themes.choices import Choices, Mistake
from app.themes.models import HELD, RELEASED, WAITING, Coding, Comment, ReadResponse, Theme
from app.themes.texts import comments_in, keys, says
from tests.builders import make_consultation, small_survey
from tests.conftest import SECRET
from tests.themes.making import comment, queue, release, said, small


def kept(comment_id: uuid.UUID) -> Comment:
    return store.comment(small().id, comment_id)


def lines(act: str) -> list[AuditLine]:
    return list(db.session.scalars(select(AuditLine).where(AuditLine.act == act)))


def rewrite(comment_id: uuid.UUID, **answers: str) -> None:
    """What a respondent's correction does: the document sealed anew under the same id."""
    import json

    row = kept(comment_id)
    _, sealed = store.document(row)
    document = open_document(SECRET, row.response_id, sealed)
    document["answers"] = {key: value for key, value in (document["answers"] | answers).items() if value}
    fresh = seal(SECRET, PURPOSE_RESPONSE, json.dumps(document).encode(), row.response_id.bytes)
    db.session.execute(update(Response).where(Response.id == row.response_id).values(sealed=fresh))
    db.session.commit()


def test_comments_are_long_and_short_texts_and_the_words_of_an_other() -> None:
    survey = small_survey()
    assert keys(survey) == ["comment", "role.other"]
    assert comments_in(survey, {"role": "other", "role.other": "my aunt", "helped": ["money"]}) == {
        "role.other": "my aunt"
    }
    assert says(survey, "role.other").startswith("Who do you care for?")
    assert "no longer asked" in says(survey, "gone")


def test_new_responses_are_in_the_queue_and_harm_comes_first(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["It is fine.", "He hits me.", {"role": "other", "role.other": "my aunt"}])
    said(app, tmp_path, [{"role": "partner", "helped": ["money"]}], "silent")
    with app.app_context():
        assert [text for _, text in queue()][0] == "He hits me."
        assert sorted(text for _, text in queue()) == ["He hits me.", "It is fine.", "my aunt"]
        assert db.session.scalar(select(func.count()).select_from(ReadResponse)) == 4
        counts = store.numbers(small().id)
        assert counts["comment"] == {WAITING: 2, "urgent": 1}
    said(app, tmp_path, ["Later."], "later")
    with app.app_context():
        assert sorted(text for _, text in queue())[-2:] == ["Later.", "my aunt"]


def test_a_question_has_a_queue_of_its_own(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One.", {"role": "other", "role.other": "my aunt"}])
    with app.app_context():
        queue()
        only = store.next_waiting(small().id, "role.other")
        assert only is not None
        assert kept(only).question == "role.other"
        assert store.next_waiting(small().id, "role.other", only) is None


def test_words_are_taken_out_and_the_original_stays_in_its_response(app: Flask, tmp_path: Path) -> None:
    text = "Ring Morag Smith on 01632 960123 at the Old Mill."
    said(app, tmp_path, [text])
    with app.app_context():
        key = comment(text)
        marks = service.open_comment(small(), key).marks
        release(key, hide=frozenset(m.key for m in marks), words=("old mill",), reason="names_others")
        row = kept(key)
        assert (row.state, row.reason) == (RELEASED, "names_others")
        assert service.released_text(row) == (
            "Ring [name removed] on [telephone removed] at the [words removed]."
        )
        assert row.sealed is not None
        assert b"removed" not in row.sealed
        assert service.open_comment(small(), key).text == text
        with pytest.raises(Exception, match="cannot be opened"):
            unseal(SECRET, "comment", row.sealed, uuid.uuid4().bytes)
        [line] = lines("comment_released")
        assert line.detail == {
            "themes": 0, "quoted": False, "reason": "names_others",
            "hidden": {"name": 1, "telephone": 1, "words": 1},
        }  # fmt: skip
        assert "Morag" not in f"{line.subject} {line.detail} {line.reason}"


def test_what_is_wrong_is_said_and_nothing_is_decided(app: Flask, tmp_path: Path) -> None:
    text = "Ring 01632 960123."
    said(app, tmp_path, [text])
    with app.app_context():
        key = comment(text)
        [mark] = service.open_comment(small(), key).marks
        for field, choices in (
            ("reason", {"hide": frozenset({mark.key})}),
            ("words", {"words": ("Fiona",), "reason": "staff"}),
            ("hide", {"hide": frozenset({"0-4"}), "reason": "staff"}),
            ("themes", {"themes": frozenset({uuid.uuid4()})}),
            ("attribute", {"quoted": True, "attribute": "locality"}),
            ("new_theme", {"new_theme": "x" * 121}),
        ):
            with pytest.raises(Mistake) as wrong:
                release(key, **choices)
            assert wrong.value.field == field
            db.session.rollback()
            assert kept(key).state == WAITING
        seen = service.open_comment(small(), key).seen
        for field, choices in (("reason", {}), ("quoted", {"reason": "unfit", "quoted": True})):
            with pytest.raises(Mistake) as wrong:
                service.hold(small(), key, Choices(**choices), seen)
            assert wrong.value.field == field
        assert not lines("comment_released")


def test_a_comment_is_held_back_and_taken_up_again(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One."])
    with app.app_context():
        key = comment("One.")
        opened = service.open_comment(small(), key)
        service.hold(small(), key, Choices(reason="unfit", new_theme="Money"), opened.seen)
        assert (kept(key).state, kept(key).sealed) == (HELD, None)
        assert queue() == []
        service.undo(small(), key)
        service.undo(small(), key)
        assert (kept(key).state, kept(key).reason) == (WAITING, "")
        assert store.ticked(key) == set()
        assert [text for _, text in queue()] == ["One."]
        assert [line.detail["was"] for line in lines("comment_undone")] == [HELD]


def test_two_analysts_decide_once(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One."])
    with app.app_context():
        key = comment("One.")
        seen = service.open_comment(small(), key).seen
    start, came = threading.Barrier(2), []

    def decide(state: str) -> None:
        with app.app_context():
            consultation = small()
            db.session.rollback()
            start.wait()
            try:
                getattr(service, state)(consultation, key, Choices(reason="unfit", new_theme=state), seen)
                came.append(state)
            except Conflict:
                came.append("too late")

    threads = [threading.Thread(target=decide, args=(state,)) for state in ("release", "hold")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came) == 2
    assert came.count("too late") == 1
    with app.app_context():
        assert len(lines("comment_released") + lines("comment_held")) == 1
        assert db.session.scalar(select(func.count()).select_from(Theme)) == 1, "the other's is rolled back"


def test_a_withdrawn_response_takes_everything_with_it(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One.", "Two."])
    with app.app_context():
        key = comment("One.")
        release(key, new_theme="Breaks", quoted=True)
        response = kept(key).response_id
        db.session.execute(delete(Response).where(Response.id == response))
        db.session.commit()
        with pytest.raises(NotFound):
            kept(key)
        assert db.session.scalar(select(func.count()).select_from(Comment)) == 1
        assert db.session.scalar(select(func.count()).select_from(ReadResponse)) == 1
        assert db.session.scalar(select(func.count()).select_from(Coding)) == 0
        assert results.quotations(small()) == []
        assert results.sorted_comments(small().id) == []


def test_a_corrected_comment_waits_again_and_others_stay(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, [{"role": "other", "role.other": "my aunt", "comment": "One."}])
    with app.app_context():
        one, aunt = comment("One."), comment("my aunt")
        release(one, new_theme="Breaks", quoted=True)
        release(aunt)
        rewrite(one, comment="Another.")
        assert results.quotations(small()) == [], "not even before somebody opens the queue"
        assert [text for _, text in queue()] == ["Another."]
        assert (kept(one).state, kept(one).sealed, kept(one).quoted) == (WAITING, None, False)
        assert store.ticked(one) == set()
        assert kept(aunt).state == RELEASED
        rewrite(one, comment="")
        assert queue() == []
        with pytest.raises(NotFound):
            kept(one)


def test_nobody_decides_on_words_they_have_not_seen(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One."])
    with app.app_context():
        key = comment("One.")
        seen = service.open_comment(small(), key).seen
        rewrite(key, comment="I am Fiona Smith.")
        with pytest.raises(Conflict, match="corrected"):
            service.release(small(), key, Choices(), seen)
        with pytest.raises(Conflict, match="corrected"):
            service.release(small(), key, Choices(), seen)
        assert kept(key).state == WAITING


def test_themes_are_a_flat_list_of_a_question(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One.", "Two."])
    with app.app_context():
        breaks = service.add_theme(small(), "comment", "  Breaks  and rest ")
        assert breaks.name == "Breaks and rest"
        other = service.add_theme(small(), "role.other", "Breaks and rest")
        for question, name in (
            ("comment", "BREAKS and rest"),
            ("comment", " "),
            ("comment", "x" * 121),
            ("agree", "x"),
        ):
            with pytest.raises(Mistake):
                service.add_theme(small(), question, name)
        service.rename_theme(small(), breaks.id, "Breaks and Rest")
        one = comment("One.")
        release(one, themes=frozenset({breaks.id}), new_theme="Money")
        assert store.uses(small().id)[breaks.id] == 1
        with pytest.raises(Mistake, match="ticked"):
            service.delete_theme(small(), breaks.id)
        with pytest.raises(Mistake):
            release(comment("Two."), themes=frozenset({other.id}))
        service.sort(small(), one, Choices(new_theme="MONEY"))
        [money] = [theme for theme in store.themes(small().id) if theme.name == "Money"]
        assert store.ticked(one) == {money.id}
        service.delete_theme(small(), breaks.id)
        assert [theme.name for theme in store.themes(small().id, "comment")] == ["Money"]
        assert [line.detail for line in lines("theme_deleted")] == [{"question": "comment"}]


def test_themes_of_another_consultation_are_not_there(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One."])
    make_consultation(app, "highland", "small")
    with app.app_context():
        from app.consultations import store as consultations

        foreign = consultations.by_path("highland/small")
        theme = service.add_theme(foreign, "comment", "Theirs")
        with pytest.raises(NotFound):
            service.rename_theme(small(), theme.id, "Ours")
        with pytest.raises(NotFound):
            service.open_comment(foreign, comment("One."))


def test_what_a_report_gets(app: Flask, tmp_path: Path) -> None:
    said(app, tmp_path, ["One.", "Two.", "Three.", {"role": "parent", "comment": "Four."}])
    with app.app_context():
        release(comment("One."), new_theme="Breaks")
        release(comment("Two."), new_theme="breaks", quoted=True)
        seen = service.open_comment(small(), comment("Three.")).seen
        service.hold(small(), comment("Three."), Choices(reason="unfit", new_theme="Money"), seen)
        release(comment("Four."), quoted=True, attribute="role")
        [found] = results.sorted_comments(small().id)
        assert (found.kind, found.question, found.comments) == ("person", "comment", 3)
        assert {found.names[key]: many for key, many in found.counts.items()} == {"Breaks": 2, "Money": 1}
        quotes = {quote.text: (quote.breakdown, quote.group) for quote in results.quotations(small())}
        assert quotes == {"Two.": ("", ""), "Four.": ("role", "parent")}


def test_a_full_queue_is_read_in_blocks(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.themes.arriving.AT_ONCE", 3)
    said(app, tmp_path, [f"Number {number}." for number in range(8)])
    with app.app_context():
        assert len(queue()) == 8
        take_in(small().id)
        assert len(queue()) == 8


def test_words_on_a_sensitive_question_are_not_quoted(sqlite_app: Flask, tmp_path: Path) -> None:
    from dataclasses import replace

    said(sqlite_app, tmp_path, [{"role": "other", "role.other": "my aunt"}])
    with sqlite_app.app_context():
        key = comment("my aunt")
        opened = service.open_comment(small(), key)
        assert opened.quotable
        with pytest.raises(Mistake, match="too much of a person"):
            service._quotation(replace(opened, quotable=False), Choices(quoted=True))
