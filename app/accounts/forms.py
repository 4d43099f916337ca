"""The forms of the account pages, as Flask-WTF reads them."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length, ValidationError

from app.accounts import passwords
from app.accounts.sessions import current_account
from app.errors import Invalid


class SignInForm(FlaskForm):
    """Address and password; `next` is where the person was going."""

    email = EmailField(
        "Email address",
        [InputRequired("Type your email address."), Length(max=1000, message="This is too long.")],
        render_kw={"autocomplete": "username", "spellcheck": "false"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Type your password."), Length(max=10_000, message="This is too long.")],
        render_kw={"autocomplete": "current-password"},
    )
    next = HiddenField()


class CodeForm(FlaskForm):
    """Six figures, or a recovery code; `next` is where the person was going."""

    code = StringField(
        "Code",
        [InputRequired("Type the code."), Length(max=100, message="This is too long.")],
        description="Six figures from your authenticator app.",
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false", "inputmode": "text"},
    )
    next = HiddenField()


class ChangePasswordForm(FlaskForm):
    """The password there is, and the new one twice."""

    current_password = PasswordField(
        "Your password now",
        [InputRequired("Type the password that you have now.")],
        render_kw={"autocomplete": "current-password"},
    )
    new_password = PasswordField(
        "New password",
        [InputRequired("Type a new password.")],
        description=f"At least {passwords.SHORTEST} characters. {passwords.ADVICE}",
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        "New password, again",
        [EqualTo("new_password", message="Type the same new password twice.")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_new_password(self, field: Any) -> None:
        """The rules of passwords.py, beside the field."""
        account = current_account()
        try:
            passwords.checked(field.data or "", account.email if account is not None else "")
        except Invalid as problem:
            raise ValidationError(problem.message) from problem
        if field.data == self.current_password.data:
            raise ValidationError("The new password is the one that you have now. Choose another.")


def problems_of(form: Any) -> list[tuple[str, str]]:
    """What is wrong, for the error summary: (id of the field, message), one a field."""
    return [(field.id, str(field.errors[0])) for field in form if field.errors]
