"""Charts drawn as SVG on the server: a printed page runs no scripts. Plain Python, no ORM."""

from markupsafe import Markup, escape

FACT, PLAN, GRID, TEXT, FAINT = "#2f6fb0", "#9aa0a6", "#e3e5e8", "#3c4043", "#80868b"
GOOD, FAIR, BAD = "#2e9e5b", "#e8a200", "#d64545"
FONT = "font-family='DejaVu Sans, sans-serif' font-size='9'"
# The width of a letter at this size, wide ones too.
LETTER = 6


def draw_lines(series, width=680, height=180, labels=(), top_text=""):
    """Running lines over the same points, the first solid, the others dashed; what is None ends a line.

    :param series: list of ``(label, [number or None])``
    :param labels: what stands below the points; a few of them are written
    :param str top_text: how the highest value is written

    >>> "polyline" in draw_lines([("Fact", [1, 2, None]), ("Plan", [1, 2, 3])])
    True
    >>> draw_lines([("<b>", [])]).count("&lt;b&gt;")
    1
    >>> draw_lines([("Fact", [1, 2])], labels=["1", "2"], top_text="2").count("<text")
    4
    """
    box = left, top, right, bottom = 4, 32, width - 4, height - 18
    top_value = (
        max((v for _label, values in series for v in values if v is not None), default=0) or 1
    )
    parts = [
        Markup("<line x1='%s' y1='%s' x2='%s' y2='%s' stroke='%s'/>") % (left, y, right, y, GRID)
        for y in (top, (top + bottom) / 2, bottom)
    ]
    if top_text:
        parts.append(_write(left, top - 4, top_text, FAINT))
    x = left
    for place, (label, values) in enumerate(series):
        colour, dash = (FACT, "none") if place == 0 else (PLAN, "5 4")
        parts.append(_draw_line(values, box, top_value, colour, dash))
        parts.append(Markup("<rect x='%s' y='6' width='22' height='3' fill='%s'/>") % (x, colour))
        parts.append(_write(x + 28, 11, label, TEXT))
        x += 28 + LETTER * len(label) + 24
    parts += _write_labels(labels, left, right, height - 5)
    return _frame(parts, width, height)


def _draw_line(values, box, top_value, colour, dash):
    left, top, right, bottom = box
    step = (right - left) / max(len(values) - 1, 1)
    points = " ".join(
        f"{left + index * step:.1f},{bottom - (bottom - top) * max(value, 0) / top_value:.1f}"
        for index, value in enumerate(values)
        if value is not None
    )
    line = (
        "<polyline points='%s' fill='none' stroke='%s' stroke-width='2.5' stroke-dasharray='%s'/>"
    )
    return Markup(line) % (points, colour, dash)


def _write_labels(labels, left, right, y):
    """The first label, the last one, and two between them."""
    last = len(labels) - 1
    step = (right - left) / max(last, 1)
    anchors = {0: "start", last: "end"}
    return [
        _write(left + index * step, y, labels[index], FAINT, anchors.get(index, "middle"))
        for index in sorted({0, last // 3, 2 * last // 3, last} if labels else ())
    ]


def draw_bars(rows, width=680):
    """A bar for each row, with a mark where the plan is; green on pace, yellow near it, red behind.

    :param rows: list of ``(label, value, plan or None, text, pace or None)``

    >>> draw_bars([("Ann", 5, 10, "50 %", 1.1)]).count(GOOD)
    1
    """
    height = 18 * len(rows) + 4
    label_width = 8 + LETTER * min(max((len(row[0]) for row in rows), default=0), 26)
    text_width = 12 + LETTER * max((len(row[3]) for row in rows), default=0)
    top_value = max((max(value or 0, plan or 0) for _l, value, plan, *_ in rows), default=0) or 1
    scale = (width - label_width - text_width) / top_value
    parts = [
        _draw_bar(row, 18 * number + 2, label_width, scale, width)
        for number, row in enumerate(rows)
    ]
    return _frame(parts, width, height)


def _draw_bar(row, y, left, scale, right):
    label, value, plan, text, pace = row
    value = max(value or 0, 0)
    bar = Markup("<rect x='%s' y='%s' width='%.1f' height='12' rx='2' fill='%s'/>") % (
        left,
        y + 1,
        scale * value,
        _get_tone(pace),
    )
    bar = _write(0, y + 11, label[:26], TEXT) + bar + _write(right, y + 11, text, TEXT, "end")
    if not plan:
        return bar
    x = left + scale * plan
    mark = Markup("<line x1='%.1f' y1='%s' x2='%.1f' y2='%s' stroke='%s' stroke-width='2'/>")
    return bar + mark % (x, y - 1, x, y + 15, TEXT)


def _get_tone(pace):
    if pace is None:
        return FACT
    return GOOD if pace >= 1 else FAIR if pace >= 0.8 else BAD


def draw_parts(parts, width=680):
    """One bar made of parts, each with its name and number below.

    :param parts: list of ``(label, number, colour)``

    >>> draw_parts([("Accepted", 3, GOOD), ("Missing", 1, BAD)], width=400).count("width='100.0'")
    1
    """
    whole, drawn, x, text_x = sum(number for _l, number, _c in parts) or 1, [], 0, 0
    for label, number, colour in parts:
        part, text = width * number / whole, f"{label}: {number}"
        bar = Markup("<rect x='%.1f' y='2' width='%.1f' height='12' fill='%s'/>")
        dot = Markup("<rect x='%.1f' y='22' width='8' height='8' rx='2' fill='%s'/>")
        drawn += [bar % (x, part, colour), dot % (text_x, colour)]
        drawn.append(_write(text_x + 12, 30, text, TEXT))
        x, text_x = x + part, text_x + 12 + LETTER * len(text) + 16
    return _frame(drawn, width, 36)


def _write(x, y, text, colour, anchor="start"):
    return Markup("<text x='%s' y='%s' fill='%s' text-anchor='%s' " + FONT + ">%s</text>") % (
        f"{x:.1f}",
        f"{y:.1f}",
        colour,
        anchor,
        text,
    )


def _frame(parts, width, height):
    """The drawing as wide as the page, whatever a pixel of the printer is."""
    frame = Markup(
        "<div style='position: relative; width: 100%%; padding-bottom: %.2f%%; page-break-inside: avoid;'>"
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %s %s' "
        "style='position: absolute; top: 0; left: 0; width: 100%%; height: 100%%;'>%s</svg></div>"
    )
    return frame % (100 * height / width, width, height, escape(Markup().join(parts)))
