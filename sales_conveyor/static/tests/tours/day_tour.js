import { registry } from "@web/core/registry";

const menu = (section, item) => [
    { trigger: `.o_menu_sections [data-menu-xmlid='${section}']`, run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid='sales_conveyor.${item}']`, run: "click" },
];
const burger = (item) => [
    { content: "on a telephone", trigger: ".o_menu_toggle", run: "click" },
    { trigger: `.o_app_menu_sidebar [data-menu-xmlid='sales_conveyor.${item}']`, run: "click" },
    { trigger: "body:not(:has(.o_app_menu_sidebar))" },
];
const person = (name) => `.o_conveyor_standup_person[aria-label='${name}']`;
const line = (name) => `.o_conveyor_evening_line:contains(${name})`;
const add = (name, steps) => registry.category("web_tour.tours").add(`sales_conveyor_day_${name}`, { steps: () => steps });

add("morning", [
    ...menu("crm.crm_menu_sales", "conveyor_standup_menu_screen"),
    { trigger: ".o_conveyor_standup h2:contains(Department · Morning)" },
    { trigger: ".o_conveyor_start", run: "click" },
    { content: "who is here", trigger: `${person("Hunter")} button:contains(Present)`, run: "click" },
    { trigger: `${person("Hunter")} button[aria-pressed]:contains(Present)` },
    { content: "the norm of the day", trigger: `${person("Hunter")}:contains(Calls: 5)` },
    { trigger: `${person("Hunter")} label:contains(Success) input`, run: "edit The mill wants an audit && press Enter" },
    { content: "a task of the day", trigger: `${person("Hunter")} form input`, run: "edit Send the price list" },
    { trigger: `${person("Hunter")} form button`, run: "click" },
    { trigger: `${person("Hunter")} .o_conveyor_tasks:contains(Send the price list)` },
    { content: "the next one", trigger: `${person("Scout")} button:contains(Came Late)`, run: "click" },
    { trigger: `${person("Scout")} button[aria-pressed]:contains(Came Late)` },
    { trigger: ".o_conveyor_finish", run: "click" },
    { trigger: ".o_conveyor_standup header .badge:contains(Done)" },
    { content: "who did not come was absent", trigger: `${person("Farmer")} button[aria-pressed]:contains(Absent)` },
]);

add("work", [
    ...menu("crm.crm_menu_sales", "conveyor_standup_menu_screen"),
    {
        content: "the task of the morning is done",
        trigger: `${person("Hunter")} .o_conveyor_tasks li:contains(Send the price list) button`,
        run: "click",
    },
    { trigger: `${person("Hunter")}:not(:contains(Send the price list))` },
    { trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']", run: "click" },
    { trigger: ".o-dropdown--menu [data-menu-xmlid='crm.menu_crm_opportunities']", run: "click" },
    { trigger: ".o_kanban_record:contains(Northern Mill: audit)", run: "click" },
    { trigger: ".o_form_view button[name=action_log_call]", run: "click" },
    { trigger: ".modal [name=minutes] input", run: "edit 3" },
    { trigger: ".modal button[name=action_talked]", run: "click" },
    { trigger: "body:not(:has(.modal)) button[name=action_open_calls]:contains(1)" },
    { content: "two clicks", trigger: ".o_form_view button[name=action_log_call]", run: "click" },
    { trigger: ".modal button[name=action_no_answer]", run: "click" },
    { trigger: "body:not(:has(.modal)) button[name=action_open_calls]:contains(2)" },
]);

add("review", [
    ...menu("crm.crm_menu_sales", "conveyor_call_review_menu_mine"),
    { trigger: ".o_kanban_record:contains(Hunter)", run: "click" },
    { trigger: ".o_conveyor_left:contains(3 to mark)" },
    { content: "a key for a mark", trigger: ".o_conveyor_marks", run: "press 1" },
    { trigger: ".o_conveyor_left:contains(2 to mark)", run: "press 4" },
    { trigger: ".o_conveyor_left:contains(1 to mark)", run: "press 5" },
    { trigger: ".o_conveyor_score:contains(90%)" },
    { trigger: ".o_conveyor_left:contains(All is marked)", run: "press Enter" },
    { trigger: ".o_arrow_button_current:contains(Published)" },
]);

add("evening", [
    ...burger("conveyor_call_review_menu_mine"),
    { trigger: ".o_kanban_record:contains(90%)", run: "click" },
    { trigger: "button[name=action_acknowledge]", run: "click" },
    { trigger: ".o_form_view:not(:has(button[name=action_acknowledge]))" },
    ...burger("conveyor_daily_report_menu_mine"),
    { trigger: `${line("Calls")}:contains(CRM: 2)` },
    { trigger: `${line("Calls")} input[type=number]`, run: "edit 9 && press Tab" },
    { content: "a difference asks for a word", trigger: `${line("Calls")} input[type=text]`, run: "edit By my own telephone" },
    { trigger: ".o_conveyor_evening label:contains(Tomorrow) textarea", run: "edit Offer for the mill" },
    {
        content: "the whole report is one screen of a telephone",
        trigger: ".o_conveyor_submit",
        run({ anchor }) {
            const { bottom } = anchor.getBoundingClientRect();
            const { scrollWidth, clientWidth } = document.scrollingElement;
            if (bottom > window.innerHeight || scrollWidth > clientWidth) {
                throw new Error(`the report is larger than the screen: ${bottom}, ${scrollWidth}`);
            }
        },
    },
    { trigger: ".o_conveyor_submit", run: "click" },
    { trigger: ".o_conveyor_evening .badge:contains(Handed in)" },
]);

add("queue", [
    ...menu("sales_conveyor.sales_conveyor_menu_root", "conveyor_daily_report_menu"),
    { content: "what differs is first", trigger: ".o_data_row:first:contains(Calls 9 (CRM: 2)) button[name=action_answer]", run: "click" },
    { trigger: ".modal [name=comment] textarea", run: "edit Log it first, then claim it" },
    { trigger: ".modal button[name=action_comment]", run: "click" },
    { trigger: ".o_data_row:first:contains(Log it first)" },
]);

add("frozen", [
    { trigger: `${line("Calls")} .badge:contains(Over-claimed)` },
    { trigger: ".o_conveyor_evening .alert:contains(Log it first, then claim it)" },
    { content: "nothing can be changed", trigger: ".o_conveyor_evening_form:not(:has(.o_conveyor_submit, input))" },
]);

add("accept", [
    ...menu("sales_conveyor.sales_conveyor_menu_root", "conveyor_daily_report_menu"),
    { trigger: ".o_data_row:contains(Calls 9 (CRM: 2)) button[name=action_accept]", run: "click" },
    { trigger: ".o_list_view:not(:has(.o_data_row:contains(Calls 9)))" },
    ...menu("sales_conveyor.sales_conveyor_menu_root", "conveyor_presentation_menu"),
    { trigger: ".modal button[name=action_print]", run: "click" },
    { content: "the page is printed", trigger: "body:not(:has(.modal))" },
]);
