"""HTML templates become tagged PDF. Runs in a job: a request never waits for a paper.

What is printed comes from the template's plain values; nothing is ever fetched from outside.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template, render_to_string
from django.utils import translation
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

BASE_TEMPLATE = "papers/base.html"
STYLE = Path(__file__).parent / "papers" / "print.css"
# The only addresses a paper may name: `asset:fonts/<file>`.
ASSET = re.compile(r"asset:(fonts/[A-Za-z-]+\.ttf)")


class OutsideAddress(FatalURLFetchingError):
    """A paper named an address outside the package's own assets."""


class AssetFetcher(URLFetcher):
    """Gives the package's own fonts and refuses everything else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        match = ASSET.fullmatch(url)
        path = finders.find(match[1]) if match else None
        if path is None:
            raise OutsideAddress(url)
        return URLFetcherResponse(url, Path(path).read_bytes(), {"Content-Type": "font/ttf"})


def render_pdf(template: str, context: Mapping[str, Any], language: str) -> bytes:
    """The paper as PDF/UA-1 in that language (domain S5).

    Raises OutsideAddress when the template names a resource that is not the package's own.
    """
    with translation.override(language):
        page = {**context, "language": language, "is_demo": settings.DEMO}
        html = render_to_string(template, page)
    style, fonts = _style()
    document = HTML(string=html, base_url="asset:", url_fetcher=AssetFetcher())
    return document.write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")


def template_version(template: str) -> str:
    """Twelve hexadecimal digits that change whenever the template, its base or the style do."""
    sources = [_source(template), _source(BASE_TEMPLATE), STYLE.read_text()]
    return hashlib.sha256("\0".join(sources).encode()).hexdigest()[:12]


def _source(name: str) -> str:
    origin = get_template(name).template.origin  # type: ignore[attr-defined]
    return Path(origin.name).read_text()


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    # Parsed once per worker: a CSS framework parsed each time costs more than the paper itself.
    fonts = FontConfiguration()
    css = CSS(string=STYLE.read_text(), font_config=fonts, url_fetcher=AssetFetcher())
    return css, fonts
