/** The answer of `get_conveyor_strip`, as the tests of its screens need it. */

const KEYS = [
    "entered",
    "in_work",
    "free",
    "waiting",
    "offered",
    "accepted",
    "returned",
    "passed",
    "won",
    "lost",
    "given_back",
    "inflow",
];

export const figure = (count, key) => ({ count, model: "conveyor.passage", domain: [["outcome", "=", key]] });

export function makeStrip(values) {
    const section = (role) => ({
        role,
        people: [{ id: 2, name: "Anna" }],
        warning: role === "farmer" && "Team: 1 of 2 people",
        is_bottleneck: role === "hunter",
        is_bar_low: role === "scout",
        oldest_hours: 30,
        average_hours: 2,
        average_days: role === "farmer" ? false : 2.5,
        queue_hours_before: 1,
        queue_grows: role === "hunter",
        norm: role === "farmer" ? false : 9.6,
        norm_people: 2,
        utilisation: role === "farmer" ? false : 1.25,
        lost_amount: role === "hunter" ? 12345.6 : 0,
        waiting_amount: role === "hunter" && 700,
        conversion: role === "farmer" ? false : 0.25,
        figures: Object.fromEntries(KEYS.map((key, index) => [key, figure(index + 1, key)])),
    });
    return {
        teams: [
            { id: 1, name: "North" },
            { id: 2, name: "South" },
        ],
        team_id: false,
        period: "month",
        is_partial: false,
        can_configure: true,
        currency_id: 1,
        bottleneck: {
            role: "hunter",
            kind: "overloaded",
            words: "Hunters get more than they can work.",
            hint: "Hire one.",
            amount: 56000.4,
            currency_id: 1,
        },
        sections: ["scout", "hunter", "farmer"].map(section),
        totals: { in_work: figure(6, "in_work"), won: figure(1234, "won"), lost: figure(0, "lost"), win_rate: 0.5 },
        ...values,
    };
}
