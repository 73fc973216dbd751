import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"WebhooksMissing","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/webhooks-missing.md","filePath":"runbooks/webhooks-missing.md"}');
const _sfc_main = { name: "runbooks/webhooks-missing.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="webhooksmissing" tabindex="-1">WebhooksMissing <a class="header-anchor" href="#webhooksmissing" aria-label="Permalink to &quot;WebhooksMissing&quot;">​</a></h1><p>No notification was accepted, and there are payments. Status queries replace notifications, so statuses arrive late and none is lost.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>sum(increase(perennial_webhooks_total{verdict=&quot;accepted&quot;}[30m])) == 0 and sum(increase(perennial_provider_calls_total{call=~&quot;createCharge|capture|refund&quot;}[30m])) &gt; 20</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>perennial_webhooks_total</code> by verdict: <code>forged</code> is a wrong secret, see <a href="/docs/runbooks/webhooks-forged">webhooks-forged</a>.</li><li>The proxy&#39;s log for <code>/webhooks/</code>: does anything arrive, and what is answered?</li><li>The address that the provider has: <code>PUBLIC_URL</code> and the paths in <a href="/docs/webhooks">Webhooks in</a>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Correct the address at the provider, or the proxy.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/webhooks-missing.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const webhooksMissing = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  webhooksMissing as default
};
