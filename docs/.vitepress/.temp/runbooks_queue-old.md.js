import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"QueueOld","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/queue-old.md","filePath":"runbooks/queue-old.md"}');
const _sfc_main = { name: "runbooks/queue-old.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="queueold" tabindex="-1">QueueOld <a class="header-anchor" href="#queueold" aria-label="Permalink to &quot;QueueOld&quot;">​</a></h1><p>Rows are due and no worker takes them, or not fast enough (<code>redelivery</code> is left out: it waits for merchants&#39; servers that fail). <code>scheduler</code>: charges are late. <code>inbox</code>: notifications are not applied. <code>recovery</code>: UNKNOWN charges are not queried.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max by (queue) (perennial_queue_oldest_due_seconds{queue!=&quot;redelivery&quot;}) &gt; 300</span></span></code></pre></div><p>for 5m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li><code>perennial_queue_due</code> by queue, and whether it grows.</li><li>Are workers running? If none is, <a href="/docs/runbooks/no-leader">no-leader</a> fires too. Log lines &quot;a background job failed&quot; name the job.</li><li>After a restore the scheduler is held: <code>npm run admin -- restore status</code>.</li><li>A provider that does not answer: <a href="/docs/runbooks/provider-circuit-open">provider-circuit-open</a>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Start more processes with workers. They share the rows; none is worked on twice.</li><li>For <code>scheduler</code> at a rate limit, wait: it charges as fast as the provider allows.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning; at once for <code>recovery</code> or <code>inbox</code> above an hour.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/queue-old.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const queueOld = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  queueOld as default
};
