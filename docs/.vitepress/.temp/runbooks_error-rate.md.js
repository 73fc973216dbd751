import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ErrorRate","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/error-rate.md","filePath":"runbooks/error-rate.md"}');
const _sfc_main = { name: "runbooks/error-rate.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="errorrate" tabindex="-1">ErrorRate <a class="header-anchor" href="#errorrate" aria-label="Permalink to &quot;ErrorRate&quot;">​</a></h1><p>Errors of GraphQL, not declines or refused inputs: those are values. Each has a line in the log with the request&#39;s id.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>sum(rate(perennial_graphql_operations_total{outcome=&quot;errors&quot;}[5m])) / sum(rate(perennial_graphql_operations_total[5m])) &gt; 0.05 and sum(rate(perennial_graphql_operations_total{outcome=&quot;errors&quot;}[5m])) &gt; 0.1</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li>The log: <code>&quot;level&quot;:50</code>, grouped by message.</li><li><code>perennial_http_request_duration_seconds_count</code> by status: 503 is the database, 500 a defect. A defect in a field that may be null is answered with 200 and <code>errors</code>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>A defect after an upgrade: stop the upgrade. Callers may repeat under the same keys.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once if it began with an upgrade; otherwise in the morning.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/error-rate.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const errorRate = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  errorRate as default
};
