import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"29. A replica answers a list once it has whatever was committed before the question","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0029-a-replica-answers-a-list-once-it-has-what-was-committed-before.md","filePath":"decisions/0029-a-replica-answers-a-list-once-it-has-what-was-committed-before.md"}');
const _sfc_main = { name: "decisions/0029-a-replica-answers-a-list-once-it-has-what-was-committed-before.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="29-a-replica-answers-a-list-once-it-has-whatever-was-committed-before-the-question" tabindex="-1">29. A replica answers a list once it has whatever was committed before the question <a class="header-anchor" href="#29-a-replica-answers-a-list-once-it-has-whatever-was-committed-before-the-question" aria-label="Permalink to &quot;29. A replica answers a list once it has whatever was committed before the question&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> With a bound of some seconds on a replica&#39;s lag, a list after a mutation may lack what was just made. And a client that reads <code>eventCursor</code>, then a list, then subscribes from the cursor would miss every event between the replica&#39;s state and the cursor.</p><p><strong>Decision.</strong> A query of lists alone asks the primary for its position in the write-ahead log, in one small statement that waiting queries share, and waits up to 100 ms until the replica has replayed it. Then the replica answers: the list contains everything that was committed before the request came, in whatever process. Otherwise, and for a second after each lateness or error, the primary answers. A statement that fails on the replica (recovery conflict, lost connection, a write) runs on the primary.</p><p>Mutations, single objects, subscriptions, the log, keys and accounts never use it. The log is left out because a replica&#39;s oldest open transaction can be older than the primary&#39;s: a good cursor would look as if it were beyond the end.</p><p><strong>Cursors.</strong> An object&#39;s cursor is stored in its row (<code>snapshot_xmin</code>, version) by the transaction that wrote it, so a replica gives exactly the cursor that the primary gave for that version. A replica&#39;s own <code>xmin</code> is conservative: it treats every id that it has not seen end as open.</p><p><strong>Consequences.</strong> No clock is compared. Each list costs the primary one statement without tables. <code>DATABASE_READ_URL</code> must name one server: behind a balancer, the server that is asked and the one that reads could differ. A replica can show a commit that the primary still holds for its synchronous standby; if that primary is then lost, the replica has shown something that never was.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0029-a-replica-answers-a-list-once-it-has-what-was-committed-before.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0029AReplicaAnswersAListOnceItHasWhatWasCommittedBefore = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0029AReplicaAnswersAListOnceItHasWhatWasCommittedBefore as default
};
