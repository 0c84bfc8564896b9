"""What the tests ask of the portrait of the real company's clients; told as plain data."""

import real_data

TRAITS = ("industry_id", "staff_range")
FIGURES = ("label", "deals", "won", "win_rate", "value", "lift", "is_small")


def answer(env, domain):
    """Enter how large the clients are, as the files tell it, and ask for the portrait of these deals."""
    accounts = real_data.read().accounts
    for client in env["res.partner"].search([("ref", "like", "REAL-")]):
        client.staff_count = int(accounts[client.name]["employees"])
    portrait = env["conveyor.portrait.report"]._get_portrait(domain)
    return {
        name: [{figure: trait[figure] for figure in FIGURES} for trait in portrait[name]]
        for name in TRAITS
    }
