import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"RestoreUnfinished","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/restore-unfinished.md","filePath":"runbooks/restore-unfinished.md"}');
const _sfc_main = { name: "runbooks/restore-unfinished.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="restoreunfinished" tabindex="-1">RestoreUnfinished <a class="header-anchor" href="#restoreunfinished" aria-label="Permalink to &quot;RestoreUnfinished&quot;">​</a></h1><p>After <code>restore begin</code> the schedules wait for <code>restore release</code>.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_restore_step) == 2</span></span></code></pre></div><p>for 1h, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>npm run admin -- restore status</code></li><li><code>perennial_queue_due{queue=&quot;reconciliation&quot;}</code>: is the comparison with the providers done?</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Follow <a href="/docs/runbooks/restore">restore</a> to its end. A gateway reads at its start that the schedules are released, so restart each: until then the alert fires.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In office hours.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/restore-unfinished.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const restoreUnfinished = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  restoreUnfinished as default
};
