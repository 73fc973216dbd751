import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"2. Aggregates are locked by advisory locks, before the transaction has an id","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0002-aggregates-are-locked-before-a-transaction-has-an-id.md","filePath":"decisions/0002-aggregates-are-locked-before-a-transaction-has-an-id.md"}');
const _sfc_main = { name: "decisions/0002-aggregates-are-locked-before-a-transaction-has-an-id.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="2-aggregates-are-locked-by-advisory-locks-before-the-transaction-has-an-id" tabindex="-1">2. Aggregates are locked by advisory locks, before the transaction has an id <a class="header-anchor" href="#2-aggregates-are-locked-by-advisory-locks-before-the-transaction-has-an-id" aria-label="Permalink to &quot;2. Aggregates are locked by advisory locks, before the transaction has an id&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> The log&#39;s order is <code>(xid, seq)</code>, so per object the order of transaction ids must be the order of versions: a transaction must not get its id before it holds the object&#39;s lock. <code>SELECT … FOR UPDATE</code> was thought to guarantee that. It does with two sessions. With three it does not: PostgreSQL gives a session that has waited for an <em>updated</em> row its transaction id in order to follow the row&#39;s versions, and only then makes it wait for the next holder. A stress test saw version 9 in the log before versions 7 and 8.</p><p><strong>Decision.</strong> Every transaction that changes a consumer, an agreement or a charge takes an advisory lock on it first (<code>pg_advisory_xact_lock</code>), in the same message as <code>BEGIN</code>: without another round trip, and waiting for it assigns no id. If an agreement and its initial charge change together, both advisory locks are taken before either row is touched. The row is still locked <code>FOR UPDATE</code> after that, against sessions outside the gateway. The functions that load an aggregate refuse to run in a transaction that does not hold its lock.</p><p><strong>Consequences.</strong> The order of locks is: a caller&#39;s idempotency key, the agreement, the charge. A test holds three sessions on one object and asserts that those that wait have no transaction id; another lets captures, voids, refunds, status queries, webhooks and a revocation race and reads the log back.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0002-aggregates-are-locked-before-a-transaction-has-an-id.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0002AggregatesAreLockedBeforeATransactionHasAnId = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0002AggregatesAreLockedBeforeATransactionHasAnId as default
};
