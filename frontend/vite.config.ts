import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { parsePo } from './src/words/catalogue.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const languageFolder = `${root}src/veivalg/language`;
const service = process.env.VEIVALG_SERVICE ?? 'http://127.0.0.1:8765';

/** `virtual:words/nb` is the page's own words, read from web.nb.po and web_*.nb.po when the page is built. */
function words(): Plugin {
  const prefix = 'virtual:words/';
  const files = (language: string) =>
    readdirSync(languageFolder)
      .filter((name) => /^web(_\w+)?\.\w+\.po$/.test(name) && name.endsWith(`.${language}.po`))
      .map((name) => `${languageFolder}/${name}`);
  return {
    name: 'veivalg-words',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined;
      const texts = files(id.slice(prefix.length + 1)).map((path) => {
        this.addWatchFile(path);
        return parsePo(readFileSync(path, 'utf8'));
      });
      return `export default ${JSON.stringify(Object.assign({}, ...texts))};`;
    },
  };
}

export default defineConfig({
  base: '/static/',
  plugins: [words(), svelte()],
  build: {
    outDir: `${root}src/veivalg/web/static`,
    emptyOutDir: true,
    manifest: 'manifest.json',
    assetsInlineLimit: 0, // the content security policy allows no data: addresses
    target: 'es2022',
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': service } },
  test: { include: ['tests/**/*.test.ts'], environment: 'node' },
} as Parameters<typeof defineConfig>[0]);
