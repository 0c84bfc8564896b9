import { _t } from "@web/core/l10n/translation";

export const ROLE_ICONS = { scout: "fa-binoculars", hunter: "fa-crosshairs", farmer: "fa-leaf" };

/** The role in the reader's language. */
export function roleLabel(role) {
    return { scout: _t("Scout"), hunter: _t("Hunter"), farmer: _t("Farmer") }[role];
}

/** The people of one role together. */
export function sectionLabel(role) {
    return { scout: _t("Scouts"), hunter: _t("Hunters"), farmer: _t("Farmers") }[role];
}
