"""What an edition keeps gives back the same source, through JSON."""

import json

from app.reports.frozen import from_json, to_json
from app.reports.sections import compose
from tests.reports import samples


def test_a_source_comes_back_as_it_was() -> None:
    source = samples.source(samples.consultation("third-sector", 14), samples.consultation("carers", 60))
    kept = json.loads(json.dumps(to_json(source)))
    assert to_json(from_json(kept)) == kept
    assert compose(from_json(kept)) == compose(source)
