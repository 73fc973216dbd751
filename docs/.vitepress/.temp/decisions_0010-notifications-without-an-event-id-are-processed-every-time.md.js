import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"10. Notifications without an event id are processed every time","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0010-notifications-without-an-event-id-are-processed-every-time.md","filePath":"decisions/0010-notifications-without-an-event-id-are-processed-every-time.md"}');
const _sfc_main = { name: "decisions/0010-notifications-without-an-event-id-are-processed-every-time.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="10-notifications-without-an-event-id-are-processed-every-time" tabindex="-1">10. Notifications without an event id are processed every time <a class="header-anchor" href="#10-notifications-without-an-event-id-are-processed-every-time" aria-label="Permalink to &quot;10. Notifications without an event id are processed every time&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> The inbox holds each event once, by the provider&#39;s id of it. APS gives its events no ids, and two equal captures are reported in two notifications that are equal to the byte: the second must not be dropped as a duplicate of the first.</p><p><strong>Decision.</strong> The adapter derives an id from the content of the notification, and marks it <code>withoutEventId</code>. A duplicate of a processed notification is processed again; a duplicate of a waiting one is only counted. The state shows whether it is an update: a payment&#39;s result names our reference and is applied by the single write path; a capture, void or foreign refund names none of our requests, so the gateway queries APS for the charge&#39;s status, and applies its totals.</p><p><strong>Consequences.</strong> A storm of one notification is one row, at most one run at a time and one effect. A notification that needs a status query costs a call to APS; it is retried until APS responds.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0010-notifications-without-an-event-id-are-processed-every-time.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0010NotificationsWithoutAnEventIdAreProcessedEveryTime = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0010NotificationsWithoutAnEventIdAreProcessedEveryTime as default
};
