import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format, get_format, number_format

from core import clock
from core.templatetags import ui

NOON = dt.datetime(2026, 11, 21, 12, tzinfo=timezone.get_default_timezone())
HOSTILE = '<script>alert("x")</script>'


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("day", "words", "tone"),
    [
        (dt.date(2026, 11, 19), "en retard de 2 jours", "danger"),
        (dt.date(2026, 11, 20), "en retard de 1 jour", "danger"),
        (dt.date(2026, 11, 21), "aujourd’hui", "warning"),
        (dt.date(2026, 11, 22), "demain", "warning"),
        (dt.date(2026, 11, 28), "dans 7 jours", "warning"),
        (dt.date(2026, 11, 29), "dans 8 jours", "neutral"),
    ],
)
def test_deadline_says_in_words_how_far_it_is(day, words, tone):
    with clock.at(NOON), translation.override("fr"):
        html = render("{% due day %}", day=day)
    assert f'{day:%d.%m.%Y}</time> <span class="due-in">{words}</span>' in html
    assert f"tone-{tone}" in html


def test_deadline_of_a_moment_is_its_day_in_zurich():
    just_before_midnight_utc = dt.datetime(2026, 11, 21, 23, 30, tzinfo=dt.UTC)
    with clock.at(NOON), translation.override("fr"):
        assert "22.11.2026" in ui.due(just_before_midnight_utc)


def test_no_deadline_shows_nothing():
    assert render("{% due None %}") == ""


@pytest.mark.parametrize(
    "source",
    [
        "{% page_header title=x lead=x eyebrow=x %}{{ x }}{% endpage_header %}",
        "{% card title=x lead=x %}{{ x }}{% endcard %}",
        "{% empty title=x %}{{ x }}{% endempty %}",
        "{% why %}{{ x }}{% endwhy %}",
        "{% alert title=x %}{{ x }}{% endalert %}",
        "{% badge x %}",
        "{% breadcrumb %}{% crumb x x %}{% crumb x %}{% endbreadcrumb %}",
        "{% facts %}{% fact x %}{{ x }}{% endfact %}{% endfacts %}",
        "{% timeline label=x %}{% event day x by=x %}{{ x }}{% endevent %}{% endtimeline %}",
        "{% item_list label=x %}{% item title=x url=x %}{{ x }}{% enditem %}{% enditem_list %}",
        "{% table caption=x %}<tr><td>{{ x }}</td></tr>{% endtable %}",
        "{% steps steps label=x %}",
        "{% action_form url=x label=x confirm=x version=x %}",
        "{% action_form url=x label=x refusal=x %}",
        "{% pager previous=x following=x note=x %}",
    ],
)
def test_component_escapes_what_it_is_given(source):
    steps = [{"label": HOSTILE, "state": "done", "note": HOSTILE}]
    html = render(source, x=HOSTILE, day=dt.date(2026, 11, 21), steps=steps)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert 'alert("x")' not in html


def test_misspelt_tone_is_an_error():
    with pytest.raises(ValueError, match="unknown tone"):
        ui.badge("x", tone="red")


def test_blank_fact_shows_a_dash():
    assert "<dd>–</dd>" in render("{% fact 'Région' %}  {% endfact %}")


def test_refused_act_has_no_form():
    html = render("{% action_form url='/x' label='Adopter' refusal='Point 3 ouvert.' %}")
    assert "<form" not in html
    assert "Point 3 ouvert." in html


def test_act_posts_its_hidden_fields():
    html = render("{% action_form url='/x' label='Adopter' version=3 %}")
    assert '<form method="post" action="/x"' in html
    assert '<input type="hidden" name="version" value="3">' in html


class SampleForm(forms.Form):
    title = forms.CharField(label="Objet")
    kind = forms.ChoiceField(label="Forme", widget=forms.RadioSelect, choices=[("a", "A")])


def test_error_summary_leads_to_the_fields():
    form = SampleForm({})
    form.add_error(None, "La fin précède le début.")
    html = render("{% form_errors form %}", form=form)
    assert "La fin précède le début." in html
    assert 'href="#id_title"' in html
    assert 'href="#id_kind_0"' in html


def test_crispy_form_shows_the_summary_unasked():
    html = render("{% load crispy_forms_filters %}{{ form|crispy }}", form=SampleForm({}))
    assert html.count("form-errors") == 1


def test_form_without_fault_shows_no_summary():
    assert render("{% form_errors form %}", form=SampleForm()).strip() == ""


@pytest.mark.parametrize("language", ["fr", "de"])
def test_canton_writes_figures_and_dates_alike_in_both_languages(language):
    with translation.override(language):
        assert number_format(5660, force_grouping=True) == "5’660"
        assert date_format(NOON.date()) == "21.11.2026"
        assert date_format(NOON, "SHORT_DATETIME_FORMAT") == "21.11.2026 12:00"
        assert get_format("DATE_INPUT_FORMATS")[:2] == ["%d.%m.%Y", "%Y-%m-%d"]


@pytest.mark.parametrize("name", ["500", "503"])
def test_page_of_last_resort_needs_no_context(name):
    html = render(f"{{% include '{name}.html' %}}")
    assert 'lang="fr"' in html
    assert 'lang="de"' in html
