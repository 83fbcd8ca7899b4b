"""The components every page is made of; `/galerie/` shows each of them.

They are template builtins: no `{% load %}`. The content of a block tag arrives rendered and
escaped; arguments are escaped here. A tone never speaks alone: the words say the same.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, submission

register = template.Library()

TONES = ("neutral", "info", "success", "warning", "danger")
SOON_DAYS = 7


def _tone(tone: str) -> str:
    """The tone itself, or a ValueError: a misspelt tone would silently lose its meaning."""
    if tone not in TONES:
        raise ValueError(f"unknown tone {tone!r}, one of {TONES}")
    return tone


def _if(pattern: str, value: object) -> SafeString:
    """The pattern filled with the value, or nothing when the value is blank."""
    return format_html(pattern, value) if value and str(value).strip() else SafeString("")


# --- page -----------------------------------------------------------------------------------------


@register.simple_block_tag
def breadcrumb(content: str) -> SafeString:
    """Where am I: the path from the home page, made of `{% crumb %}`."""
    return format_html(
        '<nav class="crumbs" aria-label="{}"><ol>{}</ol></nav>', _("Fil d’Ariane"), content
    )


@register.simple_tag
def crumb(label: object, url: str = "") -> SafeString:
    """One step of the path; the last one, the page itself, has no URL."""
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_block_tag
def page_header(content: str, title: object, lead: object = "", eyebrow: object = "") -> SafeString:
    """The page's one `h1`, a sentence saying what it is for, and what I can do here."""
    return format_html(
        '<div class="page-header"><div>{}<h1>{}</h1>{}</div>{}</div>',
        _if('<p class="eyebrow">{}</p>', eyebrow),
        title,
        _if('<p class="lead">{}</p>', lead),
        _if('<div class="page-actions">{}</div>', content),
    )


@register.simple_block_tag
def card(content: str, title: object = "", lead: object = "", level: int = 2) -> SafeString:
    """A section of a page; `level` is that of its heading."""
    heading = format_html('<h{} class="card-title">{}</h{}>', level, title, level) if title else ""
    return format_html(
        '<section class="card"><div class="card-body">{}{}{}</div></section>',
        heading,
        _if('<p class="card-lead">{}</p>', lead),
        content,
    )


@register.simple_block_tag
def empty(content: str, title: object) -> SafeString:
    """Nothing here yet: says why, and what to do so that something appears."""
    return format_html(
        '<div class="empty"><p class="empty-title">{}</p><div>{}</div></div>', title, content
    )


@register.simple_block_tag
def why(content: str) -> SafeString:
    """Why do I see this: role, event, procuration, end date (P5)."""
    return format_html(
        '<div class="why" role="note"><strong>{}</strong> {}</div>',
        _("Pourquoi vous voyez ceci :"),
        content,
    )


@register.simple_block_tag
def why_here(content: str) -> SafeString:
    """The same for one section of a page, folded until somebody asks (P5)."""
    return format_html(
        '<details class="why-here"><summary>{}</summary>{}</details>',
        _("Pourquoi je vois ceci ?"),
        content,
    )


@register.simple_block_tag
def alert(content: str, tone: str = "info", title: object = "") -> SafeString:
    """A message in the page; `danger` is announced at once by a screen reader."""
    return format_html(
        '<div class="notice tone-{}" role="{}">{}<div>{}</div></div>',
        _tone(tone),
        "alert" if tone == "danger" else "status",
        _if('<p class="notice-title">{}</p>', title),
        content,
    )


# --- state and time -------------------------------------------------------------------------------


@register.simple_tag
def badge(text: object, tone: str = "neutral") -> SafeString:
    """A state in one or two words."""
    return format_html('<span class="state tone-{}">{}</span>', _tone(tone), text)


@register.simple_tag
def due(value: date | datetime | None) -> SafeString:
    """A deadline and how far it is, by the clock of the application; nothing for no date."""
    if value is None:
        return SafeString("")
    if isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    words, tone = _distance((value - clock.today()).days)
    return format_html(
        '<span class="due tone-{}"><time datetime="{}">{}</time> <span class="due-in">{}</span>'
        "</span>",
        tone,
        value.isoformat(),
        date_format(value, "SHORT_DATE_FORMAT"),
        words,
    )


def _distance(days: int) -> tuple[str, str]:
    """The words for a deadline that lies `days` ahead, and their tone."""
    if days < 0:
        late = ngettext("en retard de %(days)d jour", "en retard de %(days)d jours", -days)
        return late % {"days": -days}, "danger"
    if days == 0:
        return _("aujourd’hui"), "warning"
    if days == 1:
        return _("demain"), "warning"
    return _("dans %(days)d jours") % {"days": days}, "warning" if days <= SOON_DAYS else "neutral"


@register.inclusion_tag("components/steps.html")
def steps(items: Iterable[Mapping[str, Any]], label: object = "") -> dict[str, Any]:
    """How far a case has come.

    Each item has `label`, `state` (`done`, `current`, `todo`) and perhaps `note` (a date, a name).
    """
    words = {"done": _("fait"), "current": _("en cours"), "todo": _("à venir")}
    rows = [{**item, "state_label": words[item["state"]]} for item in items]
    return {"items": rows, "label": label or _("Avancement")}


# --- facts and lists ------------------------------------------------------------------------------


@register.simple_block_tag
def facts(content: str) -> SafeString:
    """A list of labelled facts, made of `{% fact %}`."""
    return format_html('<dl class="facts">{}</dl>', content)


@register.simple_block_tag
def fact(content: str, label: object) -> SafeString:
    """One labelled fact; a blank one shows a dash, so that nobody looks for it."""
    shown = content if content.strip() else "–"
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, shown)


@register.simple_block_tag
def timeline(content: str, label: object = "") -> SafeString:
    """What happened, in order, made of `{% event %}`."""
    return format_html(
        '<ol class="timeline" aria-label="{}">{}</ol>', label or _("Chronologie"), content
    )


@register.simple_block_tag
def event(
    content: str, at: date | datetime, title: object, by: object = "", tone: str = "neutral"
) -> SafeString:
    """One thing that happened: when, what, by whom, and more in its content."""
    moment = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    shape = "SHORT_DATETIME_FORMAT" if isinstance(at, datetime) else "SHORT_DATE_FORMAT"
    return format_html(
        '<li class="tone-{}"><p class="event-head"><time datetime="{}">{}</time>'
        " <strong>{}</strong>{}</p>{}</li>",
        _tone(tone),
        moment.isoformat(),
        date_format(moment, shape),
        title,
        _if(' <span class="event-by">{}</span>', by),
        _if('<div class="event-more">{}</div>', content),
    )


@register.simple_block_tag
def item_list(content: str, label: object = "") -> SafeString:
    """Things that wait or can be opened, made of `{% item %}`."""
    return format_html('<ul class="items"{}>{}</ul>', _if(' aria-label="{}"', label), content)


@register.simple_block_tag
def item(
    content: str, title: object, url: str = "", due_on: date | datetime | None = None
) -> SafeString:
    """One thing of a list: its name, leading to it, why it is here, until when."""
    name = format_html('<a href="{}">{}</a>', url, title) if url else title
    return format_html(
        '<li><div class="item-main"><p class="item-title">{}</p>{}</div>{}</li>',
        name,
        _if('<div class="item-more">{}</div>', content),
        _if('<div class="item-due">{}</div>', due(due_on)),
    )


@register.simple_block_tag
def table(content: str, caption: object) -> SafeString:
    """A table; on a narrow screen it scrolls within itself, by keyboard too."""
    return format_html(
        '<div class="table-scroll" role="region" tabindex="0" aria-label="{}">'
        '<table class="table"><caption>{}</caption>{}</table></div>',
        caption,
        caption,
        content,
    )


@register.inclusion_tag("components/pager.html")
def pager(previous: str = "", following: str = "", note: object = "") -> dict[str, Any]:
    """The ways to the pages before and after; nothing when there is one page only."""
    return {"previous": previous, "following": following, "note": note}


# --- acts and forms -------------------------------------------------------------------------------


@register.inclusion_tag("components/action_form.html")
def action_form(
    url: str,
    label: object,
    tone: str = "primary",
    confirm: object = "",
    refusal: object = "",
    **fields: object,
) -> dict[str, Any]:
    """One act as a button that posts; further arguments become hidden fields.

    `tone` is a Bootstrap button: `primary`, `secondary`, `danger`. `confirm` asks once more,
    without script. `refusal` says why the act isn't possible now, in place of the button.
    """
    return {
        "url": url,
        "label": label,
        "tone": tone,
        "confirm": confirm,
        "refusal": refusal,
        "fields": fields,
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, each line leading to its field (crispy forms show it unasked)."""
    rows = []
    for field in form:
        anchor = field.id_for_label or f"{field.auto_id}_0"
        for message in field.errors:
            rows.append({"anchor": anchor, "label": field.label, "message": message})
    return {"general": form.non_field_errors(), "rows": rows}


@register.simple_tag
def submission_key() -> SafeString:
    """The one-time key of a form, beside its CSRF token: sent twice, the form counts once."""
    return format_html('<input type="hidden" name="{}" value="{}">', submission.FIELD, uuid4())


@register.simple_tag
def required_note() -> SafeString:
    """What the star beside a label means; stands before the first field of a form."""
    return format_html(
        '<p class="required-note">{} <span aria-hidden="true" class="asteriskField">*</span></p>',
        _("Champs obligatoires :"),
    )
