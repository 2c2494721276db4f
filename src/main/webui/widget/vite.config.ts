import { defineConfig, type UserConfig } from 'vite';

/**
 * Two builds: the loader, one file that any page can include, and the frame, whose page the service writes itself (it knows which
 * sites may embed it), so that its files keep their names: `dist/widget.js`, `dist/widget/frame.js`, `dist/widget/frame.css`.
 */
const loader: UserConfig['build'] = {
  outDir: 'dist',
  lib: { entry: 'widget/loader/main.ts', name: 'TributaryLoader', formats: ['iife'], fileName: () => 'widget.js' },
};
const frame: UserConfig['build'] = {
  outDir: 'dist/widget',
  rollupOptions: {
    input: { frame: 'widget/frame/main.tsx' },
    output: { entryFileNames: '[name].js', assetFileNames: '[name][extname]' },
  },
};

export default defineConfig(({ mode }) => ({
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  build: { emptyOutDir: false, target: 'es2022', ...(mode === 'loader' ? loader : frame) },
}));
