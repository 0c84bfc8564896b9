const figure = (value, model = "conveyor.fact") => ({ value, model, domain: [["id", "=", value]] });
const head = (code, values) => ({
    metric_id: code.length,
    code,
    name: code,
    description: code,
    is_money: false,
    is_percentage: false,
    is_less_better: false,
    ...values,
});

/** What the server answers the cockpit, some of it replaced. */
export function makeCockpit(values = {}) {
    const main = {
        ...head("Contracts"),
        fact: figure(1400),
        plan: 3300,
        plan_to_date: 1050,
        attainment: 0.4242,
        pace: 1.3333,
        forecast: 4400,
        needed_per_day: 126.7,
        last_year: null,
    };
    const trend = (code, numbers) => ({
        ...head(code),
        figure: figure(numbers.at(-1)),
        previous: numbers.at(-2),
        trend: numbers,
    });
    return {
        company: "Mill",
        currency_id: 1,
        teams: [],
        people: [{ id: 7, name: "Viktor" }],
        team_id: false,
        user_id: false,
        user_name: false,
        is_self: false,
        can_plan: true,
        period: {
            kind: "month",
            first: "2026-03-01",
            last: "2026-03-31",
            is_present: true,
            working_days: 22,
            days_done: 7,
        },
        plan: {
            main,
            goals: [],
            has_plan: true,
            method: "Fact and pace",
            ranking: [
                { user_id: 7, name: "Viktor", fact: figure(700), plan: 1100, attainment: 0.64, pace: 2, forecast: 2200 },
            ],
            curve: { days: ["2026-03-02", "2026-03-03"], fact: [600, null], plan: [150, 300] },
        },
        strip: false,
        pipeline: [trend("deals_in_work", [4, 5]), trend("win_rate", [null, null])],
        signs: {
            plan: { goal: main },
            contacts: {
                in_work: figure(12, "crm.lead"),
                waiting: figure(0, "crm.lead"),
                unplanned: figure(3, "crm.lead"),
                overdue: figure(1, "crm.lead"),
            },
            load: { share: 1.4, overloaded: figure(1, "conveyor.load.report") },
            products: { rows: [] },
            broken: {
                late: figure(2, "crm.lead"),
                expired: figure(0, "conveyor.handover"),
                agreements: figure(4, "conveyor.agreement"),
                complaints: figure(1, "conveyor.incident"),
            },
        },
        exceptions: [{ key: "late", label: "Late contacts", tone: "danger", figure: figure(2, "crm.lead") }],
        ...values,
    };
}
