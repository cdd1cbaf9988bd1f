import { defineConfig } from 'vitest/config';

// A module and a script that makes the global `busbar`; with --mode watchbox the module with Watchbox's calls.
export default defineConfig(({ mode }) => ({
  build: {
    target: 'es2022',
    emptyOutDir: false,
    lib:
      mode === 'watchbox'
        ? { entry: 'src/watchbox.ts', formats: ['es' as const], fileName: () => 'watchbox.mjs' }
        : {
            entry: 'src/index.ts',
            name: 'busbar',
            formats: ['es' as const, 'iife' as const],
            fileName: (format: string) => (format === 'es' ? 'busbar.mjs' : 'busbar.js'),
          },
  },
  test: { include: ['tests/**/*.test.ts'] },
}));
