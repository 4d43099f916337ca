"""The access table: who gets what from every route. A new route gets a row here, in the same commit.

A row is `"METHOD endpoint": Row(...)`. Its arguments, and the fields it sends, may name things of the
world that tests/house/world.py makes, as `{edition}`; all those things belong to the board Fife.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

BOARD_ROLES = ("planner", "officer", "analyst", "administrator", "auditor")
"""Of Fife."""

FOREIGN = ("officer2", "planner2")
"""The same, of Highland."""

ROLES = ("anonymous", "respondent", *BOARD_ROLES, *FOREIGN)
OUTSIDE = ("anonymous", "respondent")


@dataclass(frozen=True)
class Row:
    """What each role gets from a route: a status, or several that are equally right."""

    gets: Mapping[str, int]
    arguments: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    sends: Mapping[str, str] = field(default_factory=dict)


def everybody(status: int = 200, **others: int) -> Mapping[str, int]:
    """All the same, but for the roles named."""
    return dict.fromkeys(ROLES, status) | others


def signed_in(status: int = 200) -> Mapping[str, int]:
    """Anybody with an account; others are sent to the sign-in page."""
    return everybody(status, **dict.fromkeys(OUTSIDE, 303))


def of_the_board(*allowed: str, status: int = 200) -> Mapping[str, int]:
    """These roles on the object's board. Its other roles are refused; for other boards it is not there."""
    return {
        **dict.fromkeys(OUTSIDE, 303),
        **{role: status if role in allowed else 403 for role in BOARD_ROLES},
        **dict.fromkeys(FOREIGN, 404),
    }


ASKED = {"board": "fife", "consultation": "small"}
ENGAGED = {"board": "fife", "engagement": "small"}
DRAFTED = ENGAGED | {"consultation": "later"}
OFFICERS = ("officer", "administrator")
REPORTED = {"board_slug": "fife", "slug": "small"}
EDITION = REPORTED | {"no": "1"}
COMMENTS = ENGAGED | {"consultation": "small"}
CODERS = ("officer", "analyst", "administrator")

ROWS: dict[str, Row] = {
    # web
    "GET health.healthz": Row(everybody()),
    "GET health.readyz": Row(everybody()),
    "GET static": Row(everybody(), {"filename": "speir.css"}),
    # accounts
    "GET accounts.sign_in": Row(signed_in(303) | dict.fromkeys(OUTSIDE, 200)),
    "POST accounts.sign_in_now": Row(everybody(422), sends={"email": "", "password": ""}),
    "POST accounts.sign_out": Row(everybody(303)),
    "GET accounts.code": Row(everybody(303)),
    "POST accounts.code_now": Row(everybody(303), sends={"code": ""}),
    "GET accounts.second_factor": Row(signed_in()),
    "POST accounts.set_second_factor": Row(signed_in(422), sends={"code": ""}),
    "GET accounts.recovery_codes": Row(signed_in(303)),
    "POST accounts.make_recovery_codes": Row(signed_in(422), sends={"code": ""}),
    "GET accounts.account": Row(signed_in()),
    "GET accounts.password": Row(signed_in()),
    "POST accounts.change_password": Row(signed_in(422), sends={"password": "", "new": ""}),
    # boards
    "GET boards.directory": Row(everybody()),
    "POST boards.find": Row(everybody(303), sends={"postcode": "KY16 9AA"}),
    "GET boards.candidates": Row(everybody(), query={"area": "KY16"}),
    "GET boards.about_data": Row(everybody()),
    # questionnaires
    "GET media.file": Row(everybody(), {"kept": "{media}"}),
    # responses
    "GET responses.start_page": Row(everybody(), ASKED),
    "GET responses.privacy": Row(everybody(), ASKED),
    "POST responses.start": Row(everybody(303), ASKED),
    "GET responses.page": Row(everybody(303, respondent=200), {**ASKED, "page_id": "caring"}),
    "POST responses.save_page": Row(
        everybody(409, respondent=303),
        {**ASKED, "page_id": "caring"},
        sends={"role": "partner", "go": "next"},
    ),
    "GET responses.check": Row(everybody(303, respondent=200), ASKED),
    "POST responses.submit": Row(
        everybody(409, respondent=303),
        ASKED,
        sends={"submit_key": "{submit_key}", "part": "1", "go": "submit"},
    ),
    "GET responses.sent": Row(everybody(303), ASKED),
    "GET responses.later": Row(everybody(303, respondent=200), ASKED),
    "POST responses.leave": Row(everybody(303), ASKED),
    "GET resume.ask": Row(everybody()),
    "GET resume.link": Row(everybody(), {"words": "acorn-actor"}),
    "POST resume.found": Row(everybody(422), sends={"words": "nonsense"}),
    "POST responses.clear": Row(everybody(303), ASKED),
    "GET paper.short": Row(everybody(303), {"short": "{prefix}"}),
    "GET paper.watch": Row(everybody(404), {"short": "{prefix}", "question": "role"}),
    "GET paper.forms": Row(everybody(), ASKED),
    "GET paper.form": Row(everybody(), ASKED | {"kind": "form", "language": "en"}),
    "GET paper.form_pdf": Row(everybody(202), ASKED | {"kind": "large", "language": "en"}),
    "GET export.ask": Row(of_the_board("analyst"), ASKED),
    "POST export.download": Row(of_the_board("analyst"), ASKED, sends={"reason": "To code the comments"}),
    "GET files.files": Row(of_the_board(*CODERS), ASKED),
    "GET files.download": Row(of_the_board(*CODERS), ASKED | {"file": "{file}"}),
    "GET receipts.look": Row(everybody()),
    "POST receipts.found": Row(everybody(422), sends={"code": "nonsense"}),
    # reports
    "GET reports.reports": Row(signed_in()),
    "GET reports.editions": Row(of_the_board(*BOARD_ROLES), REPORTED),
    "GET reports.confirm": Row(of_the_board("officer", "administrator"), REPORTED),
    "POST reports.publish": Row(of_the_board("officer", "administrator", status=303), REPORTED),
    "GET reports.edition": Row(of_the_board(*BOARD_ROLES), EDITION),
    "GET reports.progress": Row(of_the_board("officer", "administrator", status=303), EDITION),
    "GET reports.download": Row(of_the_board(*BOARD_ROLES), EDITION | {"name": "pdf"}),
    "GET reports.status": Row(everybody(), {"short": "{short}"}),
    # themes
    "GET themes.queue": Row(of_the_board(*CODERS), ENGAGED),
    "GET themes.following": Row(of_the_board(*CODERS, status=303), COMMENTS),
    "GET themes.comment": Row(of_the_board(*CODERS), COMMENTS | {"comment": "{comment}"}),
    "POST themes.decide": Row(
        of_the_board(*CODERS, status=303),
        COMMENTS | {"comment": "{comment}"},
        sends={"go": "release", "seen": "{seen}", "new_theme": "Rest"},
    ),
    "GET themes.decided": Row(of_the_board(*CODERS), COMMENTS),
    "GET themes.themes": Row(of_the_board(*CODERS), COMMENTS),
    "POST themes.add_theme": Row(
        of_the_board(*CODERS, status=303), COMMENTS, sends={"question": "comment", "name": "Money"}
    ),
    "POST themes.change_theme": Row(
        of_the_board(*CODERS, status=303),
        COMMENTS | {"theme": "{theme}"},
        sends={"go": "rename", "name": "Time"},
    ),
    # feedback
    "GET feedback.decisions": Row(of_the_board(*OFFICERS), ENGAGED),
    "POST feedback.write": Row(of_the_board(*OFFICERS, status=303), ENGAGED, sends={"asked": "About care"}),
    "POST feedback.decide": Row(
        of_the_board(*OFFICERS, status=303), ENGAGED, sends={"theme": "Money", "outcome": "adopted"}
    ),
    "GET feedback.decision": Row(of_the_board(*OFFICERS), ENGAGED | {"decision": "{decision}"}),
    "POST feedback.change": Row(
        of_the_board(*OFFICERS, status=303),
        ENGAGED | {"decision": "{decision}"},
        sends={"theme": "Rest", "outcome": "adapted"},
    ),
    "POST feedback.drop": Row(of_the_board(*OFFICERS, status=303), ENGAGED | {"decision": "{decision}"}),
    "POST feedback.publish": Row(of_the_board(*OFFICERS, status=303), ENGAGED),
    "GET feedback.entries": Row(of_the_board(*OFFICERS), {"board": "fife"}),
    "POST feedback.enter": Row(
        of_the_board(*OFFICERS, status=303), {"board": "fife"}, sends={"title": "A day in the hall"}
    ),
    "GET feedback.entry": Row(of_the_board(*OFFICERS), {"board": "fife", "entry": "{entry}"}),
    "POST feedback.change_entry": Row(
        of_the_board(*OFFICERS, status=303), {"board": "fife", "entry": "{entry}"}, sends={"title": "A day"}
    ),
    "POST feedback.strike": Row(of_the_board(*OFFICERS, status=303), {"board": "fife", "entry": "{entry}"}),
    "GET alerts.ask": Row(everybody(), {"board": "fife"}),
    "POST alerts.asked": Row(everybody(), {"board": "fife"}, sends={"email": "somebody@people.example"}),
    "GET alerts.link": Row(everybody(404), {"board": "fife", "subscription": "{subscription}"}),
    "POST alerts.choose": Row(
        everybody(404), {"board": "fife", "subscription": "{subscription}"}, sends={"go": "end"}
    ),
    # workspaces
    "GET statement.accessibility": Row(everybody()),
    "GET public.third_sector": Row(everybody()),
    "GET loop.told": Row(everybody(), {"board_slug": "fife", "slug": "small"}),
    "GET loop.register": Row(everybody(), {"board_slug": "fife"}),
    "GET loop.feed": Row(everybody(), {"board_slug": "fife"}),
    "GET officer.desk": Row(signed_in()),
    "GET officer.engagement": Row(of_the_board(*BOARD_ROLES), ENGAGED),
    "GET officer.words": Row(of_the_board(*OFFICERS), ENGAGED | {"section": "privacy"}),
    "POST officer.describe": Row(
        of_the_board(*OFFICERS, status=303),
        ENGAGED | {"section": "words"},
        sends={"title": "Small", "purpose": "To plan"},
    ),
    "GET officer.instruments": Row(signed_in()),
    "GET officer.instrument": Row(signed_in(), {"instrument": "carers"}),
    "GET officer.new": Row(of_the_board(*OFFICERS), {"board": "fife"}),
    "POST officer.make": Row(
        of_the_board(*OFFICERS, status=303),
        {"board": "fife"},
        sends={"title": "New plan", "surveys": "carers"},
    ),
    "GET officer.another": Row(of_the_board(*OFFICERS), ENGAGED),
    "POST officer.add": Row(of_the_board(*OFFICERS, status=303), ENGAGED, sends={"survey": "carers"}),
    "GET officer.asking": Row(of_the_board(*OFFICERS), DRAFTED),
    "GET officer.settings": Row(of_the_board(*OFFICERS), DRAFTED),
    "POST officer.settle": Row(
        of_the_board(*OFFICERS, status=303), DRAFTED, sends={"title": "Later", "slug": "later"}
    ),
    "GET officer.questions": Row(of_the_board(*OFFICERS), DRAFTED),
    "POST officer.choose": Row(of_the_board(*OFFICERS, status=303), DRAFTED, sends={"asked": "helped"}),
    "GET officer.discarding": Row(of_the_board(*OFFICERS), DRAFTED),
    "POST officer.discard": Row(of_the_board(*OFFICERS, status=303), DRAFTED),
    "GET officer.new_question": Row(of_the_board(*OFFICERS), DRAFTED),
    "POST officer.add_question": Row(
        of_the_board(*OFFICERS, status=303), DRAFTED, sends={"type": "long_text", "text": "Why?"}
    ),
    "GET officer.own_question": Row(of_the_board(*OFFICERS), DRAFTED | {"number": "1"}),
    "POST officer.change_question": Row(
        of_the_board(*OFFICERS, status=303),
        DRAFTED | {"number": "1"},
        sends={"type": "long_text", "text": "Why not?"},
    ),
    "POST officer.remove_question": Row(of_the_board(*OFFICERS, status=303), DRAFTED | {"number": "1"}),
    "GET officer.moving": Row(of_the_board(*OFFICERS), DRAFTED | {"act": "open"}),
    "POST officer.move": Row(
        of_the_board(*OFFICERS, status=422), DRAFTED | {"act": "open"}, sends={"reason": ""}
    ),
    "GET officer.revising": Row(of_the_board(*OFFICERS, status=303), DRAFTED),
    "POST officer.revise": Row(of_the_board(*OFFICERS, status=409), DRAFTED, sends={"reason": ""}),
    "GET officer.watch": Row(of_the_board(*OFFICERS, "analyst"), ENGAGED),
    "GET officer.watch_numbers": Row(of_the_board(*OFFICERS, "analyst", status=303), ENGAGED),
    "GET officer.key_in": Row(of_the_board(*CODERS), COMMENTS),
    "POST officer.keyed": Row(
        of_the_board(*CODERS, status=303),
        COMMENTS,
        sends={"_route": "paper", "submit_key": "{submit_key}", "role": "partner"},
    ),
    "GET officer.key_in_done": Row(of_the_board(*CODERS, status=303), COMMENTS),
    "GET officer.papers": Row(of_the_board(*BOARD_ROLES), DRAFTED),
    "GET officer.paper_page": Row(of_the_board(*BOARD_ROLES), DRAFTED | {"kind": "form", "language": "en"}),
    "GET officer.paper_pdf": Row(
        of_the_board(*BOARD_ROLES, status=202), DRAFTED | {"kind": "a4", "language": "en"}
    ),
    "GET officer.preview": Row(of_the_board(*BOARD_ROLES), DRAFTED),
    "GET officer.preview_privacy": Row(of_the_board(*BOARD_ROLES), DRAFTED),
    "POST officer.preview_start": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED),
    "GET officer.preview_page": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED | {"page_id": "caring"}),
    "POST officer.preview_save": Row(
        of_the_board(*BOARD_ROLES, status=409),
        DRAFTED | {"page_id": "caring"},
        sends={"role": "partner", "go": "next"},
    ),
    "GET officer.preview_check": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED),
    "POST officer.preview_submit": Row(
        of_the_board(*BOARD_ROLES, status=409), DRAFTED, sends={"go": "submit"}
    ),
    "GET officer.preview_sent": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED),
    "GET officer.preview_later": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED),
    "POST officer.preview_leave": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED),
    "POST officer.preview_clear": Row(of_the_board(*BOARD_ROLES, status=303), DRAFTED),
    "GET public.home": Row(everybody()),
    "GET public.board": Row(everybody(), {"board_slug": "fife"}),
    "GET trail.lines": Row(
        {
            **of_the_board("administrator", "auditor"),
            # The page is nobody's: it shows the lines of the boards whose trail one may see.
            **dict.fromkeys(FOREIGN, 403),
        }
    ),
    "GET trail.check": Row({**of_the_board("administrator", "auditor"), **dict.fromkeys(FOREIGN, 403)}),
    "POST trail.export": Row(
        {**of_the_board("administrator", "auditor"), **dict.fromkeys(FOREIGN, 403)},
        sends={"reason": "For the yearly audit"},
    ),
}

CELLS = len(ROWS) * len(ROLES)
