import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"14. An occurrence follows its charge","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0014-an-occurrence-follows-its-charge.md","filePath":"decisions/0014-an-occurrence-follows-its-charge.md"}');
const _sfc_main = { name: "decisions/0014-an-occurrence-follows-its-charge.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="14-an-occurrence-follows-its-charge" tabindex="-1">14. An occurrence follows its charge <a class="header-anchor" href="#14-an-occurrence-follows-its-charge" aria-label="Permalink to &quot;14. An occurrence follows its charge&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> The result of its charge decides whether a schedule&#39;s occurrence is paid or retried, and a schedule ends with its agreement. Charges and agreements change for many reasons (responses, notifications, status queries, operators). To change the schedule in the same transaction, each of them would have to lock it too.</p><p><strong>Decision.</strong> Charging an occurrence is one transaction: agreement and schedule are locked, and the charge, its provider request, the occurrence&#39;s PROCESSING and the next occurrence are one commit. The result of the charge is read from its row: directly after the send, and by a worker that finds occurrences with a final charge. An agreement that ends marks its schedules in the same change, and a worker cancels them. Whether an occurrence may be charged is checked on the agreement itself, under its lock, so that no charge comes in between.</p><p><strong>Consequences.</strong> Between the end of a charge and that of its occurrence there is a moment, at most a second, in which the one is FAILED and the other PROCESSING: both are true. Nothing has to be undone if a process dies in between. The database guarantees that an occurrence is charged once: one charge of an occurrence that has not failed (partial unique index), one occurrence of an index, one next occurrence of a schedule. The networks&#39; limits count due tries: a try that they refuse uses up a day of the policy like a declined one.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0014-an-occurrence-follows-its-charge.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0014AnOccurrenceFollowsItsCharge = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0014AnOccurrenceFollowsItsCharge as default
};
