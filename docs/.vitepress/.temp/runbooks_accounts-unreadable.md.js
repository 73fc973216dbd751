import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"AccountsUnreadable","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/accounts-unreadable.md","filePath":"runbooks/accounts-unreadable.md"}');
const _sfc_main = { name: "runbooks/accounts-unreadable.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="accountsunreadable" tabindex="-1">AccountsUnreadable <a class="header-anchor" href="#accountsunreadable" aria-label="Permalink to &quot;AccountsUnreadable&quot;">​</a></h1><p>Nothing is sent on these accounts, nor on another account instead: their merchants cannot charge.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_provider_accounts_unreadable) &gt; 0</span></span></code></pre></div><p>for 1m, severity critical.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li>The log names each account: &quot;the credentials of a provider account cannot be decrypted&quot;.</li><li>Was the master key changed? <code>npm run admin -- encryption status</code>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Give the process the former key in <code>ENCRYPTION_KEY_PREVIOUS</code>, or set the credentials again: <code>npm run admin -- accounts set</code>.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/accounts-unreadable.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const accountsUnreadable = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  accountsUnreadable as default
};
