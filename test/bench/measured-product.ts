import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { type Product, startProduct, type TenantState } from "../tools/product.ts";
import { ROOT } from "../tools/worker-process.ts";
import { runTool } from "./run-tool.ts";
import { withRunning } from "./stopping.ts";

type ProductOptions = Parameters<typeof startProduct>[0];

/** The whole product with a CRM that sets no limit, on a database that is new and goes afterwards. */
export async function withProduct<T>(
  name: string,
  scale: number,
  work: (product: Product) => Promise<T>,
  crms: Pick<ProductOptions, "simulator" | "salesforce"> = {},
): Promise<T> {
  if (!existsSync(path.join(ROOT, "ui-extension/dist"))) {
    await runTool("vite", ["build", "--config", "ui-extension/vite.config.ts"]);
  }
  const state = `bench-${name}`;
  const simulator = { scale, rateLimits: { enabled: false }, ...crms.simulator };
  try {
    return await withRunning(startProduct({ state, ...crms, simulator }), work);
  } finally {
    rmSync(path.join(ROOT, ".wrangler", state), { recursive: true, force: true });
  }
}

/** Installs the app and waits for the end of the backfill. */
export async function installTenant(
  product: Product,
  onProgress?: (tenants: readonly TenantState[]) => void,
): Promise<TenantState> {
  await product.install();
  const [tenant] = await product.untilLive(onProgress);
  if (tenant?.state !== "live") throw new Error(`The tenant is ${tenant?.state ?? "missing"}, not live`);
  return tenant;
}
