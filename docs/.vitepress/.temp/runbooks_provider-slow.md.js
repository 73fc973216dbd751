import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ProviderSlow","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/provider-slow.md","filePath":"runbooks/provider-slow.md"}');
const _sfc_main = { name: "runbooks/provider-slow.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="providerslow" tabindex="-1">ProviderSlow <a class="header-anchor" href="#providerslow" aria-label="Permalink to &quot;ProviderSlow&quot;">​</a></h1><p>Callers wait up to eight seconds for an answer, then get PROCESSING. After twenty seconds the outcome is UNKNOWN and a status query follows.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>histogram_quantile(0.95, sum by (provider, le) (rate(perennial_provider_call_duration_seconds_bucket[5m]))) &gt; 5</span></span></code></pre></div><p>for 10m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li>The panel of response times by call: all calls, or one?</li><li><code>nodejs_eventloop_lag_p99_seconds</code>: if the gateway itself is slow, so are its measurements.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Tell the provider. Nothing has to be changed here.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>Nobody.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/provider-slow.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const providerSlow = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  providerSlow as default
};
