import { registry } from "@web/core/registry";

const column = (stage) => `.o_kanban_group:has(.o_column_title:contains(${stage}))`;
const card = (name, stage) => `${column(stage)} .o_kanban_record:contains(${name})`;
const SENT = "Tour Contact";
const RECEIVED = "Tour Talk";

const offer = (name) => [
    {
        content: `drag ${name} over the border`,
        trigger: card(name, SENT),
        run: `drag_and_drop (${column(RECEIVED)})`,
    },
    {
        content: `${name} stays where it was and waits for the hunter`,
        trigger: `${card(name, SENT)} .o_conveyor_waiting:contains(Hunter)`,
    },
];

const giveReason = [
    { trigger: ".modal [name=reason_id] input", run: "click" },
    { trigger: ".modal .o-autocomplete--dropdown-item:contains(Tour reason)", run: "click" },
    { trigger: ".modal [name=note] textarea", run: "edit Ask for the budget" },
    { trigger: ".modal button[name=action_return]", run: "click" },
    { trigger: "body:not(:has(.modal))" },
];

registry.category("web_tour.tours").add("sales_conveyor_scout_offers", {
    steps: () => [...offer("Mill"), ...offer("Bakery"), ...offer("Harbour")],
});

registry.category("web_tour.tours").add("sales_conveyor_hunter_decides", {
    steps: () => [
        { trigger: `${card("Mill", SENT)} .o_conveyor_accept`, run: "click" },
        { trigger: `${card("Mill", RECEIVED)} .o_conveyor_lit[data-role=hunter]` },
        { trigger: `${card("Harbour", SENT)} .o_conveyor_accept`, run: "click" },
        { trigger: card("Harbour", RECEIVED) },
        { trigger: `${card("Bakery", SENT)} .o_conveyor_return`, run: "click" },
        ...giveReason,
        {
            content: "the returned card is the hunter's no more",
            trigger: `.o_kanban_renderer:not(:has(.o_kanban_record:contains(Bakery)))`,
        },
        {
            content: "a drag back asks for the reason at once",
            trigger: card("Harbour", RECEIVED),
            run: `drag_and_drop (${column(SENT)})`,
        },
        ...giveReason,
        { trigger: `.o_kanban_renderer:not(:has(.o_kanban_record:contains(Harbour)))` },
        { trigger: card("Mill", RECEIVED), run: `drag_and_drop (${column(SENT)})` },
        { trigger: ".modal button[special=cancel], .modal .o_form_button_cancel", run: "click" },
        { content: "cancelled: nothing has moved", trigger: card("Mill", RECEIVED) },
    ],
});

registry.category("web_tour.tours").add("sales_conveyor_scout_reads", {
    steps: () => [
        { trigger: ".o_conveyor_wide .o_conveyor_lit[data-role=hunter]:contains(Hunter)" },
        { trigger: ".o_conveyor_wide .o_conveyor_person[data-role=scout]:contains(Scout)" },
    ],
});

registry.category("web_tour.tours").add("sales_conveyor_strip", {
    steps: () => [
        { trigger: ".o_conveyor_station[data-role=scout]" },
        { trigger: ".o_conveyor_team", run: "selectByLabel Department" },
        { trigger: ".o_conveyor_arrow:first .o_conveyor_figure:eq(1):contains(2)", run: "click" },
        { content: "the number opens its handovers", trigger: ".o_list_view .o_data_row:contains(Mill)" },
        { trigger: ".o_back_button, .breadcrumb-item a", run: "click" },
        { content: "the team is kept", trigger: ".o_conveyor_team:has(option:checked:contains(Department))" },
        { trigger: ".o_conveyor_strip" },
    ],
});
