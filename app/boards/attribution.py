"""Where the facts come from and what they cannot tell, as the page `/about/data` says it."""

from flask_babel import gettext as _

ATTRIBUTION = (
    "Includes data compiled by mySociety (CC BY 4.0). "
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "Contains National Records of Scotland, Public Health Scotland, Office for National Statistics, "
    "Ordnance Survey and Royal Mail data (c) Crown copyright and database right; "
    "Royal Mail data (c) Royal Mail copyright and database right."
)
"""The words that the licences ask for; not to be changed or translated."""


def sources() -> list[tuple[str, str]]:
    """What each part of the data is, and where it is from."""
    return [
        (
            _("Boards, councils and NHS boards"),
            _("Public Health Scotland, codes and names of areas. Names of councils: mySociety."),
        ),
        (_("Localities"), _("Public Health Scotland, health and social care localities of 2024.")),
        (
            _("Postcodes"),
            _(
                "Office for National Statistics, Postcode Directory of November 2025, with Royal Mail and "
                "Ordnance Survey data. It has postcodes in use and postcodes that have ended."
            ),
        ),
        (
            _("People, and unpaid carers"),
            _(
                "National Records of Scotland, Scotland’s Census 2022. We added up small areas to the areas "
                "of the boards."
            ),
        ),
    ]


def limits() -> list[str]:
    """What a reader should know before relying on it."""
    return [
        _(
            "We put the names of the boards together from the names of their areas. A name that nobody has "
            "checked yet is marked “name to be confirmed”. We had no contact details to start with."
        ),
        _("How a board is led may have changed since the data was collected."),
        _("A new postcode may be missing. The list of boards always works."),
        _(
            "A postcode does not tell us your locality or how well off your area is. We do not guess. We ask "
            "for the locality, and “not sure” is an answer."
        ),
        _(
            "The census changes small numbers a little to protect people. We show its numbers as rounded "
            "shares, not as official totals."
        ),
        _("The census counts unpaid carers aged 3 and over. Other surveys find more carers."),
    ]
