import { onMounted, onWillUnmount } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";

const EVERY = 60000;

/**
 * Ask anew every minute while somebody may be looking, and when the page comes back to sight.
 *
 * @param {() => Promise<void>} load what to ask; a failure is tried again next time
 */
export function useRefresh(load) {
    const refresh = () => document.visibilityState === "visible" && load().catch(() => {});
    let timer;
    onMounted(() => {
        timer = browser.setInterval(refresh, EVERY);
        document.addEventListener("visibilitychange", refresh);
    });
    onWillUnmount(() => {
        browser.clearInterval(timer);
        document.removeEventListener("visibilitychange", refresh);
    });
}
