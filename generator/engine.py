"""The drawing engine: a program that answers each request, a line of JSON, with a drawing, a line of JSON.

Nobody imports it: it is run by `drawing`, where something has to be drawn. Altair and the engine itself are therefore
never loaded by a build that finds every drawing in the cache; they cost more than all the rest of such a build.
"""

import base64
import json
import sys
from collections.abc import Iterable, Iterator

import vl_convert

from generator.charts import bind
from generator.drawing import CODE
from generator.svg import clean


def main(lines: Iterable[str]) -> Iterator[str]:
    """Answer with the code that draws, then each request with an SVG, or with a PNG in base64."""
    yield CODE.hex()
    for line in lines:
        request = json.loads(line)
        if "svg" in request:
            yield base64.b64encode(vl_convert.svg_to_png(request["svg"], scale=1)).decode()
        else:
            vega = bind(request["form"], request["rows"], request["height"])
            yield clean(vl_convert.vega_to_svg(vega), request["colors"])


if __name__ == "__main__":
    for answer in main(sys.stdin):
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
