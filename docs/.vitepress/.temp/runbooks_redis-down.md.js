import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"RedisDown","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/redis-down.md","filePath":"runbooks/redis-down.md"}');
const _sfc_main = { name: "runbooks/redis-down.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="redisdown" tabindex="-1">RedisDown <a class="header-anchor" href="#redisdown" aria-label="Permalink to &quot;RedisDown&quot;">​</a></h1><p>No process can use the Redis of <code>REDIS_URL</code>. No request fails and no event is lost: events of other processes arrive by the poll, within a second, and each process limits the rates of callers and providers alone.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_redis_up) == 0</span></span></code></pre></div><p>for 2m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><ul><li>The gateway&#39;s log names the error&#39;s code. <code>redis-cli -u &quot;$REDIS_URL&quot; ping</code>; <code>INFO memory</code>: a full memory refuses writes.</li><li><code>perennial_redis_fallbacks_total</code> by use. Watch 429 of the providers: <code>perennial_provider_calls_total{outcome=&quot;notSent&quot;}</code>.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Repair or restart Redis. It needs no backup: it holds counters of seconds to an hour. The gateways use it again within a second.</li><li>With many processes and a long repair, lower the load: all processes together can exceed a provider&#39;s rate. What it refuses is sent again.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>In the morning.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/redis-down.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const redisDown = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  redisDown as default
};
