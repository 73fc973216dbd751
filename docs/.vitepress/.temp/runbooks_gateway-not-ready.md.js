import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"GatewayNotReady","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/gateway-not-ready.md","filePath":"runbooks/gateway-not-ready.md"}');
const _sfc_main = { name: "runbooks/gateway-not-ready.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="gatewaynotready" tabindex="-1">GatewayNotReady <a class="header-anchor" href="#gatewaynotready" aria-label="Permalink to &quot;GatewayNotReady&quot;">​</a></h1><p>The process answers, and PostgreSQL does not answer the process, or the end of the event log is not read. Requests get 503 with <code>Retry-After</code>; notifications get 503, so that the provider sends them again.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>perennial_log_silent_seconds &gt; 15 or (up{job=&quot;perennial&quot;} == 1 unless on (instance) perennial_unknown_requests)</span></span></code></pre></div><p>for 1m, severity critical.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>curl http://HOST:PORT/readyz</code> names what is missing: <code>database</code>, <code>log</code> or <code>stopping</code>.</li><li>PostgreSQL: does it accept connections, is its disk full, is a failover under way? <code>perennial_database_connections</code> shows whether the pool is full: then it is <a href="/docs/runbooks/pool-exhausted">pool-exhausted</a>.</li><li><a href="/docs/runbooks/no-leader">no-leader</a> fires too if no process reaches the database.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Bring PostgreSQL back. Gateways connect again automatically; do not restart them.</li><li>After a failover: see <a href="/docs/runbooks/replication-lag">replication-lag</a>. After a restore: <a href="/docs/runbooks/restore">restore</a>, before any gateway starts.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once: nothing is charged.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/gateway-not-ready.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const gatewayNotReady = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  gatewayNotReady as default
};
