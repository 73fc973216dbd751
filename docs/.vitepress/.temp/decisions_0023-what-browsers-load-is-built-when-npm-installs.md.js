import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"23. What browsers load is built when npm installs","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0023-what-browsers-load-is-built-when-npm-installs.md","filePath":"decisions/0023-what-browsers-load-is-built-when-npm-installs.md"}');
const _sfc_main = { name: "decisions/0023-what-browsers-load-is-built-when-npm-installs.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="23-what-browsers-load-is-built-when-npm-installs" tabindex="-1">23. What browsers load is built when npm installs <a class="header-anchor" href="#23-what-browsers-load-is-built-when-npm-installs" aria-label="Permalink to &quot;23. What browsers load is built when npm installs&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> The server runs TypeScript without a build. The console, the documentation and the client package cannot: browsers and other projects load JavaScript. Committed bundles are unreadable in reviews and conflict in merges; a build at the start makes every start slower and needs the tools in production.</p><p><strong>Decision.</strong> <code>npm run build</code> writes <code>build/console</code>, <code>build/docs</code> and <code>src/client/dist</code>, which git ignores. <code>npm ci</code> runs it, some ten seconds, after Prisma&#39;s generator. A part whose inputs have not changed (a hash of their contents) is not built again. Without the development dependencies it is skipped: the image gets the results from its build stage. <code>npm start</code> never builds; what is missing answers 503 and names the command.</p><p><strong>Consequences.</strong> Vite, VitePress and React are development dependencies. Tests build first, so that they test the present sources. The gateway serves files without knowing what made them, with one policy for all: nothing inline, nothing from another host. VitePress&#39;s inline scripts and code colors are moved into files by the build.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0023-what-browsers-load-is-built-when-npm-installs.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0023WhatBrowsersLoadIsBuiltWhenNpmInstalls = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0023WhatBrowsersLoadIsBuiltWhenNpmInstalls as default
};
