import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const OPEN = { content: "one click from anywhere", trigger: ".o_conveyor_menu button", run: "click" };

tours.add("sales_conveyor_cockpit_owner", {
    steps: () => [
        OPEN,
        { content: "half of the plan", trigger: "[data-sign=plan] .o_conveyor_big:contains(50%)" },
        { trigger: ".o_conveyor_ranking tr:contains(Hunter2):contains(100%)" },
        { trigger: ".o_conveyor_goal .o_conveyor_fact", run: "click" },
        { content: "the facts behind it", trigger: ".o_list_view .o_data_row:nth-child(3)" },
        { trigger: ".o_list_view:not(:has(.o_data_row:nth-child(4)))" },
        { content: "they sum to the number", trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot .o_pivot_cell_value:contains(1,500)" },
        { trigger: ".breadcrumb-item a:contains(Cockpit), .o_back_button", run: "click" },
        { trigger: "[data-period=year]", run: "click" },
        { trigger: "[data-period=year].active" },
        { trigger: ".o_conveyor_workbook[href*='period=year']" },
    ],
});

tours.add("sales_conveyor_cockpit_head", {
    steps: () => [
        OPEN,
        { content: "a new fact changes the number", trigger: "[data-sign=plan] .o_conveyor_big:contains(60%)" },
        { trigger: ".o_conveyor_ranking button:contains(Hunter2)", run: "click" },
        { content: "one person", trigger: ".o_conveyor_attainment:contains(160%)" },
        { trigger: ".o_conveyor_person", run: "select " },
        { trigger: ".o_conveyor_attainment:contains(60%)" },
        { content: "nothing was planned for last month", trigger: ".o_conveyor_before", run: "click" },
        { trigger: ".o_conveyor_no_plan button:contains(Make a Plan)", run: "click" },
        { trigger: ".o_list_view .o_data_row" },
    ],
});

tours.add("sales_conveyor_cockpit_hunter", {
    steps: () => [
        OPEN,
        { content: "only his own", trigger: ".o_conveyor_attainment:contains(50%)" },
        { trigger: ".o_conveyor_cockpit:not(:has(.o_conveyor_person))" },
        { trigger: ".o_conveyor_ranking tbody:not(:has(tr:nth-child(2)))" },
        { trigger: ".o_conveyor_goal .o_conveyor_fact", run: "click" },
        { trigger: ".o_switch_view.o_pivot", run: "click" },
        { trigger: ".o_pivot .o_pivot_cell_value:contains(1,000)" },
    ],
});
