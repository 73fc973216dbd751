import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse(`{"title":"18. The gateway applies migrations without Prisma's engine","description":"","frontmatter":{},"headers":[],"relativePath":"decisions/0018-the-gateway-applies-migrations-without-prismas-engine.md","filePath":"decisions/0018-the-gateway-applies-migrations-without-prismas-engine.md"}`);
const _sfc_main = { name: "decisions/0018-the-gateway-applies-migrations-without-prismas-engine.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="18-the-gateway-applies-migrations-without-prismas-engine" tabindex="-1">18. The gateway applies migrations without Prisma&#39;s engine <a class="header-anchor" href="#18-the-gateway-applies-migrations-without-prismas-engine" aria-label="Permalink to &quot;18. The gateway applies migrations without Prisma&#39;s engine&quot;">​</a></h1><p>Accepted, November 2026.</p><p><strong>Context.</strong> A gateway applies the missing migrations when it starts. It did so with Prisma&#39;s schema engine, an internal WASM package, and with two packages that only served the engine. Applying a folder of SQL files needs none of them.</p><p><strong>Decision.</strong> <code>src/store/migrations/migrate.ts</code> runs each <code>migration.sql</code> in one transaction together with its row in <code>_prisma_migrations</code>, under the advisory lock that Prisma&#39;s engine takes. The table and its rows are the same as the engine&#39;s: a test compares them. So <code>prisma migrate</code> continues where the gateway stopped, and the gateway where <code>prisma migrate</code> stopped. The engine is a development dependency in <code>scripts/schema-engine</code>: it writes and checks migrations.</p><p>A statement that PostgreSQL refuses in a transaction, such as <code>CREATE INDEX CONCURRENTLY</code>, is the only statement of its migration, and the first line of the file is <code>-- no-transaction</code>. Only such a migration can fail half-way. None exists today. The lock is polled, because <code>CREATE INDEX CONCURRENTLY</code> waits for every session that waits inside a statement.</p><p>A start is refused, with one sentence, if a migration did not finish, if the file of an applied one was changed, if the database has a migration that the folder lacks (a newer one is accepted unless its name contains <code>_contract</code>), or if another program&#39;s tables are there.</p><p><strong>Consequences.</strong> A version starts on the database of a newer one until that has removed something: <a href="/docs/deploying#migrations">expand, then contract</a>. <code>npm ci --omit=dev</code> installs nothing of Prisma.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("decisions/0018-the-gateway-applies-migrations-without-prismas-engine.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const _0018TheGatewayAppliesMigrationsWithoutPrismasEngine = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  _0018TheGatewayAppliesMigrationsWithoutPrismasEngine as default
};
