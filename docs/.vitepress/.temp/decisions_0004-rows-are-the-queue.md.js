import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"4. Rows are the queue","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0004-rows-are-the-queue.md","filePath":"decisions/0004-rows-are-the-queue.md"}');
const _sfc_main = { name: "decisions/0004-rows-are-the-queue.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="4-rows-are-the-queue" tabindex="-1">4. Rows are the queue <a class="header-anchor" href="#4-rows-are-the-queue" aria-label="Permalink to &quot;4. Rows are the queue&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A job queue (pg-boss was considered) delivers work; it must never be the truth about money. What recovery has to do is in <code>provider_requests.next_status_query_at</code>, what the inbox has to do in <code>provider_events.next_try_at</code>. A separate queue would be a second list that can disagree with the first, thirty tables and functions more, and a second pool.</p><p><strong>Decision.</strong> One module claims due rows for every background job (<code>src/store/work-queue</code>): <code>FOR NO KEY UPDATE SKIP LOCKED</code>, a lease in real time, and a fencing token that rises with each claim and that each later write names. A job declares its table, its due column and its condition. A notification is stored with a lease of the process that received it, which processes it from memory; a one-second poll finds what that process left undone. Moving the sandbox clock reads the same declarations.</p><p><strong>Consequences.</strong> Losing a process loses nothing, several processes share the work, and there is nothing to reconcile. Jobs of one table share its lease: an agreement is worked on by one of them at a time. A failed row that has no due column of its own waits until its lease ends. An idle gateway runs ten small index reads a second.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0004-rows-are-the-queue.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0004RowsAreTheQueue = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0004RowsAreTheQueue as default
};
