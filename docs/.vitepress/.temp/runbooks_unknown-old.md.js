import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"UnknownOld","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/unknown-old.md","filePath":"runbooks/unknown-old.md"}');
const _sfc_main = { name: "runbooks/unknown-old.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="unknownold" tabindex="-1">UnknownOld <a class="header-anchor" href="#unknownold" aria-label="Permalink to &quot;UnknownOld&quot;">​</a></h1><p>A request may have moved money and its response was lost. Status queries settle most within minutes. Until then its amount counts as taken and nothing else of its purpose is sent.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_unknown_oldest_seconds) &gt; 900</span></span></code></pre></div><p>for 1m, severity critical.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>perennial_unknown_requests</code>: one, or many?</li><li><code>perennial_provider_calls_total{call=&quot;queryStatus&quot;}</code> by outcome: does the provider answer status queries?</li></ul><div class="language-sql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-4">SELECT</span><span class="token-6"> id </span><span class="token-4">AS</span><span class="token-6"> reference, purpose, charge_id, first_sent_at, status_queries, next_status_query_at</span></span>
<span class="line"><span class="token-4">FROM</span><span class="token-6"> provider_requests </span><span class="token-4">WHERE</span><span class="token-4"> state</span><span class="token-4"> =</span><span class="token-1"> &#39;UNKNOWN&#39;</span><span class="token-4"> ORDER BY</span><span class="token-6"> first_sent_at </span><span class="token-4">LIMIT</span><span class="token-3"> 20</span><span class="token-6">;</span></span></code></pre></div><ul><li>The charge&#39;s <code>timeline</code> in the console or by GraphQL: each query and its answer.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li><strong>Do not charge again under a new key.</strong> That is a second charge.</li><li>If the provider is down, wait: queries go on for 72 hours.</li><li>If it answers: <code>chargeSync</code> sends a query now. If only one charge is stuck, ask the provider&#39;s support with the reference, then <a href="/docs/operations#unknown-and-what-an-operator-does">settle it</a> with <code>chargeResolve</code>.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning for a few; at once if their number grows.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/unknown-old.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const unknownOld = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  unknownOld as default
};
