"""Pictures and clips for tests and for the examples in `surveys/examples`, drawn here and taken from nobody.

`python -m tests.surveys.drawn` draws those of the examples anew.
"""

import base64
import io
import struct
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image, ImageDraw

WIDTH, HEIGHT, FINE = 480, 320, 3  # drawn three times as large, so that edges are smooth
BLUE, LIGHT, DARK, GREEN, SKIN, WARM = "#0065bd", "#e6f0f9", "#002d54", "#428542", "#d9a066", "#fdd522"
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:01.500\nThe sun rises behind the bridge.\n"
SECONDS = 2

Draw = Callable[[ImageDraw.ImageDraw], None]


def encoded(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """A picture as a file of that kind."""
    held = io.BytesIO()
    image.save(held, kind, **options)
    return held.getvalue()


def png(width: int = 6, height: int = 4, colour: str = BLUE) -> bytes:
    """A picture of one colour."""
    return encoded(Image.new("RGB", (width, height), colour))


def box(kind: bytes, body: bytes) -> bytes:
    """A box of an MP4 file."""
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(width: int = 640, height: int = 360, brand: bytes = b"isom") -> bytes:
    """An MP4 file with a track of that size, and nothing to see in it."""
    sound, film = box(b"tkhd", bytes(84)), box(b"tkhd", bytes(76) + struct.pack(">HHHH", width, 0, height, 0))
    tracks = box(b"trak", sound) + box(b"trak", box(b"edts", b"") + film)
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"mdat", bytes(500)) + box(b"moov", tracks)


def drawn(draw: Draw) -> bytes:
    """What is drawn on a light ground, small."""
    large = Image.new("RGB", (WIDTH * FINE, HEIGHT * FINE), LIGHT)
    draw(ImageDraw.Draw(large))
    return encoded(large.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).quantize(32), optimize=True)


def _at(*points: float) -> list[float]:
    return [FINE * one for one in points]


def letter(pen: ImageDraw.ImageDraw) -> None:
    """An envelope."""
    pen.rectangle(_at(110, 80, 370, 240), "white", DARK, 4 * FINE)
    pen.line(_at(112, 82, 240, 175, 368, 82), DARK, 4 * FINE, joint="curve")


def telephone(pen: ImageDraw.ImageDraw) -> None:
    """A mobile telephone with a call coming in."""
    pen.rounded_rectangle(_at(180, 40, 300, 280), 16 * FINE, DARK)
    pen.rectangle(_at(192, 64, 288, 240), "white")
    pen.ellipse(_at(230, 248, 250, 268), "white")
    pen.ellipse(_at(210, 110, 270, 170), GREEN)
    for far in (40, 65):
        pen.arc(_at(240 - 70 - far, 160 - far, 240 - 70 + far, 160 + far), 140, 220, BLUE, 5 * FINE)
        pen.arc(_at(240 + 70 - far, 160 - far, 240 + 70 + far, 160 + far), 320, 40, BLUE, 5 * FINE)


def meeting(pen: ImageDraw.ImageDraw) -> None:
    """Four people around a table."""
    for x, y, colour in ((110, 120, BLUE), (200, 80, GREEN), (280, 80, DARK), (370, 120, WARM)):
        pen.ellipse(_at(x - 20, y - 20, x + 20, y + 20), SKIN)
        pen.pieslice(_at(x - 38, y + 22, x + 38, y + 110), 180, 360, colour)
    pen.ellipse(_at(90, 170, 390, 270), "white", DARK, 4 * FINE)


def steps(pen: ImageDraw.ImageDraw) -> None:
    """A door at the top of three steps."""
    pen.rectangle(_at(190, 50, 290, 200), BLUE, DARK, 4 * FINE)
    pen.ellipse(_at(270, 120, 280, 130), WARM)
    for number in range(3):
        pen.rectangle(_at(170 - 25 * number, 200 + 25 * number, 310 + 25 * number, 226 + 25 * number),
                      "white", DARK, 3 * FINE)  # fmt: skip


def ramp(pen: ImageDraw.ImageDraw) -> None:
    """A door that a ramp with a handrail leads to."""
    pen.rectangle(_at(300, 50, 400, 220), BLUE, DARK, 4 * FINE)
    pen.ellipse(_at(380, 130, 390, 140), WARM)
    pen.polygon(_at(60, 275, 300, 220, 400, 220, 400, 275), "white", DARK, 3 * FINE)
    pen.line(_at(80, 210, 300, 160), DARK, 5 * FINE)
    for x in (80, 190, 298):
        pen.line(_at(x, 210 - (x - 80) * 50 / 220, x, 270 - (x - 80) * 50 / 220), DARK, 4 * FINE)


def bridge(pen: ImageDraw.ImageDraw) -> None:
    """A footbridge over water."""
    pen.rectangle(_at(0, 230, 480, 320), BLUE)
    pen.ellipse(_at(330, 30, 400, 100), WARM)
    pen.arc(_at(40, 130, 440, 400), 190, 350, DARK, 14 * FINE)
    pen.arc(_at(40, 80, 440, 350), 190, 350, DARK, 5 * FINE)
    for x, y in ((90, 126), (160, 91), (240, 80), (320, 91), (390, 126)):
        pen.line(_at(x, y, x, y + 50), DARK, 4 * FINE)


PICTURES: Mapping[str, Draw] = {
    "bridge.png": bridge, "letter.png": letter, "meeting.png": meeting,
    "ramp.png": ramp, "steps.png": steps, "telephone.png": telephone,
}  # fmt: skip
FILM = """async ([source, seconds]) => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 480, height: 320});
    const pen = canvas.getContext('2d'), picture = new Image();
    picture.src = source;
    await picture.decode();
    const recorder = new MediaRecorder(canvas.captureStream(10),
                                       {mimeType: 'video/webm;codecs=vp8', videoBitsPerSecond: 100000});
    const parts = [];
    recorder.ondataavailable = event => parts.push(event.data);
    const done = new Promise(resolve => recorder.onstop = resolve);
    recorder.start();
    for (let frame = 0; frame < seconds * 10; frame++) {
        pen.drawImage(picture, 0, 0);
        pen.fillStyle = 'rgba(0, 45, 84, ' + 0.7 * (1 - frame / (seconds * 10)) + ')';
        pen.fillRect(0, 0, 480, 320);
        await new Promise(resolve => setTimeout(resolve, 100));
    }
    recorder.stop();
    await done;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
}"""


def film() -> bytes:
    """A clip of two seconds in which it becomes light around the bridge, as a browser records it."""
    from playwright.sync_api import sync_playwright

    source = "data:image/png;base64," + base64.b64encode(drawn(bridge)).decode()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium")
        return base64.b64decode(browser.new_page().evaluate(FILM, [source, SECONDS]))


def main(folder: Path) -> None:
    """Write the files of the examples."""
    folder.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        (folder / name).write_bytes(drawn(draw))
    (folder / "morning.webm").write_bytes(film())
    (folder / "morning.vtt").write_text(CAPTIONS, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[2] / "surveys" / "examples" / "media"))
