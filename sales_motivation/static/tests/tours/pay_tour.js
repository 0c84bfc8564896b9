import { registry } from "@web/core/registry";

const menu = (item) => [
    { trigger: ".o_menu_sections [data-menu-xmlid='sales_motivation.sales_motivation_menu_root']", run: "click" },
    { trigger: `.o-dropdown--menu [data-menu-xmlid='sales_motivation.${item}']`, run: "click" },
];
const row = (text) => `.o_data_row:contains(${text})`;
const state = (name) => `.o_arrow_button_current:contains(${name})`;
const confirm = { trigger: ".modal .modal-footer .btn-primary", run: "click" };
const payable = (amount) => ({
    content: `${amount} to be paid`,
    trigger: `.o_motivation_my_pay .o_motivation_payable:contains(${amount})`,
});

const add = (name, steps) => registry.category("web_tour.tours").add(`sales_motivation_${name}`, { steps: () => steps });

// A seller and his month.

add("sells", [
    ...menu("motivation_my_pay_menu"),
    payable("1,800.00"),
    { trigger: ".o_motivation_plan .badge:contains(read it)", run: "click" },
    { content: "the plan in plain words", trigger: ".o_form_view:contains(You earn 5 % of your)" },
    { trigger: "button[name=action_acknowledge]", run: "click" },
    { trigger: ".o_form_view:not(:has(button[name=action_acknowledge]))" },
    { trigger: ".o_menu_sections [data-menu-xmlid='crm.crm_menu_sales']", run: "click" },
    { trigger: ".o-dropdown--menu [data-menu-xmlid='crm.menu_crm_opportunities']", run: "click" },
    { trigger: ".o_kanban_record:contains(Northern Mill: audit)", run: "click" },
    { trigger: "button[name=action_set_won_rainbowman]", run: "click" },
    { trigger: state("Won") },
    ...menu("motivation_my_pay_menu"),
    payable("2,000.00"),
    { trigger: ".o_motivation_my_pay:not(:has(.o_motivation_plan .badge))" },
    { trigger: ".o_motivation_group_head:contains(Deals of Mine):contains(200.00)", run: "click" },
    { trigger: ".o_motivation_line:contains(5 % of):contains(Northern Mill) .o_motivation_ask", run: "click" },
    { content: "it stands there what is asked about", trigger: ".modal .o_motivation_subject:contains(Northern Mill)" },
    { trigger: ".modal [name=question] textarea", run: "edit Why not six?" },
    { trigger: ".modal .o_form_button_save", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_motivation_my_pay" },
]);

add("answers", [
    ...menu("motivation_inquiry_menu"),
    { trigger: `${row("Why not six?")} [name=question]`, run: "click" },
    { trigger: "button[name=action_explain]", run: "click" },
    { trigger: ".modal [name=words] textarea", run: "edit Six begin at 10,000 a quarter" },
    { trigger: ".modal button[name=action_answer]", run: "click" },
    { trigger: `body:not(:has(.modal)) ${state("Explained")}` },
]);

add("reads_the_answer", [
    ...menu("motivation_inquiry_menu"),
    { content: "the questions that wait stand there first", trigger: ".o_list_view .o_searchview .o_facet_remove", run: "click" },
    { trigger: `${row("Why not six?")} [name=question]`, run: "click" },
    { trigger: ".o_form_view:contains(Six begin at 10,000 a quarter)" },
]);

// A month on its way to the people and to payroll.

add("computes", [
    ...menu("motivation_run_menu"),
    { trigger: `${row("January 2026")} [name=first_on]`, run: "click" },
    { trigger: "button[name=action_compute]", run: "click" },
    { trigger: state("Computed") },
    { trigger: ".o_form_view:contains(2,800.00)" },
    { trigger: "button[name=action_send]", run: "click" },
    { trigger: state("With the People") },
]);

add("agrees", [
    ...menu("motivation_statement_menu"),
    { trigger: `${row("January 2026")} [name=first_on]`, run: "click" },
    { trigger: ".o_motivation_sum .o_motivation_payable:contains(2,300.00)" },
    { trigger: ".o_motivation_line:contains(5 % of $ 10,000):contains(INV/1)" },
    { trigger: "button[name=action_accept]", run: "click" },
    { trigger: state("Accepted") },
]);

add("approves", [
    ...menu("motivation_run_menu"),
    { trigger: `${row("January 2026")} [name=first_on]`, run: "click" },
    { trigger: "button[name=action_approve]", run: "click" },
    confirm,
    { trigger: state("Approved") },
    { content: "what is approved is not computed again", trigger: ".o_form_view:not(:has(button[name=action_compute]))" },
]);

add("pays", [
    ...menu("motivation_run_menu"),
    { trigger: `${row("January 2026")} [name=first_on]`, run: "click" },
    { trigger: `${state("Approved")}, .o_form_view` },
    { content: "payroll decides nothing", trigger: ".o_form_view:not(:has(button[name=action_approve]))" },
    { trigger: "button[name=action_export]", run: "click" },
]);

// The owner and a plan that he thinks about.

add("tries", [
    ...menu("motivation_simulation_menu"),
    { trigger: ".o_list_button_add", run: "click" },
    { trigger: ".o_field_widget[name=plan_id] input", run: "edit Steeper" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Steeper)", run: "click" },
    { trigger: ".o_field_widget[name=base_plan_id] input", run: "edit Even" },
    { trigger: ".o-autocomplete--dropdown-item:contains(Even)", run: "click" },
    { trigger: ".o_form_button_save", run: "click" },
    { content: "the people of the plan", trigger: ".o_data_row:contains(Hunter2)" },
    { trigger: "button[name=action_start]", run: "click" },
    { trigger: state("Being Computed") },
]);

add("compares", [
    ...menu("motivation_simulation_menu"),
    { trigger: `${row("Steeper")} [name=name]`, run: "click" },
    { trigger: state("Done") },
    { trigger: ".o_form_view:contains(1 gain):contains(1 lose)" },
    { content: "who brings more gains", trigger: ".o_data_row:contains(Hunter):contains(400.00) .text-success" },
    { content: "who brings less loses", trigger: ".o_data_row:contains(Hunter2):contains(-20.00) .text-danger" },
    { trigger: "button[name=action_open_report]", run: "click" },
    { trigger: ".o_pivot table" },
]);
