import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"16. Every transport shares one path, and Yoga provides plugins, context and execution","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0016-every-transport-shares-one-path.md","filePath":"decisions/0016-every-transport-shares-one-path.md"}');
const _sfc_main = { name: "decisions/0016-every-transport-shares-one-path.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="16-every-transport-shares-one-path-and-yoga-provides-plugins-context-and-execution" tabindex="-1">16. Every transport shares one path, and Yoga provides plugins, context and execution <a class="header-anchor" href="#16-every-transport-shares-one-path-and-yoga-provides-plugins-context-and-execution" aria-label="Permalink to &quot;16. Every transport shares one path, and Yoga provides plugins, context and execution&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> POST had a handler of its own in front of Yoga, because Yoga&#39;s HTTP layer costs several times as much as the execution. GET and event streams still used that layer. So GET had other rules for the same request: a subscription without an accepted stream type stayed open forever, streams were neither counted nor cut, and errors had other codes.</p><p><strong>Decision.</strong> All requests to <code>/graphql</code> take the same steps: credential, parameters, accepted types, operation, limits. GET and POST differ only in where the parameters are read. Queries, mutations, event streams and the WebSocket are executed by <code>yoga.getEnveloped</code>: the context, the execution and the plugins of Yoga are the same for all. Yoga&#39;s request handler is not called.</p><p><strong>Consequences.</strong> A rule is written once and applies to every transport. A Yoga plugin for the context or the execution (<code>onContextBuilding</code>, <code>onExecute</code>, <code>onSubscribe</code>) sees every operation. One for parsing, validation, requests or responses is not called: documents are parsed and validated once and kept, and content negotiation, masking and event streams with ids are our own code. <code>test/http</code> covers them.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0016-every-transport-shares-one-path.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0016EveryTransportSharesOnePath = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0016EveryTransportSharesOnePath as default
};
