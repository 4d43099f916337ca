"""The pages of signing in and of one's own account. Flask-Security is used for what it knows about passwords
and sessions; none of its own pages is switched on, so that every page of ours says who may see it.
"""

from typing import Any

import segno
from flask import Blueprint, Flask, flash, g, redirect, render_template, request, session, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_security import Security, SQLAlchemyUserDatastore

from app.accounts import roles, second, service, sessions, store
from app.accounts.forms import ChangePasswordForm, CodeForm, SignInForm, problems_of
from app.accounts.models import Account, Grant
from app.accounts.permissions import boards_where
from app.accounts.targets import within
from app.accounts.throttle import WINDOW, TooManyTries
from app.config import Config
from app.crypto import keyed_digest
from app.db import db
from app.web.access import public, signed_in

bp = Blueprint("accounts", __name__)
WRONG_CODE = "This code is wrong or was used already. Wait for the next one in your app and type that."
WRONG = "The email address or the password is wrong. Check both and try again."


@bp.before_request
def in_english() -> None:
    """Pages for people who work for a board exist in English only, whatever they chose as respondents."""
    g.page_language = "en"


@bp.get("/sign-in")
@public
def sign_in() -> Any:
    """The form; whoever is signed in already goes on to where they were going."""
    form = SignInForm(request.args)
    if service.current_account() is not None:
        return redirect(within(form.next.data) or url_for("accounts.account"), 303)
    form.email.data = None
    return _sign_in_page(form, [], ended=sessions.has_ended())


@bp.post("/sign-in")
@public
def sign_in_now() -> Any:
    """Sign in, or say what is wrong in the same words for an address that is known and one that is not."""
    form = SignInForm()
    if not form.validate():
        return _refused(form, problems_of(form), 422)
    try:
        known = service.sign_in(form.email.data or "", form.password.data or "", request.remote_addr)
    except TooManyTries as refusal:
        body, code = _refused(form, [("email", refusal.message)], 429)
        return body, code, {"Retry-After": str(int(WINDOW.total_seconds()))}
    if not known:
        return _refused(form, [("email", WRONG)], 422)
    half = sessions.half_way()
    if half is not None:
        page = "accounts.code" if second.is_set(half) else "accounts.second_factor"
        return redirect(url_for(page, next=within(form.next.data) or None), 303)
    return redirect(within(form.next.data) or url_for("accounts.account"), 303)


@bp.get("/sign-in/code")
@public
def code() -> Any:
    """The second half of signing in."""
    half = sessions.half_way()
    if half is None or not second.is_set(half):
        return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/code.html", form=CodeForm(request.args), problems=[])


@bp.post("/sign-in/code")
@public
def code_now() -> Any:
    """Sign in with the figures or a recovery code, or say that they are wrong."""
    half = sessions.half_way()
    if half is None or not second.is_set(half):
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    status = 422
    if form.validate():
        try:
            if service.sign_in_further(form.code.data or ""):
                return redirect(within(form.next.data) or url_for("accounts.account"), 303)
            form.code.errors = [WRONG_CODE]
        except TooManyTries as refusal:
            form.code.errors, status = [refusal.message], 429
    return render_template("accounts/code.html", form=form, problems=problems_of(form)), status


@bp.get("/second-factor")
@public
def second_factor() -> Any:
    """Set up the authenticator app: for whoever is signed in, or half-way and has none yet."""
    person = service.current_account() or sessions.half_way()
    if person is None:
        return redirect(url_for("accounts.sign_in"), 303)
    if second.is_set(person):
        return redirect(url_for("accounts.account" if service.current_account() else "accounts.code"), 303)
    return _second_factor_page(person, CodeForm(request.args), [], 200)


@bp.post("/second-factor")
@public
def set_second_factor() -> Any:
    """Keep it if the figures are right; the recovery codes are shown this once."""
    person = service.current_account() or sessions.half_way()
    if person is None:
        return redirect(url_for("accounts.sign_in"), 303)
    form = CodeForm()
    status, secret = 422, session.get("pending_factor")
    if form.validate() and isinstance(secret, str):
        try:
            codes = service.set_second_factor(secret, form.code.data or "")
            if codes is not None:
                session.pop("pending_factor", None)
                onward = within(form.next.data) or url_for("accounts.account")
                return render_template("accounts/recovery_codes.html", codes=codes, onward=onward)
            form.code.errors = [WRONG_CODE]
        except TooManyTries as refusal:
            form.code.errors, status = [refusal.message], 429
    person = service.current_account() or sessions.half_way()
    assert person is not None
    return _second_factor_page(person, form, problems_of(form), status)


@bp.get("/account/recovery-codes")
@signed_in
def recovery_codes() -> Any:
    """The form for new recovery codes; who has no app yet sets one up first."""
    if not second.is_set(_person()):
        return redirect(url_for("accounts.second_factor"), 303)
    return render_template("accounts/new_codes.html", form=CodeForm(), problems=[])


@bp.post("/account/recovery-codes")
@signed_in
def make_recovery_codes() -> Any:
    """New ones in the place of the old, shown this once; asked for by the figures or one of the old codes."""
    form = CodeForm()
    status = 422
    if form.validate():
        try:
            codes = service.new_recovery_codes(form.code.data or "")
            if codes is not None:
                onward = url_for("accounts.account")
                return render_template("accounts/recovery_codes.html", codes=codes, onward=onward)
            form.code.errors = [WRONG_CODE]
        except TooManyTries as refusal:
            form.code.errors, status = [refusal.message], 429
    return render_template("accounts/new_codes.html", form=form, problems=problems_of(form)), status


@bp.post("/sign-out")
@public
def sign_out() -> Any:
    """Sign out. Public, for a session may have ended by itself since the page was made."""
    service.sign_out()
    return redirect(url_for("accounts.sign_in"), 303)


@bp.get("/account/")
@signed_in
def account() -> Any:
    """Who you are, and what you are on which board."""
    person = _person()
    names = store.board_names({grant.board_code for grant in person.grants if grant.board_code})
    held = sorted(
        (names[grant.board_code] if grant.board_code else "Every board", roles.ROLES[grant.role])
        for grant in person.grants
    )
    sees_trail = boards_where(person, "see_audit") != frozenset()
    return render_template(
        "accounts/account.html",
        person=person,
        held=held,
        sees_trail=sees_trail,
        has_second=second.is_set(person),
    )


@bp.get("/account/password")
@signed_in
def password() -> Any:
    """The form for a new password."""
    return _password_page(ChangePasswordForm(), [], 200)


@bp.post("/account/password")
@signed_in
def change_password() -> Any:
    """Change it; every other session of this person ends."""
    form = ChangePasswordForm()
    if not form.validate():
        return _password_page(form, problems_of(form), 422)
    try:
        right = service.change_password(
            _person(), form.current_password.data or "", form.new_password.data or ""
        )
    except TooManyTries as refusal:
        return _password_page(form, [("current_password", refusal.message)], 429)
    if not right:
        form.current_password.errors = ["This is not your password. Type the one that you have now."]
        return _password_page(form, problems_of(form), 422)
    flash("Your password is changed. You are signed out everywhere else.")
    return redirect(url_for("accounts.account"), 303)


def register(app: Flask) -> None:
    """Flask-Security with all of its pages off, our sessions, our pages."""
    config: Config = app.extensions["speir_config"]

    def key(purpose: str) -> str:
        return keyed_digest(config.secret_key, f"accounts {purpose}", b"").hex()

    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        # Takes argon2 out of the list of single hashes: the password is mixed with a key that is not in the
        # database, so a stolen database alone cannot be guessed at.
        SECURITY_PASSWORD_SINGLE_HASH=set(),
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_CLI_USERS_NAME=None,
        SECURITY_CLI_ROLES_NAME=None,
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_CACHE_CONTROL=None,
    )
    for name in ("PASSWORD", "REMEMBER", "LOGIN", "RESET", "CONFIRM", "CHANGE", "CHANGE_EMAIL", "US_SETUP"):
        app.config[f"SECURITY_{name}_SALT"] = key(f"{name.lower()} salt")
    # Its roles are ours by another name and never asked for: permissions.py decides.
    datastore = SQLAlchemyUserDatastore(db, Account, Grant)  # type: ignore[arg-type]  # a Grant is no Role of its
    Security(app, datastore, register_blueprint=False)
    # It would ask on every page who the person is, for identities that permissions.py never looks at.
    asked = app.before_request_funcs[None]
    asked[:] = [one for one in asked if one.__module__ != "flask_principal"]
    # Nobody is remembered beyond a session, so no answer needs Flask-Login's cookie for that.
    cookie = app.login_manager._update_remember_cookie  # type: ignore[attr-defined]  # set by Flask-Login
    app.after_request_funcs[None].remove(cookie)
    sessions.register(app)
    app.register_blueprint(bp)


def _person() -> Account:
    """The person signed in; the mark `signed_in` has seen to it that there is one."""
    person = service.current_account()
    assert person is not None
    return person


def _second_factor_page(person: Account, form: Any, problems: list[tuple[str, str]], code: int) -> Any:
    """The picture and the key to type; the same until they are used, so that a slip costs no new scan."""
    made = second.factory()
    secret = session.get("pending_factor")
    if not isinstance(secret, str):
        secret = session["pending_factor"] = made.generate_totp_secret()
    picture = segno.make(made.get_totp_uri(person.email, secret)).svg_data_uri(scale=5)
    key = made.get_totp_pretty_key(secret)
    page = render_template(
        "accounts/second_factor.html", form=form, problems=problems, picture=picture, key=key
    )
    return page, code


def _password_page(form: Any, problems: list[tuple[str, str]], code: int) -> tuple[str, int]:
    """The form for a new password; nothing that was typed comes back."""
    email = _person().email
    return render_template("accounts/password.html", form=form, problems=problems, email=email), code


def _refused(form: Any, problems: list[tuple[str, str]], code: int) -> tuple[str, int]:
    """The form again, with what is wrong, and with the address that was typed."""
    return _sign_in_page(form, problems), code


def _sign_in_page(form: Any, problems: list[tuple[str, str]], ended: bool = False) -> str:
    """The form; whoever chose another language is told in it that these pages have English only."""
    chosen = session.get("language", "en")
    with force_locale(chosen):
        only_english = _("The pages for boards and planning groups are in English only.")
    return render_template(
        "accounts/sign_in.html",
        form=form,
        problems=problems,
        ended=ended,
        chosen=chosen,
        only_english=only_english if chosen != "en" else "",
    )
