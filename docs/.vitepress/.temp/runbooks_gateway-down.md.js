import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"GatewayDown","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/gateway-down.md","filePath":"runbooks/gateway-down.md"}');
const _sfc_main = { name: "runbooks/gateway-down.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="gatewaydown" tabindex="-1">GatewayDown <a class="header-anchor" href="#gatewaydown" aria-label="Permalink to &quot;GatewayDown&quot;">​</a></h1><p>Prometheus cannot read <code>/metrics</code> of one process. With other processes behind the proxy, callers notice little; with none, nothing is charged and notifications wait at the providers. No payment is lost: every request was recorded before it was sent.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>up{job=&quot;perennial&quot;} == 0</span></span></code></pre></div><p>for 1m, severity critical.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>curl -i http://HOST:PORT/healthz</code>. An answer means that only the way from Prometheus is cut.</li><li>The process&#39;s last log lines: a refused start says why in one sentence (a migration, a master key, a variable).</li><li><code>process_resident_memory_bytes</code> and <code>nodejs_eventloop_lag_p99_seconds</code> before it went silent: out of memory, or a blocked process.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Start it again. Recovery queries the status of what was being sent; callers repeat their requests under the same keys.</li><li>If it does not start after an upgrade: start the version before. Its start is refused only if a migration with <code>_contract</code> in its name was applied: see <a href="/docs/deploying#migrations">Migrations</a>.</li><li>Never start a gateway with another <code>ENCRYPTION_KEY</code> to get around a refusal.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once if no process is left; in the morning if others serve.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/gateway-down.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const gatewayDown = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  gatewayDown as default
};
