import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"ReplicationLag","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/replication-lag.md","filePath":"runbooks/replication-lag.md"}');
const _sfc_main = { name: "runbooks/replication-lag.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="replicationlag" tabindex="-1">ReplicationLag <a class="header-anchor" href="#replicationlag" aria-label="Permalink to &quot;ReplicationLag&quot;">​</a></h1><p>After a failover to that standby, what it lacks would be lost, unless it is synchronous. The gateway sees the lag only if its account may (<code>GRANT pg_monitor</code>).</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_database_replication_lag_seconds) &gt; 30</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><div class="language-sql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-4">SELECT</span><span class="token-6"> application_name, </span><span class="token-4">state</span><span class="token-6">, sync_state, write_lag, replay_lag </span><span class="token-4">FROM</span><span class="token-6"> pg_stat_replication;</span></span></code></pre></div><ul><li>A synchronous standby that is gone stops every commit: then nothing lags and <a href="/docs/runbooks/gateway-not-ready">gateway-not-ready</a> fires.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Repair the standby or its network. Do not fail over to it by hand.</li><li>If a failover to an asynchronous standby has lost transactions: treat it like a restore, <a href="/docs/runbooks/restore">restore</a>.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/replication-lag.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const replicationLag = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  replicationLag as default
};
