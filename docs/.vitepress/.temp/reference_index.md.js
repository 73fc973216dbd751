import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"The API reference","description":"","frontmatter":{},"headers":[],"relativePath":"reference/index.md","filePath":"reference/index.md"}');
const _sfc_main = { name: "reference/index.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="the-api-reference" tabindex="-1">The API reference <a class="header-anchor" href="#the-api-reference" aria-label="Permalink to &quot;The API reference&quot;">​</a></h1><p>The pages of this section are made from <a href="/docs/reference/">the printed schema</a>, which the gateway serves at <code>/schema.graphql</code> too. Look for an object or a field with the search at the top (<code>Ctrl K</code>).</p><ul><li><strong>Start at a root</strong>: what you can read is in Queries, what you can do in Mutations, what you can watch in Subscriptions.</li><li><code>String!</code> is never null. <code>[ID!]!</code> is a list that is never null and has no null in it. <code>?</code> marks an argument or a field of an input that you can leave out.</li><li><strong>A scope</strong> is what a secret key needs for a field: <code>read</code>, <code>charge</code>, <code>refund</code>, <code>manage</code> or <code>operator</code>. See <a href="/docs/operations#scopes">Scopes</a>. A client token can use the fields with the scope <code>read</code>, for <a href="/docs/browsers">what it was made for</a>.</li><li><strong>A list</strong> is a connection of the Relay specification: <code>first</code> and <code>after</code> go forward, <code>last</code> and <code>before</code> backward, at most 100 entries at a time. <code>nodes</code> has the entries without their edges.</li><li><strong>A mutation returns a union</strong>: its payload or an error. Select <code>... on UserError { code message }</code> for all errors, also later ones. See <a href="/docs/errors">Errors</a>.</li><li><strong>Money</strong> is an integer in minor units together with its currency: <code>{ value: 1250, currency: &quot;USD&quot; }</code> is 12.50 USD. Responses give <code>value</code> as a string, and <code>decimal</code> for people.</li></ul><p>How and when the schema changes is in <a href="/docs/schema-policy">How the API changes</a>.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("reference/index.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const index = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  index as default
};
