import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"WebhooksForged","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/webhooks-forged.md","filePath":"runbooks/webhooks-forged.md"}');
const _sfc_main = { name: "runbooks/webhooks-forged.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="webhooksforged" tabindex="-1">WebhooksForged <a class="header-anchor" href="#webhooksforged" aria-label="Permalink to &quot;WebhooksForged&quot;">​</a></h1><p>Either the secret here differs from the one at the provider, or somebody tries. They are answered with 401, not stored, and change nothing.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>sum by (provider) (increase(perennial_webhooks_total{verdict=&quot;forged&quot;}[15m])) &gt; 5</span></span></code></pre></div><p>for 1m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>perennial_webhooks_total{verdict=&quot;accepted&quot;}</code> of the same provider: if nothing is accepted, it is the secret.</li><li>Was a secret rotated? See <a href="/docs/operations#provider-accounts">Rotating</a>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Set the right secret; the provider sends them again for hours (PPRO) or a minute and a half (APS). Status queries find the rest.</li><li>An attack: block the addresses at the proxy.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning; at once if nothing is accepted any more.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/webhooks-forged.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const webhooksForged = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  webhooksForged as default
};
