import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** The service that `npm run dev` talks to; the packaged page is served by the service itself. */
const service = process.env.TRIBUTARY_URL ?? 'http://localhost:8080';

/** The service takes writes and sockets from its own pages only. */
const asOwnPage = { target: service, changeOrigin: true, headers: { origin: service } };

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022', assetsDir: 'assets' },
  server: {
    proxy: {
      '^/(rest|webhooks|sandbox|q)/': asOwnPage,
      '^/ws$': { ...asOwnPage, ws: true },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}', 'widget/**/*.test.{ts,tsx}'],
    passWithNoTests: true,
  },
});
