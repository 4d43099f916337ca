"""The settings that Speir is served with, with another program behind them."""

import runpy
from pathlib import Path

OURS = ("wsgi_app", "post_fork")

_settings = runpy.run_path(str(Path(__file__).resolve().parents[2] / "deploy" / "gunicorn.conf.py"))
globals().update({name: value for name, value in _settings.items() if name[0] != "_" and name not in OURS})
wsgi_app = "bench.yardstick.program:app"
