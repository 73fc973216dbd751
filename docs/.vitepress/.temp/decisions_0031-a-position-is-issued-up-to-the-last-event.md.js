import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"31. A position is issued up to the last event","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0031-a-position-is-issued-up-to-the-last-event.md","filePath":"decisions/0031-a-position-is-issued-up-to-the-last-event.md"}');
const _sfc_main = { name: "decisions/0031-a-position-is-issued-up-to-the-last-event.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="31-a-position-is-issued-up-to-the-last-event" tabindex="-1">31. A position is issued up to the last event <a class="header-anchor" href="#31-a-position-is-issued-up-to-the-last-event" aria-label="Permalink to &quot;31. A position is issued up to the last event&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A reader that has everything got a position at its snapshot&#39;s xmin: all transactions below it had ended. PostgreSQL gives the id of a transaction that it has not written to disk again after a crash, and a promoted standby gives ids again that it has never received. Transactions that were rolled back are such: their records are written later, and no COMMIT waits for a standby. Seen in a test: after twenty rolled back transactions and a failover, the new primary&#39;s next event had an id below a position that had been issued, and a subscriber that resumed there never got it. The tail of a process that stayed alive had the same gap.</p><p><strong>Decision.</strong> A position that names no event is at most the first id after all events, <code>least(xmin, max(events.xid) + 1)</code>. An event that a reader can see was committed, so it is on disk and, with a synchronous standby, on two machines: its id is never given again, and every later event has a higher one. What may be read is decided by the xmin as before.</p><p><strong>Consequences.</strong> One probe of an index more for each read of the log&#39;s end. A cursor of a quiet log stays where it is while transactions without events pass, and nothing is read twice for that. Cursors that earlier versions issued stay valid; whether one is ahead of the log is still decided by the xmin. With asynchronous standbys committed events can be lost, and only a new epoch helps.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0031-a-position-is-issued-up-to-the-last-event.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0031APositionIsIssuedUpToTheLastEvent = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0031APositionIsIssuedUpToTheLastEvent as default
};
