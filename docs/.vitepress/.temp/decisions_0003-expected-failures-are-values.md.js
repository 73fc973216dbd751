import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"3. Expected failures are values","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0003-expected-failures-are-values.md","filePath":"decisions/0003-expected-failures-are-values.md"}');
const _sfc_main = { name: "decisions/0003-expected-failures-are-values.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="3-expected-failures-are-values" tabindex="-1">3. Expected failures are values <a class="header-anchor" href="#3-expected-failures-are-values" aria-label="Permalink to &quot;3. Expected failures are values&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> Pothos&#39; errors plugin turns thrown errors into members of a result union. It works, and leads code to throw expected failures: a refund of too much, a key used twice.</p><p><strong>Decision.</strong> An operation returns <code>Result</code>: its payload, or one of the <code>UserError</code>s that its type names. Thrown errors are defects; they are masked and logged with the request&#39;s id. The graph resolves a result&#39;s type from the error&#39;s code. Inputs are checked by the operations, which know the tables, and every issue is collected before the response.</p><p><strong>Consequences.</strong> The type checker knows which refusals a mutation can give, the graph&#39;s unions follow from it, and no <code>catch</code> sits between a rule and its caller. The errors, validation and scope-auth plugins are not needed.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0003-expected-failures-are-values.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0003ExpectedFailuresAreValues = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0003ExpectedFailuresAreValues as default
};
