"""What we know of each success criterion of WCAG 2.2, levels A and AA, and how we know it.

The criteria are those of the Recommendation of 12 December 2024 (https://www.w3.org/TR/WCAG22/); 4.1.1 is
obsolete there and stands in no list. Their names are the Recommendation's.
"""

from dataclasses import dataclass
from datetime import date

AXE = "4.14.1"
"""The version of axe-core that the tests run, as package-lock.json has it."""
VALIDATOR = "page-validation 0.11.0"
"""What the tests look into each PDF with, for PDF/UA-1."""
LOOKED_ON = date(2026, 11, 23)
"""When we last went through the pages by hand."""

MACHINE, HAND, NOTHING = "machine", "hand", "nothing"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One success criterion. `ways` are how it was tested: MACHINE, HAND, or NOTHING there to be tested."""

    number: str
    name: str
    level: str
    ways: frozenset[str]
    note: str = ""


def _read(lines: str) -> tuple[Criterion, ...]:
    """A line each: number, name, level, ways (m, h, n), and after that what there is to say."""
    letters = {"m": MACHINE, "h": HAND, "n": NOTHING}
    found = []
    for line in lines.strip().splitlines():
        number, name, level, ways, note = (part.strip() for part in line.split("|"))
        found.append(Criterion(number, name, level, frozenset(letters[way] for way in ways), note))
    return tuple(found)


CRITERIA = _read("""
1.1.1 | Non-text content | A | mh | charts have their numbers in words
1.2.1 | Audio-only and video-only (prerecorded) | A | n | no audio or video
1.2.2 | Captions (prerecorded) | A | n | no video
1.2.3 | Audio description or media alternative (prerecorded) | A | n | no video
1.2.4 | Captions (live) | AA | n | nothing live
1.2.5 | Audio description (prerecorded) | AA | n | no video
1.3.1 | Info and relationships | A | mh |
1.3.2 | Meaningful sequence | A | h |
1.3.3 | Sensory characteristics | A | h |
1.3.4 | Orientation | AA | mh |
1.3.5 | Identify input purpose | AA | mh | we ask for an email address only
1.4.1 | Use of color | A | mh |
1.4.2 | Audio control | A | n | no sound
1.4.3 | Contrast (minimum) | AA | m |
1.4.4 | Resize text | AA | mh |
1.4.5 | Images of text | AA | h | there are none
1.4.10 | Reflow | AA | mh | every page of the tests at 320 pixels
1.4.11 | Non-text contrast | AA | h |
1.4.12 | Text spacing | AA | m | every page of the tests with wider spacing
1.4.13 | Content on hover or focus | AA | n | nothing appears on hover or focus
2.1.1 | Keyboard | A | mh | comments are gone through by keyboard in a test
2.1.2 | No keyboard trap | A | mh |
2.1.4 | Character key shortcuts | A | h | with the browser’s access key, or while a control has the focus
2.2.1 | Timing adjustable | A | h | a draft lasts 30 days; staff are signed out after a time
2.2.2 | Pause, stop, hide | A | h | nothing moves
2.3.1 | Three flashes or below threshold | A | h | nothing flashes
2.4.1 | Bypass blocks | A | m |
2.4.2 | Page titled | A | mh |
2.4.3 | Focus order | A | h |
2.4.4 | Link purpose (in context) | A | mh |
2.4.5 | Multiple ways | AA | h | postcode, list of boards, board’s page, register
2.4.6 | Headings and labels | AA | mh |
2.4.7 | Focus visible | AA | mh |
2.4.11 | Focus not obscured (minimum) | AA | h | nothing lies over the page
2.5.1 | Pointer gestures | A | n | no gestures
2.5.2 | Pointer cancellation | A | h | buttons and links only
2.5.3 | Label in name | A | mh |
2.5.4 | Motion actuation | A | n | nothing is moved by motion
2.5.7 | Dragging movements | AA | n | nothing is dragged
2.5.8 | Target size (minimum) | AA | mh |
3.1.1 | Language of page | A | m |
3.1.2 | Language of parts | AA | mh | what is in English only is marked as that on a page in another language
3.2.1 | On focus | A | h |
3.2.2 | On input | A | h |
3.2.3 | Consistent navigation | AA | h |
3.2.4 | Consistent identification | AA | h |
3.2.6 | Consistent help | A | h | ways to ask stand on each start page
3.3.1 | Error identification | A | mh |
3.3.2 | Labels or instructions | A | mh |
3.3.3 | Error suggestion | AA | h |
3.3.4 | Error prevention (legal, financial, data) | AA | h | answers can be checked before they are sent
3.3.7 | Redundant entry | A | h | nothing is asked twice
3.3.8 | Accessible authentication (minimum) | AA | h | a password may be pasted
4.1.2 | Name, role, value | A | m |
4.1.3 | Status messages | AA | h |
""")
