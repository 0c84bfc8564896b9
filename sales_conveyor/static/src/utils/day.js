/**
 * A day as people say it: "Friday, November 20".
 *
 * @param {luxon.DateTime} day
 */
export function formatDay(day) {
    const text = day.toLocaleString({ weekday: "long", day: "numeric", month: "long" });
    return text.charAt(0).toUpperCase() + text.slice(1);
}
