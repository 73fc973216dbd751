import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ProviderCircuitOpen","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/provider-circuit-open.md","filePath":"runbooks/provider-circuit-open.md"}');
const _sfc_main = { name: "runbooks/provider-circuit-open.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="providercircuitopen" tabindex="-1">ProviderCircuitOpen <a class="header-anchor" href="#providercircuitopen" aria-label="Permalink to &quot;ProviderCircuitOpen&quot;">​</a></h1><p>After repeated failures the circuit opens: new charges are refused with PROVIDER_UNAVAILABLE before anything is recorded, and a trial call is made every few seconds. OPEN means waiting, HALF_OPEN that the next call is the trial; the alert counts both.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max by (provider) (perennial_provider_circuits{state=~&quot;OPEN|HALF_OPEN&quot;}) &gt; 0</span></span></code></pre></div><p>for 2m, severity critical.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>perennial_provider_calls_total</code> by <code>outcome</code> and <code>code</code> for the provider: <code>5xx</code>, <code>none</code> (no connection) or timeouts?</li><li>The provider&#39;s status page.</li><li>Is the way out cut? <code>curl -i</code> the provider&#39;s address from the gateway&#39;s host.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>If it is the provider: nothing. Schedules wait and are charged later; UNKNOWN charges are settled when it answers.</li><li>It answers again and nobody charges: the next call closes the circuit, e.g. <code>chargeSync</code> of any charge.</li><li>If it is <code>4xx</code> with refused credentials: see <a href="/docs/operations#provider-accounts">Provider accounts</a>.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once if it lasts for half an hour or if it is our network.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/provider-circuit-open.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const providerCircuitOpen = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  providerCircuitOpen as default
};
