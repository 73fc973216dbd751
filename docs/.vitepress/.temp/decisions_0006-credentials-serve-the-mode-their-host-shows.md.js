import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"6. Credentials serve the mode that their host shows","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0006-credentials-serve-the-mode-their-host-shows.md","filePath":"decisions/0006-credentials-serve-the-mode-their-host-shows.md"}');
const _sfc_main = { name: "decisions/0006-credentials-serve-the-mode-their-host-shows.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="6-credentials-serve-the-mode-that-their-host-shows" tabindex="-1">6. Credentials serve the mode that their host shows <a class="header-anchor" href="#6-credentials-serve-the-mode-that-their-host-shows" aria-label="Permalink to &quot;6. Credentials serve the mode that their host shows&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A deployment holds one set of credentials per provider; callers hold test or live keys. A test key must never move real money.</p><p><strong>Decision.</strong> The built-in simulator and a provider&#39;s known sandbox host serve test keys only, its known live hosts serve live keys only. For a host that is neither (a proxy, a stand-in) <code>PPRO_MODE</code> or <code>APS_MODE</code> says it; in sandbox mode it is test, and otherwise the gateway does not start without it. No account serves both modes: a test key had moved money on the account of live keys. A key of the other mode gets <code>ProviderUnavailable</code> before anything is recorded.</p><p><strong>Consequences.</strong> Moving from a simulator to a provider is a matter of variables; the wrong key fails early, with a clear error. A deployment that needs test and live at the same provider gives its merchants <a href="/docs/decisions/0021-what-was-made-on-an-account-stays-on-it">accounts of their own</a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0006-credentials-serve-the-mode-their-host-shows.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0006CredentialsServeTheModeTheirHostShows = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0006CredentialsServeTheModeTheirHostShows as default
};
