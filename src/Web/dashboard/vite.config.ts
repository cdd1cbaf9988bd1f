import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Relative, so that the page also works below a path prefix of a reverse proxy.
  base: './',
  build: {
    target: 'es2022',
    // A data: URL would be refused under default-src 'self'.
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: { input: ['index.html', 'broker.html'] },
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:5080',
      '/ws': { target: 'ws://127.0.0.1:5080', ws: true },
    },
  },
  // css: the test of contrast reads the style sheet.
  test: { include: ['tests/**/*.test.ts'], css: true },
});
