import { ssrRenderAttrs } from "vue/server-renderer";
import { useSSRContext } from "vue";
import { _ as _export_sfc } from "./plugin-vue_export-helper.1tPrXgE0.js";
const __pageData = JSON.parse('{"title":"WalArchiveOld","description":"","frontmatter":{},"headers":[],"relativePath":"runbooks/wal-archive-old.md","filePath":"runbooks/wal-archive-old.md"}');
const _sfc_main = { name: "runbooks/wal-archive-old.md" };
function _sfc_ssrRender(_ctx, _push, _parent, _attrs, $props, $setup, $data, $options) {
  _push(`<div${ssrRenderAttrs(_attrs)}><h1 id="walarchiveold" tabindex="-1">WalArchiveOld <a class="header-anchor" href="#walarchiveold" aria-label="Permalink to &quot;WalArchiveOld&quot;">​</a></h1><p>A restore would lose everything since then. If <code>archive_command</code> has failed from the start, the age counts from the start of PostgreSQL&#39;s statistics. The alert is silent where nothing was ever to be archived: then your backups are not measured here, and something else has to watch them.</p><div class="language-text vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">text</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span>max(perennial_database_wal_archive_age_seconds) &gt; 1800</span></span></code></pre></div><p>for 10m, severity warning.</p><h2 id="what-to-look-at" tabindex="-1">What to look at <a class="header-anchor" href="#what-to-look-at" aria-label="Permalink to &quot;What to look at&quot;">​</a></h2><div class="language-sql vp-adaptive-theme"><button title="Copy Code" class="copy"></button><span class="lang">sql</span><pre class="shiki shiki-themes github-light-high-contrast github-dark-high-contrast vp-code" tabindex="0"><code><span class="line"><span class="token-4">SELECT</span><span class="token-6"> last_archived_wal, last_archived_time, failed_count, last_failed_wal, last_failed_time </span><span class="token-4">FROM</span><span class="token-6"> pg_stat_archiver;</span></span></code></pre></div><ul><li>The disk of the archive, and PostgreSQL&#39;s log for <code>archive command failed</code>.</li><li><code>archive_timeout</code>: without it a quiet database archives rarely.</li></ul><h2 id="what-to-do" tabindex="-1">What to do <a class="header-anchor" href="#what-to-do" aria-label="Permalink to &quot;What to do&quot;">​</a></h2><ul><li>Repair the archive before <code>pg_wal</code> fills the disk: PostgreSQL keeps what it could not archive, and stops if the disk is full.</li></ul><h2 id="whom-to-wake" tabindex="-1">Whom to wake <a class="header-anchor" href="#whom-to-wake" aria-label="Permalink to &quot;Whom to wake&quot;">​</a></h2><p>At once if the disk of <code>pg_wal</code> is more than half full; otherwise in the morning.</p></div>`);
}
const _sfc_setup = _sfc_main.setup;
_sfc_main.setup = (props, ctx) => {
  const ssrContext = useSSRContext();
  (ssrContext.modules || (ssrContext.modules = /* @__PURE__ */ new Set())).add("runbooks/wal-archive-old.md");
  return _sfc_setup ? _sfc_setup(props, ctx) : void 0;
};
const walArchiveOld = /* @__PURE__ */ _export_sfc(_sfc_main, [["ssrRender", _sfc_ssrRender]]);
export {
  __pageData,
  walArchiveOld as default
};
