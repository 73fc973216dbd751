import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse(`{"title":"5. A provider request's id is the provider's idempotency key and reference","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0005-a-provider-requests-id-is-the-providers-key.md","filePath":"decisions/0005-a-provider-requests-id-is-the-providers-key.md"}`);
const _sfc_main = { name: "decisions/0005-a-provider-requests-id-is-the-providers-key.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="5-a-provider-requests-id-is-the-providers-idempotency-key-and-reference" tabindex="-1">5. A provider request&#39;s id is the provider&#39;s idempotency key and reference <a class="header-anchor" href="#5-a-provider-requests-id-is-the-providers-idempotency-key-and-reference" aria-label="Permalink to &quot;5. A provider request&#39;s id is the provider&#39;s idempotency key and reference&quot;">​</a></h1><p>Accepted, November 2026. <a href="/docs/decisions/0027-after-a-restore-the-provider-is-asked-first">27</a> changes how the id is made.</p><p><strong>Context.</strong> Rule: the key that a provider gets is derived from our provider request, never from business data, since two equal refunds are two refunds. PPRO recommends a random UUID and does not enforce one; the example in its documentation is not a UUID.</p><p><strong>Decision.</strong> The provider request&#39;s id itself (<code>att_</code> and 26 characters, 80 of its bits random) is the <code>Request-Idempotency-Key</code> and the merchant reference of the charge, capture, refund or void. The row, with the exact request, encrypted, is committed before the request is sent, and a request is only ever resent from that row.</p><p><strong>Consequences.</strong> A notification that carries our reference is matched by primary key, also before the response. The reference in the provider&#39;s ledger leads an operator directly to the provider request.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0005-a-provider-requests-id-is-the-providers-key.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0005AProviderRequestsIdIsTheProvidersKey = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0005AProviderRequestsIdIsTheProvidersKey as default
};
