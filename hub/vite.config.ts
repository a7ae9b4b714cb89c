import path from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = import.meta.dirname;

/** What `npm run hub -- --dev` hands on to a running WaddleBot. */
const behind = process.env.WADDLEBOT_URL ?? 'http://127.0.0.1:8787';

export default defineConfig({
  root,
  base: '/hub/',
  publicDir: false,
  cacheDir: path.resolve(root, '../.data/vite'),
  plugins: [react(), tailwindcss()],
  // The core is contracts and pure logic: what roles may is the same table on both sides.
  resolve: { alias: { '@waddlebot': path.resolve(root, '../workers') } },
  build: {
    outDir: 'dist/hub',
    emptyOutDir: true,
    assetsDir: 'assets',
    manifest: true,
    target: 'es2022',
    // Inlined fonts and images would be against the policy of pages, and are cached worse.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    // Cookies belong to a host, whatever the port: whoever signed in at the target is signed in here.
    host: '127.0.0.1',
    proxy: {
      ...Object.fromEntries(
        ['/api', '/auth', '/health', '/ready', '/docs', '/openapi.json'].map((path) => [path, { target: behind }]),
      ),
      // Vite puts its base before what the page names, when it serves it itself.
      '^/hub/(before-paint.js|mark.svg)$': { target: behind, rewrite: (path) => path.replace('/hub', '') },
      // A socket is for pages of PUBLIC_URL alone, whose origin is the target's.
      '/live': { target: behind, ws: true, headers: { origin: new URL(behind).origin } },
    },
  },
});
