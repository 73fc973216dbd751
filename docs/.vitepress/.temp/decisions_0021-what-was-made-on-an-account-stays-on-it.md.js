import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"21. What was made on an account stays on it","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0021-what-was-made-on-an-account-stays-on-it.md","filePath":"decisions/0021-what-was-made-on-an-account-stays-on-it.md"}');
const _sfc_main = { name: "decisions/0021-what-was-made-on-an-account-stays-on-it.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="21-what-was-made-on-an-account-stays-on-it" tabindex="-1">21. What was made on an account stays on it <a class="header-anchor" href="#21-what-was-made-on-an-account-stays-on-it" aria-label="Permalink to &quot;21. What was made on an account stays on it&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A merchant can have an account of its own at a provider, and change it. A provider knows an agreement, a charge and an idempotency key within one account only: the same request sent again by another account would be a second payment.</p><p><strong>Decision.</strong> <code>provider_account_id</code> is written with the agreement, its charges, its provider requests and the notifications about them, and never changes. Null is the account of the environment&#39;s variables, which has no row. The foreign key contains merchant and mode, so nothing can go by another merchant&#39;s account. New credentials of the same account (PPRO&#39;s merchant id, APS&#39;s merchant identifier) keep its id; another name is another account. A notification changes only what was made on the account whose secret signed it, since its owner knows that secret. Provider ids and event ids are unique within an account.</p><p><strong>Consequences.</strong> Rotating credentials needs no stop: the provider object of an account stays, and its adapter is exchanged under it. Moving subscriptions to another account takes new agreements. Accounts are never deleted. A merchant whose accounts are all retired gets <code>ProviderUnavailable</code>, not the shared account: its money would go to somebody else. The same holds for an account whose credentials cannot be decrypted.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0021-what-was-made-on-an-account-stays-on-it.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0021WhatWasMadeOnAnAccountStaysOnIt = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0021WhatWasMadeOnAnAccountStaysOnIt as default
};
