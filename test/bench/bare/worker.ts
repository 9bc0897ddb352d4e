import { Hono } from "hono";

const app = new Hono().get("/", (c) => c.text("bare"));

export default app;
