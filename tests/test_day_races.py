"""A report, a call, a review or an incident is touched by two at once: one truth remains, and nobody sees a fault."""

import pytest

from evening import CALL, REPORT, REVIEW, Evening
from serving import environment

ROUNDS = 4
WORD = "conveyor.call.review.word"
CRONS = (
    "sales_conveyor.conveyor_daily_report_cron_open",
    "sales_conveyor.conveyor_daily_report_cron_freeze",
    "sales_conveyor.conveyor_agreement_cron_decide",
    "sales_conveyor.conveyor_incident_cron_confirm",
    "sales_conveyor.conveyor_call_sample_cron_draw",
)


@pytest.fixture(scope="module")
def evening(arena):
    """The department at the end of its day."""
    return Evening(arena)


@pytest.fixture(autouse=True)
def _whole(arena, evening):
    """After each race the tables tell one story."""
    yield
    assert not {**arena.damages(), **evening.damages()}


# === REPORTS === #


def test_one_report_handed_in_several_times_at_once(arena, evening):
    """A telephone that sends twice: all go through, and the report tells one of them."""
    for _round in range(ROUNDS):
        report, line = evening.report()
        calls = [
            arena.by("hunter", REPORT, "submit_report", ids=[report], values={"claims": {line: n}})
            for n in (3, 4, 5)
        ]
        answers = evening.press(*calls)
        assert all(answer.ok for answer in answers), answers
        state, _frozen, claimed, _verdict = evening.stands(report)
        assert (state, claimed in (3, 4, 5)) == ("submitted", True)
    evening.freeze()


def test_handing_in_against_the_freeze(arena, evening):
    """Either it was told and judged by its own claim, or it is missing and its person is told so."""
    for number in range(ROUNDS * 2):
        report, line = evening.report()
        values = {"claims": {line: 7}}
        call = arena.by("hunter", REPORT, "submit_report", ids=[report], values=values)
        if number % 2:  # a second time: what was told stands beside what is told now
            assert arena.server.call(*call[:3], ids=[report], values={}).ok
        answer = evening.beside(evening.freeze, call)
        evening.freeze()  # what was locked waits for the next quarter of an hour
        state, frozen, claimed, verdict = evening.stands(report)
        assert frozen
        if answer.ok:
            assert (state, claimed, verdict) == ("submitted", 7, "not_logged")
        else:
            assert "frozen" in answer.told
            assert (state, claimed) == (("submitted" if number % 2 else "missing"), 0)


def test_two_freezes_at_once(evening):
    """Two servers wake up together: judged once, booked once."""
    for _round in range(2):
        told, silent = evening.told(), evening.report("scout")
        evening.freeze(servers=2)
        evening.freeze()  # what was locked waits for the next quarter of an hour
        assert evening.stands(told[0])[:2] == ("submitted", True)
        assert evening.stands(silent[0])[:2] == ("missing", True)


def test_accepting_while_the_seller_adds_a_line(arena, evening):
    """The head accepts or not; the line is there once however often it was sent."""
    for _round in range(ROUNDS):
        report, _line = evening.told()
        evening.freeze()
        with environment(arena.database) as env:
            metric = env[REPORT].browse(report).line_ids.metric_id[0].id
        body = {"metric_id": metric, "quantity": 1, "comment": "from my telephone"}
        answers = evening.press(
            arena.by("head", REPORT, "action_accept", ids=[report]),
            *[arena.by("hunter", REPORT, "adjust_report", ids=[report], **body)] * 3,
        )
        assert answers[0].ok, answers
        assert sum(answer.ok for answer in answers[1:]) == 1, answers
        assert evening.stands(report)[0] == "accepted"


def test_two_heads_decide_of_one_report(arena, evening):
    """One gives it back, the other accepts: one of them is told that it is decided."""
    for _round in range(ROUNDS):
        report, _line = evening.told()
        evening.freeze()
        answers = evening.press(
            arena.by("head", REPORT, "action_accept", ids=[report]),
            arena.by("leader", REPORT, "return_report", ids=[report], comment="Look again"),
        )
        assert sum(answer.ok for answer in answers) == 1, answers
        expected = "accepted" if answers[0].ok else "returned"
        assert evening.stands(report)[0] == expected


def test_giving_back_while_the_seller_hands_in_anew(arena, evening):
    """Before the freeze both are right, one after the other."""
    for _round in range(ROUNDS):
        report, line = evening.told()
        back, _anew = evening.press(
            arena.by("leader", REPORT, "return_report", ids=[report], comment="Look again"),
            arena.by("hunter", REPORT, "submit_report", ids=[report], values={"claims": {line: 1}}),
        )
        assert back.ok, back
        state, _frozen, claimed, _verdict = evening.stands(report)
        assert (state in ("returned", "submitted"), claimed) == (True, 1)
    evening.freeze()


# === CALLS AND REVIEWS === #


def test_telephony_tells_of_one_call_by_several_lines_at_once(arena, evening):
    """The same external id from several connections, in one order and in the other: one call each."""
    for number in range(ROUNDS):
        ids = [f"race-{number}-{part}" for part in "abc"]
        rows = [{"user_id": arena.users["hunter"], "external_id": one} for one in ids]
        calls = [arena.by("telephony", CALL, "log_calls", calls=rows[::step]) for step in (1, -1)]
        calls.append(arena.by("telephony", CALL, "log_call", values=rows[1]))
        answers = evening.press(*calls)
        assert all(answer.ok for answer in answers), answers
        told = [*answers[0].value, *answers[1].value, answers[2].value]
        assert sum(one["is_new"] for one in told) == len({one["id"] for one in told}) == 3


def test_one_review_is_published_twice_at_once(arena, evening):
    """And while a mark is still given: what was published is what stands."""
    for _round in range(ROUNDS):
        review = evening.review()
        with environment(arena.database) as env:
            sheet = env[REVIEW].browse(review)
            lines, before = sheet.line_ids.ids, sheet.score
        publish = arena.by("reviewer", REVIEW, "action_publish", ids=[review])
        mark = arena.by("reviewer", REVIEW, "set_mark", ids=[review], line_id=lines[-1], mark="0")
        answers = evening.press(publish, mark, publish)
        assert any(answer.ok for answer in answers[::2]), answers
        [(state, score)] = arena.read(REVIEW, [review], "state", "score")
        assert (state, score == before) == ("published", not answers[1].ok)


def test_seller_agrees_and_disputes_at_once(arena, evening):
    """Two windows of one person: one answer."""
    for _round in range(ROUNDS):
        review = evening.review("publish")
        word = arena.wizard("hunter", WORD, review_id=review, kind="dispute", text="Otherwise")
        agree, dispute = evening.press(
            arena.by("hunter", REVIEW, "action_acknowledge", ids=[review]),
            arena.by("hunter", WORD, "action_send", ids=word),
        )
        assert agree.ok != dispute.ok, (agree, dispute)
        [(state,)] = arena.read(REVIEW, [review], "state")
        assert state == ("acknowledged" if agree.ok else "disputed")


def test_two_people_resolve_one_dispute(arena, evening):
    """The leader and the head decide otherwise: one of them is told."""
    for _round in range(ROUNDS):
        review = evening.review("publish", "dispute")
        words = {
            person: arena.wizard(
                person, WORD, review_id=review, kind="resolve", text="So", resolution=resolution
            )
            for person, resolution in (("leader", "upheld"), ("head", "annulled"))
        }
        answers = evening.press(
            *(arena.by(who, WORD, "action_send", ids=ids) for who, ids in words.items())
        )
        assert sum(answer.ok for answer in answers) == 1, answers
        [(resolution,)] = arena.read(REVIEW, [review], "resolution")
        assert resolution == ("upheld" if answers[0].ok else "annulled")


# === INCIDENTS, AGREEMENTS, CRONS === #


def test_two_judges_and_the_person_at_once(arena, evening):
    """A breach is confirmed, dismissed and disputed: one verdict, and whoever is late is told."""
    form = "conveyor.incident.verdict"
    for number in range(ROUNDS):
        with environment(arena.database) as env:
            row = {"origin": f"race,{number}", "user_id": arena.users["hunter"]}
            row |= {"team_id": arena.team, "happened_on": env.cr.now().date(), "evidence": "Seen"}
            [breach] = env["conveyor.incident"]._book_breaches("offer_expired", [row])
        forms = {
            person: arena.wizard(person, form, incident_ids=[breach], deed=deed, words="So")
            for person, deed in (("leader", "confirm"), ("head", "dismiss"), ("hunter", "dispute"))
        }
        answers = evening.press(
            *(arena.by(who, form, "action_apply", ids=ids) for who, ids in forms.items())
        )
        [(state, words)] = arena.read("conveyor.incident", [breach], "state", "dispute_words")
        assert bool(words) == answers[2].ok
        assert state in {
            *(["confirmed"] if answers[0].ok else []),
            *(["dismissed"] if answers[1].ok else []),
            *([] if answers[0].ok or answers[1].ok else ["reported"]),
        }


def test_agreement_done_and_dropped_at_once(arena, evening):
    """The seller marks the call as done while his leader deletes it: kept or cancelled, and booked so."""
    for _round in range(ROUNDS):
        [card] = arena.cards(owner="hunter", stage="talk")
        with environment(arena.database) as env:
            lead, user = env["crm.lead"].browse(card), arena.users["hunter"]
            activity = lead.activity_schedule("mail.mail_activity_data_call", user_id=user).id
        done, gone = evening.press(
            arena.by("hunter", "mail.activity", "action_feedback", ids=[activity]),
            arena.by("leader", "mail.activity", "unlink", ids=[activity]),
        )
        with environment(arena.database) as env:
            agreement = env["conveyor.agreement"].search([("activity_key", "=", activity)])
            assert agreement.state in ("kept", "cancelled"), (done, gone)
            assert agreement.state == "kept" or gone.ok


def test_crons_of_the_day_started_by_three_at_once(arena, evening):
    """By the server and by two administrators: done once; whoever comes second is told that it runs."""
    evening.call()
    with environment(arena.database) as env:
        ids = [env.ref(name).id for name in CRONS]
        samples = env["conveyor.call.sample"].search_count([])
    for cron in ids:
        call = arena.by("admin", "ir.cron", "method_direct_trigger", ids=[cron])
        answers = evening.press(*[call] * 3)
        assert any(answer.ok for answer in answers), answers
    with environment(arena.database) as env:
        companies = env["res.company"].search_count([])
        assert env["conveyor.call.sample"].search_count([]) <= samples + companies * 31
