import type { Route } from "../../shared/router.ts";
import type { Simulation } from "../simulation.ts";
import { examplePage } from "./canvas-example.ts";
import { homePage, renewedRequest, tabPage } from "./lightning.ts";
import { dealsPage, recordChange, recordPage } from "./record.ts";
import { canvasHostScript, canvasSdkScript } from "./served-scripts.ts";

/** What people see in their browser, and what those pages load. */
export function pageRoutes(simulation: Simulation): readonly Route[] {
  const record = "/lightning/r/Opportunity/:id/view";
  const list = "/lightning/o/Opportunity/list";
  return [
    { method: "GET", path: "/", handle: () => ({ status: 302, headers: { location: list } }) },
    { method: "GET", path: list, handle: (incoming) => dealsPage(simulation, incoming) },
    { method: "GET", path: "/lightning/n/Standings", handle: (incoming) => tabPage(simulation, incoming) },
    { method: "GET", path: "/lightning/page/home", handle: (incoming) => homePage(simulation, incoming) },
    { method: "GET", path: record, handle: (incoming) => recordPage(simulation, incoming) },
    { method: "POST", path: record, handle: (incoming) => recordChange(simulation, incoming) },
    {
      method: "POST",
      path: "/canvas/signed-request",
      handle: (incoming) => renewedRequest(simulation, incoming),
    },
    { method: "POST", path: "/canvas/example", handle: examplePage },
    { method: "GET", path: "/canvas/sdk/canvas-all.js", handle: canvasSdkScript },
    { method: "GET", path: "/lightning/canvas-host.js", handle: canvasHostScript },
  ];
}
