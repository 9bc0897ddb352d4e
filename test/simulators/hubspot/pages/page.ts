import { type Markup, wholePage } from "../../shared/html.ts";
import { HOST_STYLE } from "../host/style.ts";

const STYLE = `
  * { box-sizing: border-box } body { margin: 0; font: 14px/1.5 system-ui, sans-serif; color: #33475b; background: #f5f8fa }
  header { background: #2e3f50; color: #fff; padding: 10px 20px; display: flex; gap: 20px; align-items: center }
  header a { color: #fff; text-decoration: none } header strong { font-size: 15px } main { padding: 20px }
  main.record { display: grid; grid-template-columns: 340px 1fr; gap: 20px; align-items: start }
  section { background: #fff; border: 1px solid #dfe3eb; border-radius: 4px; padding: 16px; margin-bottom: 16px }
  h1 { font-size: 20px; margin: 0 0 8px } h2 { font-size: 15px; margin: 0 0 10px }
  label { display: block; margin-bottom: 10px; font-size: 12px; color: #516f90 }
  input, select { display: block; width: 100%; padding: 7px 8px; border: 1px solid #7c98b6; border-radius: 3px; font: inherit; color: #33475b; background: #fff }
  input[type=checkbox] { display: inline; width: auto; margin-right: 6px }
  button { padding: 8px 16px; border: 1px solid #33475b; background: #33475b; color: #fff; border-radius: 3px; font: inherit; cursor: pointer }
  button.quiet { background: #fff; color: #33475b } table { border-collapse: collapse; width: 100%; background: #fff }
  th, td { text-align: left; padding: 6px 10px; border-bottom: 1px solid #dfe3eb } td.number { text-align: right; font-variant-numeric: tabular-nums }
  iframe { width: 100%; height: 760px; border: 1px solid #dfe3eb; background: #fff; display: block } iframe.whole { height: calc(100vh - 46px); border: 0 }
  .problem { border-left: 4px solid #b3261e; padding: 10px 14px; background: #fff; white-space: pre-wrap } output { margin-left: 10px } ul { padding-left: 18px }
`;

/** A page of the portal. */
export function page(title: string, body: Markup): string {
  return wholePage(title, STYLE + HOST_STYLE, body);
}
