import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"NeedsAttention","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/needs-attention.md","filePath":"runbooks/needs-attention.md"}');
const _sfc_main = { name: "runbooks/needs-attention.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="needsattention" tabindex="-1">NeedsAttention <a class="header-anchor" href="#needsattention" aria-label="Permalink to &quot;NeedsAttention&quot;">​</a></h1><p>The gateway found something that it must not decide: an outcome that stayed unknown for 72 hours, a contradiction, an amount that differs from the provider&#39;s, a chargeback, a violated invariant.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max by (kind) (perennial_needs_attention) &gt; 0</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><div class="language-graphql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">graphql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-6">{ </span><span class="token-0">charges</span><span class="token-6">(</span><span class="token-0">filter</span><span class="token-6">: { </span><span class="token-1">needsAttention</span><span class="token-6">: </span><span class="token-3">true</span><span class="token-6"> }) { </span><span class="token-0">nodes</span><span class="token-6"> { </span><span class="token-0">id</span><span class="token-0"> status</span><span class="token-0"> providerReference</span><span class="token-0"> timeline</span><span class="token-6"> { </span><span class="token-0">at</span><span class="token-0"> source</span><span class="token-0"> summary</span><span class="token-6"> } } } }</span></span></code></pre></div><ul><li>The console&#39;s page of what needs attention.</li><li>The table of events in <a href="/docs/operations#unknown-and-what-an-operator-does">Operating</a>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Find the charge at the provider by its reference. <code>chargeSync</code> applies what the provider says; <code>chargeResolve</code> (scope operator) records your decision, with a note.</li><li>Do not repair rows by SQL: no subscriber would see it.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>Nobody. Somebody looks each working day.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/needs-attention.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const needsAttention = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  needsAttention as default
};
