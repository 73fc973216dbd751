import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"IntegrityViolated","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/integrity-violated.md","filePath":"runbooks/integrity-violated.md"}');
const _sfc_main = { name: "runbooks/integrity-violated.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="integrityviolated" tabindex="-1">IntegrityViolated <a class="header-anchor" href="#integrityviolated" aria-label="Permalink to &quot;IntegrityViolated&quot;">​</a></h1><p>Money or records are not as they must be: more captured than authorized, a status without its event, two charges for one occurrence. Nothing is repaired automatically, because something is not understood.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max by (check) (perennial_integrity_violations) != 0</span></span></code></pre></div><p>for 0m, severity critical.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><div class="language-sql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-4">SELECT</span><span class="token-6"> check_name, scope, object_id, found_at </span><span class="token-4">FROM</span><span class="token-6"> integrity_violations </span><span class="token-4">ORDER BY</span><span class="token-6"> found_at;</span></span></code></pre></div><ul><li><a href="/docs/runbooks/needs-attention">needs-attention</a> fires too: the object waits for a person, also after the violation has gone. The checks run every 15 minutes, and each process reads their results every minute.</li><li>The object&#39;s events and its <code>timeline</code>, and the same object at the provider.</li><li>Was the database changed by hand, restored, or upgraded?</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Stop whatever changes rows by hand. Do not delete rows.</li><li>If two charges were made for one purpose: refund one, by <code>chargeRefund</code>, after the provider&#39;s records confirm both.</li><li>Report it with the check&#39;s name and the object&#39;s events.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/integrity-violated.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const integrityViolated = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  integrityViolated as default
};
