import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"24. One process leads by an advisory lock","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0024-one-process-leads-by-an-advisory-lock.md","filePath":"decisions/0024-one-process-leads-by-an-advisory-lock.md"}');
const _sfc_main = { name: "decisions/0024-one-process-leads-by-an-advisory-lock.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="24-one-process-leads-by-an-advisory-lock" tabindex="-1">24. One process leads by an advisory lock <a class="header-anchor" href="#24-one-process-leads-by-an-advisory-lock" aria-label="Permalink to &quot;24. One process leads by an advisory lock&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> Almost all background work is claimed row by row, so any number of processes share it. Some work has no rows: the integrity checks walk over all tables, and the upkeep of tables is done once. The checks had a lease of a minute in a row of their own: a killed process kept them from running for a minute or two, and the next such work would have needed a second lease.</p><p><strong>Decision.</strong> Each worker opens one session of its own, and tries once a second to take an advisory lock in it. The one that has the lock leads, and runs a list of duties until the session ends. PostgreSQL ends the session with the process, however that ends, and by TCP keepalive about 20 s after a machine is gone. The leader asks its session every five seconds whether it still exists.</p><p>It waits by trying, not inside <code>pg_advisory_lock</code>: a statement that waits holds a snapshot, for which <code>CREATE INDEX CONCURRENTLY</code> waits.</p><p><strong>Consequences.</strong> A lock proves nothing to a process that hangs: it can continue after another one leads. So a duty must be safe if two do it at once. The integrity pass has a fencing token for that: an earlier leader can store nothing more. A pooler that shares sessions between transactions would lose the lock, so the leader, like LISTEN, needs a session of its own (a pooler with session pooling is enough). A worker costs PostgreSQL one session more. etcd or Kubernetes leases were not chosen: PostgreSQL is there already, and without it there is nothing to lead.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0024-one-process-leads-by-an-advisory-lock.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0024OneProcessLeadsByAnAdvisoryLock = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0024OneProcessLeadsByAnAdvisoryLock as default
};
