import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ProviderOutcomesUncertain","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/provider-outcomes-uncertain.md","filePath":"runbooks/provider-outcomes-uncertain.md"}');
const _sfc_main = { name: "runbooks/provider-outcomes-uncertain.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="provideroutcomesuncertain" tabindex="-1">ProviderOutcomesUncertain <a class="header-anchor" href="#provideroutcomesuncertain" aria-label="Permalink to &quot;ProviderOutcomesUncertain&quot;">​</a></h1><p><code>unknown</code>: the response was lost or not understood. <code>notSent</code>: the provider certainly took nothing (no connection, refused credentials, too many requests).</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>sum by (provider) (rate(perennial_provider_calls_total{outcome=~&quot;unknown|found_unknown|notSent&quot;}[5m])) / sum by (provider) (rate(perennial_provider_calls_total[5m])) &gt; 0.1</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>perennial_provider_calls_total</code> by <code>code</code>: <code>4xx</code> with notSent is credentials or a rate limit; <code>2xx</code> with unknown is an answer that the adapter does not know, and the log says which.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Refused credentials: set them again. An answer that is not known: report it with the log line, it holds no secret.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning, unless <a href="/docs/runbooks/unknown-old">unknown-old</a> fires as well.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/provider-outcomes-uncertain.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const providerOutcomesUncertain = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  providerOutcomesUncertain as default
};
