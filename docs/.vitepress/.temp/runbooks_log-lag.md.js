import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"LogLag","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/log-lag.md","filePath":"runbooks/log-lag.md"}');
const _sfc_main = { name: "runbooks/log-lag.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="loglag" tabindex="-1">LogLag <a class="header-anchor" href="#loglag" aria-label="Permalink to &quot;LogLag&quot;">​</a></h1><p>Somewhere in the database cluster a write transaction is open, and the log must not pass it. Charges go on; subscribers and webhooks wait. Nothing is lost.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_log_lag_seconds) &gt; 10</span></span></code></pre></div><p>for 1m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><div class="language-sql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-4">SELECT</span><span class="token-6"> pid, datname, usename, application_name, </span><span class="token-4">state</span><span class="token-6">, xact_start, </span><span class="token-3">left</span><span class="token-6">(query, </span><span class="token-3">80</span><span class="token-6">)</span></span>
<span class="line"><span class="token-4">FROM</span><span class="token-6"> pg_stat_activity </span><span class="token-4">WHERE</span><span class="token-6"> backend_xid </span><span class="token-4">IS NOT NULL</span><span class="token-4"> ORDER BY</span><span class="token-6"> xact_start </span><span class="token-4">LIMIT</span><span class="token-3"> 5</span><span class="token-6">;</span></span>
<span class="line"><span class="token-4">SELECT</span><span class="token-6"> gid, prepared, </span><span class="token-4">database</span><span class="token-4"> FROM</span><span class="token-6"> pg_prepared_xacts </span><span class="token-4">ORDER BY</span><span class="token-6"> prepared;</span></span></code></pre></div><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>End the session if it is not a gateway&#39;s: <code>SELECT pg_terminate_backend(PID)</code>. Prepared transactions: <code>ROLLBACK PREPARED</code>.</li><li>Set <code>idle_in_transaction_session_timeout</code> for its user.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning below a minute; at once if it grows for ten minutes.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/log-lag.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const logLag = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  logLag as default
};
