from cases.models import NumberSeries


def next_number(name: str, year: int) -> int:
    """The next number of a series, gapless: taken in the caller's transaction, back with it."""
    NumberSeries.objects.get_or_create(name=name, year=year)
    series = NumberSeries.objects.select_for_update().get(name=name, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return series.last
