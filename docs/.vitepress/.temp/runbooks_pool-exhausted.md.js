import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"PoolExhausted","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/pool-exhausted.md","filePath":"runbooks/pool-exhausted.md"}');
const _sfc_main = { name: "runbooks/pool-exhausted.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="poolexhausted" tabindex="-1">PoolExhausted <a class="header-anchor" href="#poolexhausted" aria-label="Permalink to &quot;PoolExhausted&quot;">​</a></h1><p>Operations wait up to five seconds for a connection and then fail with 503.</p><div class="language-promql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">promql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>perennial_database_connections{state=&quot;busy&quot;} &gt;= on (instance) perennial_database_connections{state=&quot;max&quot;}</span></span></code></pre></div><p>for 2m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><div class="language-sql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-4">SELECT</span><span class="token-4"> state</span><span class="token-6">, wait_event_type, wait_event, </span><span class="token-3">left</span><span class="token-6">(query, </span><span class="token-3">80</span><span class="token-6">), </span><span class="token-3">count</span><span class="token-6">(</span><span class="token-4">*</span><span class="token-6">) </span><span class="token-4">FROM</span><span class="token-6"> pg_stat_activity</span></span>
<span class="line"><span class="token-4">WHERE</span><span class="token-6"> application_name </span><span class="token-4">=</span><span class="token-1"> &#39;perennial-gateway&#39;</span><span class="token-4"> GROUP BY</span><span class="token-3"> 1</span><span class="token-6">, </span><span class="token-3">2</span><span class="token-6">, </span><span class="token-3">3</span><span class="token-6">, </span><span class="token-3">4</span><span class="token-4"> ORDER BY</span><span class="token-3"> 5</span><span class="token-4"> DESC</span><span class="token-6">;</span></span></code></pre></div><ul><li>Slow statements: <code>wait_event_type</code> Lock or IO.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Find what is slow before you add processes: each adds ten connections.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning; at once together with <a href="/docs/runbooks/gateway-not-ready">gateway-not-ready</a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/pool-exhausted.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const poolExhausted = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  poolExhausted as default
};
