import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"19. Statements that do not depend on each other go out together","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0019-what-does-not-depend-on-each-other-goes-out-together.md","filePath":"decisions/0019-what-does-not-depend-on-each-other-goes-out-together.md"}');
const _sfc_main = { name: "decisions/0019-what-does-not-depend-on-each-other-goes-out-together.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="19-statements-that-do-not-depend-on-each-other-go-out-together" tabindex="-1">19. Statements that do not depend on each other go out together <a class="header-anchor" href="#19-statements-that-do-not-depend-on-each-other-go-out-together" aria-label="Permalink to &quot;19. Statements that do not depend on each other go out together&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A charge took ten round trips to PostgreSQL and a scheduled one fifteen: <code>BEGIN</code>, each read, the write and <code>COMMIT</code> were waited for one by one. Where the database is another machine, these waits are most of the time that a charge takes.</p><p><strong>Decision.</strong> The pool uses the pipeline mode of <code>pg</code>: a statement goes out without waiting for the one before it, and the server does them in their order. What a command reads first goes out with <code>BEGIN</code> and its locks, and its one write goes out with <code>COMMIT</code> (<code>Transaction.commit</code>). Each statement still takes a snapshot of its own when it is done, after the locks are held, so it sees what the former holder committed. If a statement fails, PostgreSQL refuses all that follow and answers the <code>COMMIT</code> with a rollback.</p><p><strong>Consequences.</strong> A charge takes four round trips and a scheduled one six; <code>test/workers/scheduler.test.ts</code> says which. Code that reads several things says so with <code>Promise.all</code>. After <code>commit</code> nothing more can be sent. A simulated session does one statement after the other, so the simulation still meets every point between two of them.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0019-what-does-not-depend-on-each-other-goes-out-together.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0019WhatDoesNotDependOnEachOtherGoesOutTogether = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0019WhatDoesNotDependOnEachOtherGoesOutTogether as default
};
