import { registry } from "@web/core/registry";

const upload = (text) => [
    {
        content: "a file is chosen",
        trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
        run() {
            const files = new DataTransfer();
            files.items.add(new File([text], "history.csv", { type: "text/csv" }));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    },
    { trigger: ".o_field_widget[name=file] input:value(history.csv)" },
    { trigger: "button[name=action_check]:contains(Check the File)", run: "click" },
];

registry.category("web_tour.tours").add("sales_conveyor_import", {
    steps: () => [
        { trigger: ".o_list_view button[name=action_download_template]" },
        { trigger: ".o_list_button_add", run: "click" },
        ...upload("metric,day,person\ncall,2017-03-01,t_scout\ncall,2017-03-02,<b>Nobody</b>\n"),
        {
            content: "what is wrong is told by line and column, as text",
            trigger: ".o_data_row:contains(3):contains(Person):contains(“<b>Nobody</b>” is unknown)",
        },
        { trigger: ".alert-danger:contains(Nothing is booked)" },
        { trigger: ".o_form_view:not(:has(button[name=action_book]))" },
        ...upload("metric;day;person\ncall;2017-03-01;t_scout\ncall;2017-03-02;t_scout\n"),
        {
            content: "what the file holds is told before it is booked",
            trigger: ".o_field_widget[name=summary] td:contains(Calls)",
        },
        { trigger: "button[name=action_book]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Booked)" },
        { trigger: "button[name=action_open_facts]:contains(2)", run: "click" },
        { trigger: ".o_list_view .o_data_row:eq(1):contains(Calls)" },
        { trigger: ".breadcrumb-item a:contains(history.csv)", run: "click" },
        { trigger: "button[name=action_withdraw]", run: "click" },
        { trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { trigger: ".o_widget_web_ribbon .ribbon:contains(Withdrawn)" },
    ],
});
