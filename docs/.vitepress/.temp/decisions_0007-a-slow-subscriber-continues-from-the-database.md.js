import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"7. A slow subscriber continues from the database","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0007-a-slow-subscriber-continues-from-the-database.md","filePath":"decisions/0007-a-slow-subscriber-continues-from-the-database.md"}');
const _sfc_main = { name: "decisions/0007-a-slow-subscriber-continues-from-the-database.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="7-a-slow-subscriber-continues-from-the-database" tabindex="-1">7. A slow subscriber continues from the database <a class="header-anchor" href="#7-a-slow-subscriber-continues-from-the-database" aria-label="Permalink to &quot;7. A slow subscriber continues from the database&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> One tail per process feeds all subscribers from memory. A subscriber that does not keep up must neither grow the process nor delay others. It could be disconnected with a cursor to resume from, as a slow <em>socket</em> is.</p><p><strong>Decision.</strong> A subscription&#39;s buffer has a limit of 1,000 events. Above it the buffer is dropped and the subscription reads pages from the log by its own position, at most two such pages at a time in the whole process, until it has caught up; then it gets events from memory again. Only a socket that does not drain is closed, and resumes by cursor.</p><p><strong>Consequences.</strong> Nothing is missed, memory is limited, and others are not affected; a client library without resumption still works after a stall.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0007-a-slow-subscriber-continues-from-the-database.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0007ASlowSubscriberContinuesFromTheDatabase = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0007ASlowSubscriberContinuesFromTheDatabase as default
};
