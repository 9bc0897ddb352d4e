import path from "node:path";
import { defineConfig } from "vite";

const here = import.meta.dirname;

export default defineConfig({
  root: path.join(here, "cards"),
  base: "/cards/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: path.join(here, "dist/cards"),
    emptyOutDir: true,
    rollupOptions: { input: { leaderboard: path.join(here, "cards/leaderboard/index.html") } },
  },
});
