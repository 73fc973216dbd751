import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"11. A consumer who cannot be redirected to the bank starts again at once","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0011-a-consumer-who-cannot-be-redirected-to-the-bank-starts-again.md","filePath":"decisions/0011-a-consumer-who-cannot-be-redirected-to-the-bank-starts-again.md"}');
const _sfc_main = { name: "decisions/0011-a-consumer-who-cannot-be-redirected-to-the-bank-starts-again.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="11-a-consumer-who-cannot-be-redirected-to-the-bank-starts-again-at-once" tabindex="-1">11. A consumer who cannot be redirected to the bank starts again at once <a class="header-anchor" href="#11-a-consumer-who-cannot-be-redirected-to-the-bank-starts-again-at-once" aria-label="Permalink to &quot;11. A consumer who cannot be redirected to the bank starts again at once&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> APS answers a card&#39;s first payment with the page on which the consumer authenticates (20064, <code>3ds_url</code>), and sends it once: a later status query gets 20064 without the page. If that response is lost, agreement and charge used to wait for a consumer who could not come, until their hour had passed.</p><p><strong>Decision.</strong> A status query reports such a payment with <code>pageToldOnce</code> (<code>src/domain/provider/report.ts</code>); PPRO names its page in every response and never sets it. In the transaction that applies this report (recovery, reconciliation or <code>chargeSync</code>), both are FAILED with <code>AUTHENTICATION_PAGE_LOST</code> and the advice NEW_AGREEMENT, if</p><ul><li>no send of the request ever got a response, and none is on its way: its sender has recorded that no response came, or must have ended by now. A response without a page means that APS asks the consumer itself: they keep their hour.</li><li>the state, loaded under its lock, has no page. A browser is redirected only to a page in the state, and a FAILED state accepts no page. So no browser was redirected, and none will be.</li></ul><p>The rest is the same as for agreements that are given up: the provider&#39;s report has priority. If the agreement is ACTIVE or the money moves later, that is recorded for an operator and the token is revoked.</p><p><strong>Consequences.</strong> A merchant knows within seconds and can make a new agreement while the consumer is still there. A response after its deadline costs a conversion, never money. APS keeps a payment that waits until it forgets it, unpaid.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0011-a-consumer-who-cannot-be-redirected-to-the-bank-starts-again.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0011AConsumerWhoCannotBeRedirectedToTheBankStartsAgain = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0011AConsumerWhoCannotBeRedirectedToTheBankStartsAgain as default
};
