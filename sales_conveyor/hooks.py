def post_init_hook(env):
    """Give Odoo's own stages their turn, where the company still has them without one."""
    roles = {"stage_lead1": "scout", "stage_lead2": "hunter", "stage_lead3": "hunter"}
    for name, role in roles.items():
        stage = env.ref(f"crm.{name}", raise_if_not_found=False)
        if stage and not stage.conveyor_role:
            stage.conveyor_role = role
    # From here on the ledger books what happens; what was before is taken over in the background.
    env["conveyor.ledger.run"].action_start_backfill()


def uninstall_hook(env):
    """Take the aggregate of levels out of PostgreSQL: Odoo takes tables along, and nothing else."""
    env.cr.execute(
        """
        DROP AGGREGATE IF EXISTS conveyor_last(date, numeric);
        DROP FUNCTION IF EXISTS conveyor_last_value(numeric[]);
        DROP FUNCTION IF EXISTS conveyor_last_step(numeric[], date, numeric)
        """
    )
