import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"9. A provider says what may be sent again","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0009-a-provider-says-what-may-be-sent-again.md","filePath":"decisions/0009-a-provider-says-what-may-be-sent-again.md"}');
const _sfc_main = { name: "decisions/0009-a-provider-says-what-may-be-sent-again.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="9-a-provider-says-what-may-be-sent-again" tabindex="-1">9. A provider says what may be sent again <a class="header-anchor" href="#9-a-provider-says-what-may-be-sent-again" aria-label="Permalink to &quot;9. A provider says what may be sent again&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> Recovery resends a lost request once its absence is believed. That is safe with PPRO, whose keys make a repeated request harmless for 24 hours. APS has no keys: a payment&#39;s merchant_reference is unique forever, a refund&#39;s maintenance_reference may be sent again only after a decline, and a capture has no reference of its own: two captures are two.</p><p><strong>Decision.</strong> Each provider states in <code>idempotencySupport</code> which verbs it executes once however often the same request comes, and for how long. No other request is resent automatically. A lost capture whose absence lasts ten times as long as usual is FAILED with code NEVER_ARRIVED, and its caller may capture again. Exception: if the remaining amount is so small that a second capture would exceed it, the capture is resent, since the provider itself refuses more than the authorized amount.</p><p>If a provider returns sums instead of a list (CHECK_STATUS: captured_amount), a report carries <code>totals</code>, and the domain computes which of our open operations the sum contains. Of equal operations the one whose response was lost is meant. A sum that several sets of operations make settles none of them, and is not an absence either.</p><p><strong>Consequences.</strong> No provider with weaker guarantees than PPRO can make recovery do something twice. A capture lost on its way to APS may have to be requested again by hand; the alternative was to take a consumer&#39;s money twice.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0009-a-provider-says-what-may-be-sent-again.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0009AProviderSaysWhatMayBeSentAgain = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0009AProviderSaysWhatMayBeSentAgain as default
};
