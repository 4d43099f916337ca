"""An engagement that lacks nothing before it opens."""

from datetime import timedelta

from app.consultations import service
from app.consultations.models import Engagement


def ready(engagement: Engagement) -> Engagement:
    """Everything that people must be told, made up."""
    service.describe(
        engagement,
        promise="What the plan puts first.",
        cannot_change="The law.",
        decides="The board.",
        respond_by=service.today() + timedelta(days=400),
        delete_on=service.today() + timedelta(days=800),
        contact_person="Alex Example",
        contact_post="1 Made-up Road, Example Town",
        controller="The board",
        lawful_basis="Public task.",
        privacy="We keep little.",
    )
    return engagement
