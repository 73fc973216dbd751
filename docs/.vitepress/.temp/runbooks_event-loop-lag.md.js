import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"EventLoopLag","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/event-loop-lag.md","filePath":"runbooks/event-loop-lag.md"}');
const _sfc_main = { name: "runbooks/event-loop-lag.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="eventlooplag" tabindex="-1">EventLoopLag <a class="header-anchor" href="#eventlooplag" aria-label="Permalink to &quot;EventLoopLag&quot;">​</a></h1><p>The process has too much to do, or gets no processor. Deadlines are met late, leases may end, sockets stall.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>nodejs_eventloop_lag_p99_seconds &gt; 0.5</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>process_cpu_seconds_total</code>, <code>perennial_subscriptions_open</code>, <code>perennial_graphql_operations_total</code> of that process, <code>perennial_merchant_values_total</code> by merchant.</li><li>Little CPU time and much lag: the machine is overloaded, or its hypervisor stops it. See the machine&#39;s other processes.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Start more processes; set <a href="/docs/limits">quotas</a> for the merchant that uses most.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/event-loop-lag.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const eventLoopLag = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  eventLoopLag as default
};
