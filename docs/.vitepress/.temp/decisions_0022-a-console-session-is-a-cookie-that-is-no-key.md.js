import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"22. A console session is a cookie that is no key","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0022-a-console-session-is-a-cookie-that-is-no-key.md","filePath":"decisions/0022-a-console-session-is-a-cookie-that-is-no-key.md"}');
const _sfc_main = { name: "decisions/0022-a-console-session-is-a-cookie-that-is-no-key.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="22-a-console-session-is-a-cookie-that-is-no-key" tabindex="-1">22. A console session is a cookie that is no key <a class="header-anchor" href="#22-a-console-session-is-a-cookie-that-is-no-key" aria-label="Permalink to &quot;22. A console session is a cookie that is no key&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A person signs in to the console with a secret key. A key in the browser&#39;s storage is readable by every script of the page and outlives the visit; a live key with an <code>Origin</code> header is refused everywhere else for that reason.</p><p><strong>Decision.</strong> The page sends the key once, to <code>/console/session</code>. The browser keeps 32 random bytes in a cookie (<code>HttpOnly</code>, <code>SameSite=Strict</code>, <code>__Host-</code> with https); the database has their SHA-256 and the key&#39;s id. The cookie counts only with a header (a WebSocket: a parameter) and an <code>Origin</code> or <code>Sec-Fetch-Site</code> that say &quot;our own page&quot;. It is not a bearer token. A session ends after twelve hours of real time, with a sign-out, or with its key. A client token is its own session: the cookie holds the token.</p><p><strong>Consequences.</strong> The console needs no right of its own: a session is checked like a key, in the same statement, with the key&#39;s scopes, quotas and modes. A person who reads the database cannot sign in with what it holds. The audit log names the session&#39;s key and the kind <code>CONSOLE</code>, so each person should have a key of their own. A console on another origin than the gateway is not possible.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0022-a-console-session-is-a-cookie-that-is-no-key.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0022AConsoleSessionIsACookieThatIsNoKey = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0022AConsoleSessionIsACookieThatIsNoKey as default
};
