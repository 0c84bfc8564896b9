{
    "name": "Sales Motivation",
    "summary": "Pay that is clear, exact and cannot be gamed: plans, statements with a line per fact, contests",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Sales Conveyor contributors",
    "license": "LGPL-3",
    "depends": ["sales_conveyor", "gamification"],
    "data": [
        "security/ir.model.access.csv",
    ],
}
