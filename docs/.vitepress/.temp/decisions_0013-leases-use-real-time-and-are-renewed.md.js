import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"13. Leases use real time, and are renewed","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0013-leases-use-real-time-and-are-renewed.md","filePath":"decisions/0013-leases-use-real-time-and-are-renewed.md"}');
const _sfc_main = { name: "decisions/0013-leases-use-real-time-and-are-renewed.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="13-leases-use-real-time-and-are-renewed" tabindex="-1">13. Leases use real time, and are renewed <a class="header-anchor" href="#13-leases-use-real-time-and-are-renewed" aria-label="Permalink to &quot;13. Leases use real time, and are renewed&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A provider request belonged to its sender until an instant of the gateway&#39;s clock, and to a recovery worker for as long as all its calls could take: 90 s. So a process that died delayed a result for a minute and a half, and a sandbox clock that was moved forward ended the lease of a sender that was at work.</p><p><strong>Decision.</strong> There is one lease, <code>lease_until</code>, in real time, of 15 seconds. The insert of a provider request gives it to its sender; a claim gives it to a worker, with a higher fencing token. A process at work renews it every 5 seconds (<code>withLease</code>), with the token under which it began. The statement that records a decision releases the lease. An occurrence that the scheduler claims has the same lease, until its charge is recorded.</p><p><strong>Consequences.</strong> The requests of a dead process get a status query 15 seconds later. A process that stands still for longer loses its lease; its response still counts, its plans do not. The machines&#39; clocks have to agree within some seconds, as in any fleet: otherwise two workers query one provider request, and neither sends anything twice.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0013-leases-use-real-time-and-are-renewed.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0013LeasesUseRealTimeAndAreRenewed = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0013LeasesUseRealTimeAndAreRenewed as default
};
