import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"Reporting a vulnerability","description":"","frontmatter":{},"headers":[],"relativePath":"reporting.md","filePath":"reporting.md"}');
const _sfc_main = { name: "reporting.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="reporting-a-vulnerability" tabindex="-1">Reporting a vulnerability <a class="header-anchor" href="#reporting-a-vulnerability" aria-label="Permalink to &quot;Reporting a vulnerability&quot;">​</a></h1><p>Please do not open a public issue. Use the repository&#39;s private reporting form, &quot;Report a vulnerability&quot; under &quot;Security&quot;. If there is none, ask a maintainer for a private channel, without details.</p><p>Say what an attacker can do, with which credential, and how to repeat it: a request or a test is best. <code>npm start</code> runs everything with simulators and test data. Never try it on somebody else&#39;s installation, and never with real consumers&#39; data.</p><p>You get an answer within three working days, and a fix or a plan within thirty days. Fixes are released for the latest version and named in the <a href="/docs/changes">changelog</a>, with your name if you wish.</p><p>What the gateway defends against, and what it leaves to its operator, is in <a href="/docs/security">Security</a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reporting.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const reporting = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  reporting as default
};
