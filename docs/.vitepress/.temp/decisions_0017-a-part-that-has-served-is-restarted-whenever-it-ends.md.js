import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"17. A part that has served is restarted whenever it ends","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0017-a-part-that-has-served-is-restarted-whenever-it-ends.md","filePath":"decisions/0017-a-part-that-has-served-is-restarted-whenever-it-ends.md"}');
const _sfc_main = { name: "decisions/0017-a-part-that-has-served-is-restarted-whenever-it-ends.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="17-a-part-that-has-served-is-restarted-whenever-it-ends" tabindex="-1">17. A part that has served is restarted whenever it ends <a class="header-anchor" href="#17-a-part-that-has-served-is-restarted-whenever-it-ends" aria-label="Permalink to &quot;17. A part that has served is restarted whenever it ends&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> <code>npm start</code> restarted a child once in its life, and stopped everything at the second death. A gateway that ran for months and was killed twice, for example by the system for lack of memory, stopped the healthy PostgreSQL too and stayed down until somebody came.</p><p><strong>Decision.</strong> The gateway, the simulators and the embedded PostgreSQL are restarted whenever they end, if they had served since the last start. The pause before a start is 100 ms at first and doubles up to 30 s; after a minute of service it is 100 ms again. A child that ends before it serves is not restarted: everything stops, with exit code 1. A gateway waits for a PostgreSQL that is being restarted.</p><p><strong>Consequences.</strong> Repeated ends are visible in the output, not in the exit code: each end is a line. Callers see a gateway that is down for moments, as after any restart: a request that it was sending has a lost response, and gets a status query. A configuration or a database with which no start can succeed still ends <code>npm start</code> at once. So does an external PostgreSQL (<code>DATABASE_URL</code>) that is down when the gateway has to start: such an installation is supervised as a whole by systemd, Kubernetes or similar.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0017-a-part-that-has-served-is-restarted-whenever-it-ends.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0017APartThatHasServedIsRestartedWheneverItEnds = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0017APartThatHasServedIsRestartedWheneverItEnds as default
};
