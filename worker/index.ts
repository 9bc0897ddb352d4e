import { Hono } from "hono";

const app = new Hono<{ Bindings: Cloudflare.Env }>();

app.get("/api/v1/healthz", async (c) => {
  await c.env.DB.prepare("SELECT 1").first();
  return c.json({ status: "ok" });
});

export default { fetch: app.fetch } satisfies ExportedHandler<Cloudflare.Env>;
