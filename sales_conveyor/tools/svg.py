"""Charts drawn as SVG on the server: a printed page runs no scripts. Plain Python, no ORM."""

from markupsafe import Markup, escape

FACT, PLAN, GRID, TEXT = "#1f77b4", "#9aa0a6", "#e3e5e8", "#3c4043"
FONT = "font-family='DejaVu Sans, sans-serif' font-size='11'"


def draw_lines(series, width=680, height=200):
    """Running lines over the same points, the first solid, the others dashed; what is None ends a line.

    :param series: list of ``(label, [number or None])``
    :return: ``Markup`` of an SVG

    >>> "polyline" in draw_lines([("Fact", [1, 2, None]), ("Plan", [1, 2, 3])])
    True
    >>> draw_lines([("<b>", [])]).count("&lt;b&gt;")
    1
    """
    left, top, right, bottom = 8, 12, width - 8, height - 24
    top_value = (
        max((v for _label, values in series for v in values if v is not None), default=0) or 1
    )
    parts = [
        Markup("<line x1='%s' y1='%s' x2='%s' y2='%s' stroke='%s'/>") % (left, y, right, y, GRID)
        for y in (top, (top + bottom) / 2, bottom)
    ]
    for place, (label, values) in enumerate(series):
        step = (right - left) / max(len(values) - 1, 1)
        points = " ".join(
            f"{left + index * step:.1f},{bottom - (bottom - top) * max(value, 0) / top_value:.1f}"
            for index, value in enumerate(values)
            if value is not None
        )
        colour, dash = (FACT, "none") if place == 0 else (PLAN, "5 4")
        parts.append(
            Markup(
                "<polyline points='%s' fill='none' stroke='%s' stroke-width='2.5' stroke-dasharray='%s'/>"
                "<text x='%s' y='%s' fill='%s' " + FONT + ">%s</text>"
            )
            % (points, colour, dash, left + place * 180, height - 6, colour, label)
        )
    return _frame(parts, width, height)


def draw_bars(rows, width=680):
    """A bar for each row, with a mark where the plan is.

    :param rows: list of ``(label, value, plan or None, text)``

    >>> draw_bars([("Ann", 5, 10, "50 %")]).count("<rect")
    1
    """
    height = 24 * len(rows) + 8
    label_width, text_width = 170, 90
    room = width - label_width - text_width
    top_value = max((max(value or 0, plan or 0) for _l, value, plan, _t in rows), default=0) or 1
    scale = room / top_value
    parts = [
        _draw_bar(row, 24 * number + 4, label_width, scale, width - text_width + 6)
        for number, row in enumerate(rows)
    ]
    return _frame(parts, width, height)


def _draw_bar(row, y, left, scale, text_x):
    label, value, plan, text = row
    bar = Markup(
        "<text x='0' y='%s' fill='%s' " + FONT + ">%s</text>"
        "<rect x='%s' y='%s' width='%.1f' height='14' rx='2' fill='%s'/>"
        "<text x='%s' y='%s' fill='%s' " + FONT + ">%s</text>"
    ) % (
        y + 12, TEXT, label[:26],
        left, y, scale * max(value or 0, 0), FACT,
        text_x, y + 12, TEXT, text,
    )  # fmt: skip
    if not plan:
        return bar
    x = left + scale * plan
    mark = Markup("<line x1='%.1f' y1='%s' x2='%.1f' y2='%s' stroke='#d93025' stroke-width='2'/>")
    return bar + mark % (x, y - 2, x, y + 16)


def _frame(parts, width, height):
    body = Markup().join(parts)
    return Markup(
        "<svg xmlns='http://www.w3.org/2000/svg' width='%s' height='%s' viewBox='0 0 %s %s'>%s</svg>"
    ) % (width, height, width, height, escape(body))
